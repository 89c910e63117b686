package gateway

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"nyckeltal/load/access"
	"nyckeltal/load/engine"
	"nyckeltal/load/engine/libchdb"
	"nyckeltal/load/gateway/querylog"
)

// write writes a request to the query log.
func (g *Gateway) write(r *http.Request, user access.User, in *engine.Incoming, a *answer, began time.Time, err error) {
	e := querylog.Entry{
		Time: began.UTC(), ID: in.ID, User: user.Name, Role: string(user.Role), Address: r.RemoteAddr,
		Seconds: g.Now().Sub(began).Seconds(), Bytes: a.bytes, Code: a.code, Error: strings.TrimSpace(a.message),
		Text: in.Text,
	}
	if a.started && a.rows >= 0 {
		e.Rows = &a.rows
	}
	if len(in.Params) > 0 {
		e.Params = make(map[string]string, len(in.Params))
		for _, p := range in.Params {
			e.Params[p.Name] = p.Value
		}
	}
	if in.ID == "" {
		e.Text = r.URL.Query().Get("query") // of what was not understood
	}
	describe(&e, r, err)
	if err := g.Queries.Write(e); err != nil {
		g.Log.Error("a query was not logged", "user", user.Name, "query_id", in.ID, "error", err)
	}
}

// describe adds how a request failed.
func describe(e *querylog.Entry, r *http.Request, err error) {
	if err == nil {
		return
	}
	refusal, refused := errors.AsType[*libchdb.Error](err)
	switch {
	case r.Context().Err() != nil, errors.Is(err, errClient):
		e.Error = "the client went away"
	case refused:
		e.Code, e.Error = refusal.Code, refusal.Message
	case e.Error == "":
		e.Error = err.Error()
	}
}
