package gateway

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"nyckeltal/load/engine"
)

// Upstream is the way to the engine, which may be asleep, and die. It is safe for concurrent use. Use NewUpstream.
type Upstream struct {
	connect   func(context.Context) (engine.Endpoint, error)
	transport *http.Transport

	under singleflight.Group
	mu    sync.Mutex
	now   engine.Endpoint // without an address when it is not known
}

// NewUpstream returns the way to an engine that connect finds or starts; connect is called by one at a time, and again when the engine
// has gone. At most idle connections are kept.
func NewUpstream(connect func(context.Context) (engine.Endpoint, error), idle int) *Upstream {
	return &Upstream{connect: connect, transport: &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		MaxIdleConnsPerHost: idle,
		IdleConnTimeout:     time.Minute,
		DisableCompression:  true, // what is asked for goes on as it is, and so does what comes
		ReadBufferSize:      pieceSize,
		Protocols:           onlyHTTP1(),
	}}
}

func onlyHTTP1() *http.Protocols {
	p := &http.Protocols{}
	p.SetHTTP1(true)
	return p
}

// Endpoint returns the engine, started where it does not run.
func (u *Upstream) Endpoint(ctx context.Context) (engine.Endpoint, error) {
	u.mu.Lock()
	now := u.now
	u.mu.Unlock()
	if now.Address != "" {
		return now, nil
	}
	done := u.under.DoChan("", func() (any, error) {
		e, err := u.connect(context.WithoutCancel(ctx)) // an engine that starts must not end with the first who asks for it
		if err == nil {
			u.mu.Lock()
			defer u.mu.Unlock()
			u.now = e
		}
		return e, err
	})
	select {
	case <-ctx.Done():
		return engine.Endpoint{}, ctx.Err()
	case result := <-done:
		return result.Val.(engine.Endpoint), result.Err
	}
}

// suspect has the next who asks look for the engine again, unless somebody else has found another one already.
func (u *Upstream) suspect(e engine.Endpoint) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.now.Address == e.Address && u.now.Password == e.Password {
		u.now = engine.Endpoint{}
		u.transport.CloseIdleConnections()
	}
}

// Close lets go of idle connections.
func (u *Upstream) Close() { u.transport.CloseIdleConnections() }

// send sends a request of its owner to the engine; make makes it for the engine that is there. An engine that has ended is started
// again, once, as long as it has not begun with the request. The answer may be an error of the engine's.
func (u *Upstream) send(ctx context.Context, make func(engine.Endpoint) (*http.Request, error)) (*http.Response, error) {
	for first := true; ; first = false {
		e, err := u.Endpoint(ctx)
		if err != nil {
			return nil, err
		}
		request, err := make(e)
		if err != nil {
			return nil, err
		}
		request.SetBasicAuth(e.User, e.Password)
		response, err := u.transport.RoundTrip(request)
		switch {
		case err == nil && !stranger(response):
			return response, nil
		case err == nil:
			_ = response.Body.Close()
			err = errors.New("another program answers at its address")
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !notSent(err):
			first = false
		}
		u.suspect(e)
		if !first {
			return nil, err
		}
	}
}

// stranger tells whether an answer is not that of the engine whose password was sent: it is ending, or another one has its port.
func stranger(response *http.Response) bool {
	switch code := response.Header.Get("X-ClickHouse-Exception-Code"); response.StatusCode {
	case http.StatusServiceUnavailable:
		return code == ""
	case http.StatusUnauthorized, http.StatusForbidden:
		return code == "" || code == "194" || code == "516"
	}
	return response.Header.Get("X-ClickHouse-Server-Display-Name") == ""
}

// notSent tells whether nothing was sent, since nobody took the connection.
func notSent(err error) bool {
	at, ok := errors.AsType[*net.OpError](err)
	return ok && at.Op == "dial"
}
