package gateway

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"nyckeltal/load/access"
	"nyckeltal/load/access/door"
	"nyckeltal/load/engine"
	"nyckeltal/load/gateway/querylog"
	"nyckeltal/load/guard"
)

// Checker decides what of a statement is sent to the engine for a role; a *guard.Guard does. Errors are those of package engine.
type Checker interface {
	Check(ctx context.Context, role string, in *engine.Incoming) (*guard.Admitted, error)
}

// Options say what a Gateway works with.
type Options struct {
	Door     *door.Door
	Guard    Checker
	Upstream *Upstream
	Queries  *querylog.Log
	Log      *slog.Logger // failed log-ins, and what goes wrong; no statement's text
	Parallel int          // requests at a time
	PerUser  int          // requests at a time of one user
	// Now is the clock that entries of the query log are stamped by; time.Now when nil.
	Now func() time.Time
}

// Gateway answers analysts' tools. It is an http.Handler. Use New.
type Gateway struct {
	Options
	places *places
}

// New returns a gateway.
func New(o Options) *Gateway {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Gateway{Options: o, places: newPlaces(o.Parallel, o.PerUser)}
}

// ServeHTTP answers a request of ClickHouse's HTTP interface. Pings are answered without the engine and without log-in. When an
// answer breaks off in the middle it panics with http.ErrAbortHandler, so that the client sees it.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case r.URL.Path != "/" && r.URL.Path != "/ping":
		http.Error(w, "There is no such path: statements go to /", http.StatusNotFound)
	case reads && (r.URL.Path == "/ping" || !r.URL.Query().Has("query")):
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		_, _ = io.WriteString(w, "Ok.\n")
	case r.URL.Path == "/ping", r.Method != http.MethodGet && r.Method != http.MethodPost:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
	default:
		g.statement(w, r)
	}
}

// The sizes of what is read of a request, in bytes.
const (
	maxText  = guard.MaxText    // of a statement
	maxBody  = 1 << 20          // of a body, which may hold parameters as well
	drained  = 128 << 20        // of a body that is too large, so that the client, still sending, gets to see why
	patience = 30 * time.Second // for a body
)

// statement runs a statement for who logs in, and writes down what became of it.
func (g *Gateway) statement(w http.ResponseWriter, r *http.Request) {
	user, err := g.logIn(w, r)
	if err != nil {
		engine.WriteError(w, err)
		return
	}
	body := r.Body
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(time.Now().Add(patience)) // a writer of tests may not know of deadlines
	a := &answer{writer: w, connection: connection}
	began := g.Now()
	in := &engine.Incoming{}
	err = g.run(a, r, user, in)
	g.write(r, user, in, a, began, err)
	if a.started && err != nil {
		panic(http.ErrAbortHandler)
	}
	if err != nil && r.Context().Err() == nil {
		_, _ = io.Copy(io.Discard, io.LimitReader(body, drained))
		engine.WriteError(w, err)
	}
}

// run answers a request. It fills in what it understands of it.
func (g *Gateway) run(a *answer, r *http.Request, user access.User, in *engine.Incoming) error {
	leave, err := g.places.take(user.Name)
	if err != nil {
		return err
	}
	defer leave()
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	understood, err := engine.ReadIncoming(r, maxText)
	if err != nil {
		return err
	}
	*in = *understood
	_ = a.connection.SetReadDeadline(time.Time{}) // from here on the connection is only watched for the client's going away
	a.writer.Header().Set("X-ClickHouse-Query-Id", in.ID)
	response, err := g.ask(r, user, in)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return a.relay(response)
}

// ask sends what the guard admits to the engine.
func (g *Gateway) ask(r *http.Request, user access.User, in *engine.Incoming) (*http.Response, error) {
	ctx := r.Context()
	admitted, err := g.check(ctx, string(user.Role), in)
	if err != nil {
		return nil, err
	}
	response, err := g.Upstream.send(ctx, func(e engine.Endpoint) (*http.Request, error) {
		return forward(ctx, e, in, admitted, r.Header["Accept-Encoding"])
	})
	if err != nil && !isRefusal(err) {
		err = g.lost(err)
	}
	return response, err
}

// check asks the guard, which asks the engine: so an engine that has gone is looked for again, once.
func (g *Gateway) check(ctx context.Context, role string, in *engine.Incoming) (*guard.Admitted, error) {
	for first := true; ; first = false {
		e, err := g.Upstream.Endpoint(ctx)
		if err != nil {
			return nil, g.lost(err)
		}
		admitted, err := g.Guard.Check(ctx, role, in)
		if err == nil || isRefusal(err) || ctx.Err() != nil {
			return admitted, err
		}
		g.Upstream.suspect(e)
		if !first {
			return nil, g.lost(err)
		}
	}
}

// codeNetwork is NETWORK_ERROR.
const codeNetwork = 210

// lost words an error of the engine's absence. What it is, the operator reads in the log: it may name paths.
func (g *Gateway) lost(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	g.Log.Error("the warehouse cannot be asked for analysts", "error", err)
	return engine.Errorf(codeNetwork, "The warehouse cannot be asked now; ask again, and if it stays so, tell the operator, whose log says why")
}
