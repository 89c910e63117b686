package site

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"
)

// Role says what somebody may see and do.
type Role string

// The roles, from the least to the most.
const (
	Analyst Role = "analyst" // sums: reports, figures, indicators, and how deliveries and runs went
	Auditor Role = "auditor" // also where figures come from, and what was refused
	Admin   Role = "admin"   // also to run jobs
)

// covers tells whether the role may do what the other one may.
func (r Role) covers(least Role) bool {
	rank := map[Role]int{Analyst: 1, Auditor: 2, Admin: 3}
	return rank[r] >= rank[least]
}

// User is who has logged in.
type User struct {
	Name string
	Role Role
	// Stamp changes when the account is given another password or role; sessions end then.
	Stamp string
}

// ErrDenied says that there is no such account, or that its password is another one.
var ErrDenied = errors.New("there is no such account, or its password is another one")

// WaitError says that a log-in came too soon after others that failed.
type WaitError struct{ Seconds int }

func (e *WaitError) Error() string { return "too many log-ins have failed" }

// Door lets people in. It is safe for concurrent use.
type Door interface {
	// LogIn returns the account that has the name and the password. The error is ErrDenied, a *WaitError, or one that should not be told.
	LogIn(ctx context.Context, name, password, address string) (User, error)
	// Account returns the account of that name as it is now; known is false when there is none any more.
	Account(name string) (u User, known bool, err error)
}

// Options say what a Site works with.
type Options struct {
	Door      Door
	Warehouse func(ctx context.Context) (Warehouse, error)
	Originals Originals
	Runs      Runs
	Reports   string // the folder of report definitions, read anew with every page
	Comments  string // the folder of comments on reports, likewise
	Name      string // of the organisation
	Language  string // sv or en, for those who have not chosen
	Secure    bool   // the pages are read by TLS
	Now       func() time.Time
	Log       *slog.Logger // what goes wrong, and who logs in
}

// Site is the pages. It is an http.Handler, safe for concurrent use. Use New.
type Site struct {
	Options
	sessions *sessions
	built    *built
	turns    chan struct{} // has a value for every page that asks the warehouse
	printing chan struct{} // has a value while a PDF is printed
	handler  http.Handler
}

// New returns the pages.
func New(o Options) *Site {
	s := &Site{Options: o, sessions: newSessions(o.Now), built: newBuilt(), turns: make(chan struct{}, together), printing: make(chan struct{}, 1)}
	s.handler = s.secured(s.routes())
	return s
}

// ServeHTTP answers a request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
