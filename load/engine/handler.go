package engine

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"time"
)

// The paths of the endpoint. Statements go to the root; the last three are of this engine and no part of ClickHouse.
const (
	pathRoot     = "/"
	pathPing     = "/ping"
	pathReplicas = "/replicas_status"
	pathHold     = "/engine/hold"
	pathStatus   = "/engine/status"
	pathParse    = "/engine/parse"
)

// server answers HTTP requests with the interface of a ClickHouse server.
type server struct {
	pid      int
	owner    owner
	runner   *runner
	activity *activity
	leaving  context.Context // ends when the engine begins to stop
	log      *log.Logger
}

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(pathPing, s.used(s.ping))
	mux.HandleFunc(pathReplicas, s.used(s.ping))
	mux.HandleFunc(pathHold, s.used(s.authenticated(s.hold)))
	mux.HandleFunc(pathStatus, s.authenticated(s.status)) // asking does not keep the engine awake
	mux.HandleFunc("POST "+pathParse, s.used(s.authenticated(s.parse)))
	mux.HandleFunc(pathRoot+"{$}", s.used(s.root))
	return mux
}

// used counts a request as use of the engine.
func (s *server) used(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.activity.begin() {
			http.Error(w, "The engine is ending; ask again, a new one will be started.", http.StatusServiceUnavailable)
			return
		}
		defer s.activity.end()
		w.Header().Set("X-ClickHouse-Server-Display-Name", s.runner.core.display)
		next(w, r)
	}
}

func (s *server) authenticated(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.owner.authenticate(r); err != nil {
			WriteError(w, err)
			return
		}
		next(w, r)
	}
}

// ping answers everybody, as a server does; but to who gives a password, only if it is right.
func (s *server) ping(w http.ResponseWriter, r *http.Request) {
	if _, _, given := Credentials(r); given {
		if err := s.owner.authenticate(r); err != nil {
			WriteError(w, err)
			return
		}
	}
	writeOK(w)
}

func writeOK(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	_, _ = io.WriteString(w, "Ok.\n")
}

// root runs a statement; a GET without one is a ping.
func (s *server) root(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if !r.URL.Query().Has("query") {
			writeOK(w)
			return
		}
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	s.authenticated(s.statement)(w, r)
}

// drainLimit bounds how much of a refused request's body is read on so that the client, still sending, gets to see
// why.
const drainLimit = 1 << 30

func (s *server) statement(w http.ResponseWriter, r *http.Request) {
	defer func() { _, _ = io.Copy(io.Discard, io.LimitReader(r.Body, drainLimit)) }()
	q, err := readRequest(r)
	if err != nil {
		WriteError(w, err)
		return
	}
	w.Header().Set("X-ClickHouse-Query-Id", q.id)
	out := newOutput(w, q.compress)
	if err := s.runner.run(r.Context(), q, out); err != nil {
		s.log.Printf("statement %s failed with code %d", q.id, asException(err).Code)
		out.fail(err)
		return
	}
	if err := out.finish(); err != nil {
		s.log.Printf("statement %s: the client did not take the whole result: %v", q.id, err)
	}
}

// hold keeps its request open until the client lets go or the engine stops.
func (s *server) hold(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusOK)
	if err := http.NewResponseController(w).Flush(); err != nil {
		return
	}
	select {
	case <-r.Context().Done():
	case <-s.leaving.Done():
	}
}

// engineStatus is what pathStatus answers.
type engineStatus struct {
	PID     int           `json:"pid"`
	Running int           `json:"running"`
	Idle    time.Duration `json:"idle_ns"`
}

func (s *server) status(w http.ResponseWriter, _ *http.Request) {
	running, idle := s.activity.now()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(engineStatus{PID: s.pid, Running: running, Idle: idle})
}
