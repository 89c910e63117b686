package site

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
)

// Runs are the jobs of the service. It is safe for concurrent use.
type Runs interface {
	// Jobs lists the jobs in the order in which they run.
	Jobs() []Job
	// UnderWay tells of runs that have begun and not ended.
	UnderWay() []Progress
	// Start begins a run of a job for a user and does not wait for its end. The error is ErrUnderWay when the job runs already, or
	// ErrNoJob.
	Start(job, user string) error
	// Plan lists what a backfill of a job would take of the months. The error is ErrNoJob, or why that cannot be listed.
	Plan(ctx context.Context, job string, from, to period.Period) ([]Planned, error)
	// Backfill begins to take that, as Start does.
	Backfill(job, user string, from, to period.Period) error
}

// Planned is a delivery that a backfill would take.
type Planned struct {
	From, To period.Period // its months; 0 for a delivery without a period
	File     string
	Size     int64 // in bytes; -1 when it is not known
	Known    bool  // nothing of it would be read again
}

// Job is what is told of a job.
type Job struct{ Name, Title string }

// Progress tells how a run goes.
type Progress struct {
	Job, Run    string
	Began       time.Time
	Files, Done int    // files that were listed, and those that are done
	File        string // under way; may be empty
	Rows        int    // read of it
	Log         []Done // the newest last
}

// Done tells what became of a file.
type Done struct {
	File, Outcome    string // loaded, partly, unchanged, waiting or failed
	Records, Refused int    // rows were refused
}

// The reasons for which a run does not begin.
var (
	ErrUnderWay = errors.New("the job is under way")
	ErrNoJob    = errors.New("there is no such job")
)

// runsView is the page of runs.
type runsView struct {
	Jobs     []Job
	UnderWay []Progress
	Runs     []runRow
	Log      bool // what became of files is shown
	Live     bool // the page is asked for anew all the time, so that no form can be filled in
}

type runRow struct {
	When, Trigger, Job, Outcome, Class, Message string
	Short                                       string // the beginning of a long message
	Seconds                                     string
	Deliveries, Records, Rejected               string
}

const (
	mostRuns    = 100
	refreshTime = 2 // seconds
)

// runs shows runs that are under way, and those of before.
func (s *Site) runs(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	view := runsView{Jobs: s.Runs.Jobs(), UnderWay: s.Runs.UnderWay(), Log: p.session.user.Role.covers(Auditor)}
	view.Runs, err = query(ctx, w, p.runRow, `
		SELECT started_at, trigger, job, outcome, toUInt64(deliveries), toUInt64(records), toUInt64(rejected_rows), toFloat64(seconds), message
		FROM run_history ORDER BY started_at DESC LIMIT ?`, mostRuns)
	if err != nil {
		return err
	}
	if len(view.UnderWay) > 0 && !p.request.URL.Query().Has("still") {
		p.refresh, view.Live = refreshTime, true
	}
	return p.show("runs", p.text("Runs"), view)
}

// classes are the styles of outcomes.
var classes = map[string]string{"loaded": "good", "partly": "fair", "skipped": "fair", "failed": "bad"}

// shortMessage is how many characters of a message are shown at once.
const shortMessage = 80

// runRow reads a run of before.
func (p *page) runRow(rows driver.Rows) (r runRow, err error) {
	var at time.Time
	var seconds float64
	var deliveries, records, rejected uint64
	if err := rows.Scan(&at, &r.Trigger, &r.Job, &r.Outcome, &deliveries, &records, &rejected, &seconds, &r.Message); err != nil {
		return r, err
	}
	r.Class = classes[r.Outcome]
	r.When, r.Trigger, r.Outcome = p.moment(at), p.text(r.Trigger), p.text(r.Outcome)
	r.Deliveries, r.Records, r.Rejected = p.count(deliveries), p.count(records), p.count(rejected)
	r.Seconds = p.locale.Number(decimal.NewFromFloat(seconds), 1) + "\u00a0s"
	if runes := []rune(r.Message); len(runes) > shortMessage {
		r.Short = string(runes[:shortMessage]) + "…"
	}
	return r, nil
}

// startRun begins a run.
func (s *Site) startRun(p *page) error {
	job := p.request.PostFormValue("job")
	if err := refused(s.Runs.Start(job, p.session.user.Name)); err != nil {
		return err
	}
	s.Log.Info("a run was asked for on the pages", "job", job, "user", p.session.user.Name)
	return p.redirect("/runs?live=1")
}

// refused is why a run does not begin, as the reader is told.
func refused(err error) error {
	switch {
	case errors.Is(err, ErrNoJob):
		return errNotFound
	case errors.Is(err, ErrUnderWay):
		return &faultError{http.StatusConflict, "The job is under way already."}
	}
	return err
}
