package service

import (
	"log/slog"
	"slices"
	"sync"
	"time"

	"nyckeltal/load"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

// Progress tells how a run goes.
type Progress struct {
	Job, Run    string
	Began       time.Time
	Files, Done int    // that were listed, and those that are done
	File        string // under way; empty between files
	Rows        int    // of it that have been read
	Log         []Done // the newest last
}

// Done tells what became of a file.
type Done struct {
	File, Outcome    string // see schedules.Outcome
	Records, Refused int    // rows were refused
}

// maxLog is how many files of a run are kept while it is under way; the log has all.
const maxLog = 200

// live is what is known of runs under way. It is safe for concurrent use.
type live struct {
	mu  sync.Mutex
	all []*Progress // in the order in which they began
}

// begin notes a run and returns what observes it.
func (l *live) begin(job, run string, log *slog.Logger) *observer {
	p := &Progress{Job: job, Run: run, Began: time.Now()}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, p)
	return &observer{log: log.With("run", run), live: l, progress: p}
}

// end forgets a run.
func (l *live) end(run *Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = slices.DeleteFunc(l.all, func(p *Progress) bool { return p == run })
}

// UnderWay tells how the runs go that are under way, in the order in which they began.
func (s *Service) UnderWay() []Progress {
	s.live.mu.Lock()
	defer s.live.mu.Unlock()
	var all []Progress
	for _, p := range s.live.all {
		one := *p
		one.Log = slices.Clone(p.Log)
		all = append(all, one)
	}
	return all
}

// observer logs how a run goes, and notes it for those who look on.
type observer struct {
	log      *slog.Logger
	live     *live
	progress *Progress
}

var _ schedules.Observer = (*observer)(nil)

// note changes what is known of the run.
func (o *observer) note(change func(*Progress)) {
	o.live.mu.Lock()
	defer o.live.mu.Unlock()
	change(o.progress)
}

// JobStarted logs how many files there are.
func (o *observer) JobStarted(_ *home.Job, files int) {
	o.log.Debug("files listed", "files", files)
	o.note(func(p *Progress) { p.Files = files })
}

// FileStarted notes the file.
func (o *observer) FileStarted(_ *home.Job, file string) {
	o.note(func(p *Progress) { p.File, p.Rows = file, 0 })
}

// Rows notes how far the file has been read.
func (o *observer) Rows(n int) { o.note(func(p *Progress) { p.Rows = n }) }

// FileDone logs what became of a file, unless it is known already.
func (o *observer) FileDone(d schedules.Delivery) {
	log := o.log.Info
	if d.Outcome == schedules.Unchanged {
		log = o.log.Debug
	}
	args := []any{
		"file", d.File, "outcome", string(d.Outcome), "rows", d.Counts.Rows, "mapped", d.Counts.Mapped, "rejected", d.Counts.Rejected,
		"skipped", d.Counts.Skipped, "records", d.Records,
	}
	if d.Err != nil {
		args = append(args, "error", d.Err)
	}
	log("file", args...)
	done := Done{File: d.File, Outcome: string(d.Outcome), Records: d.Records, Refused: d.Counts.Rejected}
	o.note(func(p *Progress) {
		p.Done, p.File, p.Rows = p.Done+1, "", 0
		p.Log = append(p.Log, done)
		p.Log = p.Log[max(0, len(p.Log)-maxLog):]
	})
}

// JobDone does nothing: the scheduler tells what became of the run.
func (o *observer) JobDone(schedules.Result) {}

// Idle does nothing: what the measures of all runs show is told when the service publishes them.
func (o *observer) Idle(load.IdleTerm) {}
