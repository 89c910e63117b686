package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Server is a Gateway that listens. Use Listen.
type Server struct {
	http     http.Server
	listener net.Listener
	ended    chan struct{}
}

// farewell is how long requests under way may go on when the server is stopped.
const farewell = 5 * time.Second

// Listen has the handler answer at the address, host:port, with TLS where it is given, until Close.
func Listen(address string, handler http.Handler, secure *tls.Config, log *slog.Logger) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for analysts: %w; give another address as analysts.listen", err)
	}
	s := &Server{listener: listener, ended: make(chan struct{})}
	s.http = http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: maxHeader,
		Protocols: onlyHTTP1(), // as servers of ClickHouse do
		ErrorLog:  slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	if secure != nil {
		listener = tls.NewListener(listener, secure)
	}
	go func() {
		defer close(s.ended)
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("analysts are listened to no more", "error", err)
		}
	}()
	return s, nil
}

// maxHeader bounds the address with its parameters, and the headers.
const maxHeader = 1 << 20

// Address is where the server listens.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Close stops the server; requests under way have a few seconds to end. It may be called again.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if s.http.Shutdown(ctx) != nil {
		_ = s.http.Close() // whoever still waits is cut off
	}
	<-s.ended
	return nil
}
