package source_test

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// proxy passes connections on to a server, and does harm to them when told so.
type proxy struct {
	address string
	server  string

	mu    sync.Mutex
	came  int64 // bytes from the server
	limit int64 // of came, from which on harm is done; 0 means never
	harm  harm
	open  map[net.Conn]bool
}

type harm int

const (
	cutOnce   harm = iota // all connections are cut, once
	cutAll                // and no others made
	hang                  // nothing comes any more
	trickle               // a byte comes now and then
	drip      = 5 * time.Millisecond
	chunkSize = 16 << 10
)

// newProxy starts a proxy before a server.
func newProxy(t *testing.T, server string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{address: l.Addr().String(), server: server, open: map[net.Conn]bool{}}
	t.Cleanup(func() {
		l.Close()
		p.cut()
	})
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.pass(client)
		}
	}()
	return p
}

// arm does harm once so many bytes more have come from the server, and counts anew. A limit of 0 does none.
func (p *proxy) arm(limit int64, h harm) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.came, p.limit, p.harm = 0, limit, h
}

// bytes returns how many have come since the proxy was armed.
func (p *proxy) bytes() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.came
}

// cut cuts all connections.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		c.Close()
	}
}

// pass passes on one connection.
func (p *proxy) pass(client net.Conn) {
	defer client.Close()
	if over, h := p.over(0); over && h == cutAll {
		return
	}
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	p.mu.Lock()
	p.open[client], p.open[server] = true, true
	p.mu.Unlock()
	go func() {
		_, _ = io.Copy(server, client)
		server.Close()
	}()
	p.copy(client, server)
	p.mu.Lock()
	delete(p.open, client)
	delete(p.open, server)
	p.mu.Unlock()
}

// over counts bytes, and tells whether harm is to be done.
func (p *proxy) over(n int) (bool, harm) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.came += int64(n)
	return p.limit > 0 && p.came >= p.limit, p.harm
}

// copy passes on what the server says.
func (p *proxy) copy(client io.Writer, server io.Reader) {
	b := make([]byte, chunkSize)
	for {
		n, err := server.Read(b)
		if err != nil {
			return
		}
		over, h := p.over(n)
		switch {
		case !over:
			if _, err := client.Write(b[:n]); err != nil {
				return
			}
			continue
		case h == cutOnce:
			p.arm(0, 0)
			p.cut()
			return
		case h == cutAll:
			p.cut()
			return
		case h == hang:
			continue
		}
		for _, one := range b[:n] {
			<-time.After(drip)
			if _, err := client.Write([]byte{one}); err != nil {
				return
			}
		}
	}
}
