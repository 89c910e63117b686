package site

import (
	"errors"
	"net/http"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
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
	Log         []string
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
	Log      bool // what the runs under way log is shown
}

type runRow struct {
	When, Run, Trigger, Job, Outcome, Class, Message string
	Seconds                                          string
	Deliveries, Records, Rejected                    uint64
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
	classes := map[string]string{"loaded": "good", "partly": "fair", "skipped": "fair", "failed": "bad"}
	view := runsView{Jobs: s.Runs.Jobs(), UnderWay: s.Runs.UnderWay(), Log: p.session.user.Role.covers(Auditor)}
	view.Runs, err = query(ctx, w, func(rows driver.Rows) (r runRow, err error) {
		var at time.Time
		var seconds float64
		err = rows.Scan(&at, &r.Run, &r.Trigger, &r.Job, &r.Outcome, &r.Deliveries, &r.Records, &r.Rejected, &seconds, &r.Message)
		r.When, r.Seconds, r.Class = p.moment(at), time.Duration(seconds*float64(time.Second)).Round(100*time.Millisecond).String(), classes[r.Outcome]
		return r, err
	}, `SELECT started_at, run_id, trigger, job, outcome, toUInt64(deliveries), toUInt64(records), toUInt64(rejected_rows), toFloat64(seconds), message
		FROM run_history ORDER BY started_at DESC LIMIT ?`, mostRuns)
	if err != nil {
		return err
	}
	if len(view.UnderWay) > 0 {
		p.refresh = refreshTime
	}
	return p.show("runs", p.text("Runs"), view)
}

// startRun begins a run.
func (s *Site) startRun(p *page) error {
	job := p.request.PostFormValue("job")
	err := s.Runs.Start(job, p.session.user.Name)
	switch {
	case errors.Is(err, ErrNoJob):
		return errNotFound
	case errors.Is(err, ErrUnderWay):
		return &faultError{http.StatusConflict, "The job is under way already."}
	case err != nil:
		return err
	}
	s.Log.Info("a run was asked for on the pages", "job", job, "user", p.session.user.Name)
	return p.redirect("/runs?live=1")
}
