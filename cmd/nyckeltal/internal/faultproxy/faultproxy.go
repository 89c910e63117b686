// Package faultproxy stands between the program and its warehouse in tests. It counts the statements and the bytes that
// pass, and at one place of them does what the test wants: mostly it ends a process. What the program or the engine does
// then is theirs; the proxy changes nothing of what it lets pass.
//
// It is for HTTP on loopback, where the embedded engine answers, and knows nothing of what the statements mean. What is
// not a statement, as the request that holds the engine, passes uncounted.
package faultproxy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Fault is what is to happen, and where. The zero value is no fault: all passes.
type Fault struct {
	// Step is the number of the statement, from 1, among those whose beginning fulfils Count; 0 for none. A nil Count
	// counts all. The fault comes before the engine sees the statement or, if Answered, when all of the answer is there and
	// the program has nothing of it.
	Step     int
	Count    func(beginning string) bool
	Answered bool
	// Bytes is how many bytes of bodies, of statements and answers together, pass before the fault; 0 for none. The rest
	// of that body does not pass.
	Bytes int64
	// Do is called at that place, once; nil does nothing.
	Do func()
	// Pass lets the statement go on after Do; otherwise its connection is cut.
	Pass bool
}

// Proxy is a running proxy with at most one fault. It is safe for concurrent use.
type Proxy struct {
	fault    Fault
	target   string
	web      *httptest.Server
	upstream http.Transport
	control  *httputil.ReverseProxy // for what is no statement

	mu      sync.Mutex
	steps   []string
	passed  int64
	reached bool
}

// Start starts a proxy in front of the engine at target, an address as host:port. It ends with the test, or by Close.
func Start(t testing.TB, target string, fault Fault) *Proxy {
	t.Helper()
	p := &Proxy{fault: fault, target: target}
	p.upstream.DisableCompression = true // what passes is what was sent
	p.upstream.WriteBufferSize = 1       // and has passed, also when the rest does not
	p.control = httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: target})
	p.control.Transport, p.control.FlushInterval = &p.upstream, -1
	p.control.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	p.control.ErrorLog = log.New(io.Discard, "", 0)
	p.web = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

// Close waits until no statement is under way, and ends the proxy. It may be called again.
func (p *Proxy) Close() {
	p.web.Close()
	p.upstream.CloseIdleConnections()
}

// Address is where the proxy answers, as host:port.
func (p *Proxy) Address() string { return p.web.Listener.Addr().String() }

// Steps returns the beginnings of the statements that have been counted so far.
func (p *Proxy) Steps() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.steps)
}

// Passed returns how many bytes of bodies have passed.
func (p *Proxy) Passed() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.passed
}

// Reached tells whether the place of the fault has been reached.
func (p *Proxy) Reached() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reached
}

// ServeHTTP passes a request on.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		p.control.ServeHTTP(w, r)
		return
	}
	beginning, body := peek(r)
	step := p.number(beginning)
	here := step > 0 && step == p.fault.Step
	if here && !p.fault.Answered && p.strike() {
		panic(http.ErrAbortHandler)
	}
	answer, err := p.forward(r, body)
	if err != nil {
		if failed, ok := errors.AsType[*net.OpError](err); ok && failed.Op == "dial" {
			_ = p.web.Listener.Close() // the engine has gone: nobody is to answer in its place
		}
		panic(http.ErrAbortHandler)
	}
	defer answer.Body.Close()
	if err := p.reply(w, answer, here && p.fault.Answered); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// peekSize is how much of a statement is kept as its name.
const peekSize = 100

// peek returns the beginning of the statement, and the body with all that it held.
func peek(r *http.Request) (beginning string, body io.Reader) {
	head, _ := io.ReadAll(io.LimitReader(r.Body, peekSize)) // what is wrong with it shows again further on
	beginning = r.URL.Query().Get("query") + string(head)
	return beginning[:min(len(beginning), peekSize)], io.MultiReader(bytes.NewReader(head), r.Body)
}

// handshake is what clickhouse-go asks on every new connection. It is no step: how many connections there are depends on
// its pool.
const handshake = "SELECT displayName()"

// number gives the statement its number; 0 is for one that is no step.
func (p *Proxy) number(beginning string) int {
	if strings.HasPrefix(beginning, handshake) || p.fault.Count != nil && !p.fault.Count(beginning) {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.steps = append(p.steps, beginning)
	return len(p.steps)
}

// strike does what the fault says, the first time, and tells whether the connection is to be cut.
func (p *Proxy) strike() (cut bool) {
	p.mu.Lock()
	again := p.reached
	p.reached = true
	p.mu.Unlock()
	if !again && p.fault.Do != nil {
		p.fault.Do()
	}
	return !again && !p.fault.Pass
}

// forward sends the request to the engine. It ends with the engine's answer, whatever the client does meanwhile: once
// Close has returned, nothing is under way any more.
func (p *Proxy) forward(r *http.Request, body io.Reader) (*http.Response, error) {
	to := r.Clone(context.WithoutCancel(r.Context()))
	to.RequestURI, to.Host = "", p.target
	to.URL.Scheme, to.URL.Host = "http", p.target
	to.Body = io.NopCloser(&counted{p, body})
	if r.ContentLength == 0 {
		to.Body = http.NoBody
	}
	return p.upstream.RoundTrip(to)
}

// errCut says that the rest is not to pass.
var errCut = errors.New("cut by the fault")

// reply gives the client the engine's answer. An error says that the connection is to be cut.
func (p *Proxy) reply(w http.ResponseWriter, answer *http.Response, strike bool) error {
	body := io.Reader(answer.Body)
	if strike {
		all, err := io.ReadAll(answer.Body)
		if err != nil {
			return err
		}
		if p.strike() {
			return errCut
		}
		body = bytes.NewReader(all)
	}
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.StatusCode)
	_, err := io.Copy(w, &counted{p, body})
	if err != nil {
		_ = http.NewResponseController(w).Flush() // what has passed has passed
	}
	return err
}
