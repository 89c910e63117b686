package site

import (
	"embed"
	"net/http"
)

//go:embed static
var static embed.FS

// route is an address with the least role that may ask for it, and what answers.
type route struct {
	pattern string
	least   Role
	answer  func(*page) error
	menu    string // what the menu calls the page; empty where it is not in the menu
}

// table is every address that needs a log-in, those of the menu in its order.
func (s *Site) table() []route {
	return []route{
		{"GET /{$}", Analyst, func(p *page) error { return p.redirect("/report") }, ""},
		{"POST /logout", Analyst, s.logOut, ""},
		{"GET /report", Analyst, s.report, "Reports"},
		{"GET /report/file", Analyst, s.reportFile, ""},
		{"GET /figure", Analyst, s.figure, ""},
		{"GET /cells", Auditor, s.cells, ""},
		{"GET /indicators", Analyst, s.indicators, "Indicators"},
		{"GET /indicator", Analyst, s.indicator, ""},
		{"GET /deliveries", Analyst, s.deliveries, "Deliveries"},
		{"GET /runs", Analyst, s.runs, "Runs"},
		{"POST /runs", Admin, s.startRun, ""},
		{"GET /runs/backfill", Admin, s.backfillPlan, ""},
		{"POST /runs/backfill", Admin, s.startBackfill, ""},
		{"GET /rejects", Auditor, s.rejects, "Rejects"},
		{"GET /rejects/marked", Auditor, s.marked, ""},
	}
}

// routes puts the addresses together.
func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.table() {
		mux.Handle(r.pattern, s.guarded(r))
	}
	mux.HandleFunc("GET /login", s.logInPage)
	mux.HandleFunc("POST /login", s.logIn)
	mux.HandleFunc("GET /language", s.language)
	mux.Handle("GET /static/", cached(http.FileServerFS(static)))
	mux.Handle("/", s.guarded(route{least: Analyst, answer: func(*page) error { return errNotFound }}))
	return mux
}

// cached lets browsers keep what lies in the program.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		next.ServeHTTP(w, r)
	})
}
