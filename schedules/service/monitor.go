package service

import (
	"fmt"
	"net/http"
)

// Monitor answers those who watch over the service: /healthz tells that the process lives, /readyz that it does its work or
// stands by for another one, /metrics is for Prometheus. It tells nothing out of deliveries, and asks for no password.
func (s *Service) Monitor() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("GET /metrics", s.metrics.handler())
	return mux
}

// ready tells what the service does. What hinders it is in the log: errors may name paths and servers.
func (s *Service) ready(w http.ResponseWriter, _ *http.Request) {
	doing, fault := s.state.get()
	if fault != nil {
		http.Error(w, "not ready: see the log", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, doing)
}
