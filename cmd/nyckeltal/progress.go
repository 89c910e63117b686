package main

import (
	"fmt"
	"io"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

// progress shows how a run goes: a line per finished file, and on a terminal a bar below them.
type progress struct {
	out   io.Writer
	bars  *mpb.Progress // nil when the output is no terminal
	bar   *mpb.Bar
	file  string                 // the job and its file under way
	own   bool                   // the bar does not count jobs
	doing atomic.Pointer[string] // what the bar says is under way
}

var _ schedules.Observer = (*progress)(nil)

// newProgress returns the progress of a run of so many things; expect says how many there are.
func newProgress(out io.Writer, things string) *progress {
	p := &progress{out: out}
	p.say("")
	if onTerminal(out) {
		p.bars = mpb.New(mpb.WithOutput(out), mpb.WithAutoRefresh())
		p.bar = p.bars.AddBar(0, mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.CountersNoUnit("%d/%d "+things, decor.WCSyncSpaceR)),
			mpb.AppendDecorators(decor.AverageETA(decor.ET_STYLE_GO, decor.WC{C: decor.DextraSpace}), decor.Any(func(decor.Statistics) string { return *p.doing.Load() })))
	}
	return p
}

// say sets what the bar says is under way.
func (p *progress) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	p.doing.Store(&text)
}

// print writes a line above the bar.
func (p *progress) print(format string, args ...any) {
	out := p.out
	if p.bars != nil {
		out = p.bars
	}
	fmt.Fprintf(out, format+"\n", args...)
}

// JobStarted says what comes.
func (p *progress) JobStarted(job *home.Job, _ int) { p.say("%s", job.Name) }

// FileStarted says what comes.
func (p *progress) FileStarted(job *home.Job, file string) {
	p.file = job.Name + ": " + file
	p.say("%s", p.file)
}

// Rows says how far the file is.
func (p *progress) Rows(n int) { p.say("%s, %s", p.file, plural(n, "row")) }

// FileDone prints a line for a file.
func (p *progress) FileDone(d schedules.Delivery) {
	c := d.Counts
	switch d.Outcome {
	case schedules.Unchanged:
		p.print("%s: %s: unchanged%s", d.Job.Name, d.File, withdrawn(d))
	case schedules.Waiting:
		p.print("%s: left for the next run: %v", d.Job.Name, d.Err)
	case schedules.Failed:
		p.print("%s: failed: %v", d.Job.Name, d.Err)
	default:
		p.print("%s: %s: %s, %s, %d rejected, %d skipped%s", d.Job.Name, d.File, plural(c.Rows, "row"), plural(d.Records, "record"), c.Rejected, c.Skipped, also(d))
	}
	for _, note := range c.Notes {
		p.print("%s: %s: note: %s", d.Job.Name, d.File, note)
	}
	if d.Marked != "" {
		p.print("%s: %s: %s", d.Job.Name, d.File, d.Marked)
	}
	if d.Left != "" {
		p.print("%s: %s: note: %s", d.Job.Name, d.File, d.Left)
	}
}

// withdrawn says why a delivery is left alone that the warehouse does not show.
func withdrawn(d schedules.Delivery) string {
	if d.Withdrawn {
		return ": it has been rolled back; `nyckeltal rollback --to` takes it in again"
	}
	return ""
}

// also says what else there is to say of a delivery that was loaded.
func also(d schedules.Delivery) (text string) {
	if d.Carried > 0 {
		text += fmt.Sprintf(", %s kept", plural(d.Carried, "earlier record"))
	}
	if len(d.Held) > 0 {
		text += fmt.Sprintf(", held back for %s", months(d.Held))
	}
	if d.Warnings > 0 {
		text += fmt.Sprintf(", %s (%d open)", plural(d.Warnings, "warning"), d.Open)
	}
	return text
}

// months writes a list of months that may be long.
func months(list []period.Period) string {
	if len(list) == 1 {
		return "the closed month " + list[0].String()
	}
	return fmt.Sprintf("%d closed months, %s to %s", len(list), list[0], list[len(list)-1])
}

// JobDone prints what the files did not say.
func (p *progress) JobDone(r schedules.Result) {
	for _, file := range r.Ignored {
		p.print("%s: %s: left aside, a newer file speaks for the same periods", r.Job.Name, file)
	}
	if r.Err != nil && len(r.Deliveries) == 0 {
		p.print("%s: %s: %v", r.Job.Name, r.Outcome, r.Err)
	}
	if !p.own {
		p.increment()
	}
}

// Idle prints what an indicator counts and nothing has.
func (p *progress) Idle(term load.IdleTerm) { p.print("warning: %s", term) }

// expect says how many things there are.
func (p *progress) expect(n int) {
	if p.bar != nil {
		p.bar.SetTotal(int64(n), false)
	}
}

// increment says that one more thing is done.
func (p *progress) increment() {
	if p.bar != nil {
		p.bar.Increment()
	}
}

// finish removes the bar.
func (p *progress) finish() {
	if p.bars == nil {
		return
	}
	p.bar.Abort(true)
	p.bars.Wait()
	p.bars = nil
}
