package faultproxy

import "io"

// counted is a body whose bytes are counted as they pass, and that ends at the fault's place.
type counted struct {
	proxy *Proxy
	body  io.Reader
}

// Read reads up to the place of the fault. Whoever reads on has passed all before it.
func (c *counted) Read(b []byte) (int, error) {
	left, bounded := c.proxy.left()
	if bounded && left == 0 && c.proxy.strike() {
		return 0, errCut
	}
	if bounded && left > 0 {
		b = b[:min(int64(len(b)), left)]
	}
	n, err := c.body.Read(b)
	c.proxy.pass(n)
	return n, err
}

// left returns how many bytes may pass before the fault, if it is one of bytes.
func (p *Proxy) left() (n int64, bounded bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.fault.Bytes-p.passed, 0), p.fault.Bytes > 0
}

// pass counts bytes.
func (p *Proxy) pass(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed += int64(n)
}
