package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/timetable"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start is when worlds begin, by the virtual wall clock.
var start = time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)

// world is a store, a clock and the processes that share them. It lives in a bubble of synctest.
type world struct {
	t     *testing.T
	clock *scheduler.Virtual
	store *scheduler.Memory
	jobs  []*timetable.Job
	// work is what a run does.
	work func(ctx context.Context, w *world, run scheduler.Run) scheduler.Outcome

	mu          sync.Mutex
	executions  []*execution
	settlements []written
	events      []scheduler.Event
	processes   int
}

// execution is an attempt that was started. Its fields are those of the world.
type execution struct {
	scheduler.Run
	process    *process
	began, end time.Duration // elapsed; end is 0 while it goes on
	effect     bool          // it made its work visible
}

// written is a settlement that the store took.
type written struct {
	scheduler.Settlement
	by *process
}

func newWorld(t *testing.T, jobs ...*timetable.Job) *world {
	w := &world{t: t, clock: scheduler.NewVirtual(), jobs: jobs}
	w.clock.Jump(start.Sub(w.clock.Now()))
	w.store = scheduler.NewMemory(w.clock)
	w.work = func(context.Context, *world, scheduler.Run) scheduler.Outcome { return scheduler.Outcome{} }
	return w
}

// inBubble runs a test in a bubble, with a world of jobs.
func inBubble(t *testing.T, jobs []*timetable.Job, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(newWorld(t, jobs...)) })
}

// process is a scheduler that can be killed and frozen.
type process struct {
	*world
	name   string
	cancel context.CancelFunc
	done   chan error
	drain  time.Duration

	state sync.Mutex
	dead  bool
	mute  bool          // the store does not answer it
	ice   chan struct{} // closed when it thaws; nil when it is not frozen
}

// begin starts a process.
func (w *world) begin(parallel int, drain time.Duration) *process {
	w.mu.Lock()
	w.processes++
	p := &process{world: w, name: fmt.Sprint("p", w.processes), done: make(chan error, 1), drain: drain}
	w.mu.Unlock()
	s, err := scheduler.New(scheduler.Options{
		Jobs: w.jobs, Store: faultyStore{w.store, p}, Clock: w.clock, Execute: p.execute, Observe: p.observe, Owner: p.name,
		Parallel: parallel, Drain: drain,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	go func() { p.done <- s.Run(ctx) }()
	return p
}

// stop ends the process in good order.
func (p *process) stop() error {
	p.cancel()
	return <-p.done
}

// kill ends the process without another word from it.
func (p *process) kill() {
	p.state.Lock()
	p.dead = true
	p.state.Unlock()
	p.cancel()
}

// silence makes the store answer the process, or not.
func (p *process) silence(mute bool) {
	p.state.Lock()
	defer p.state.Unlock()
	p.mute = mute
}

func (p *process) freeze() {
	p.state.Lock()
	defer p.state.Unlock()
	p.ice = make(chan struct{})
}

func (p *process) thaw() {
	p.state.Lock()
	defer p.state.Unlock()
	close(p.ice)
	p.ice = nil
}

var errDead = errors.New("killed")

// alive waits while the process is frozen, and returns errDead once it is killed.
func (p *process) alive() error {
	p.state.Lock()
	ice := p.ice
	p.state.Unlock()
	if ice != nil {
		<-ice
	}
	p.state.Lock()
	defer p.state.Unlock()
	if p.dead {
		return errDead
	}
	return nil
}

func (p *process) observe(e scheduler.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.events = append(p.events, e)
}

// execute does the work of a run and makes it visible, unless the process is dead or its lease stale by then.
func (p *process) execute(ctx context.Context, run scheduler.Run) scheduler.Outcome {
	x := &execution{Run: run, process: p, began: p.clock.Elapsed()}
	p.mu.Lock()
	p.executions = append(p.executions, x)
	work := p.work
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		x.end = p.clock.Elapsed()
	}()
	outcome := work(ctx, p.world, run)
	if err := p.alive(); err != nil {
		return scheduler.Outcome{Err: err}
	}
	if outcome.Err == nil {
		if err := run.Valid(context.Background()); err != nil {
			return scheduler.Outcome{Err: err}
		}
		p.mu.Lock()
		x.effect = true
		p.mu.Unlock()
	}
	return outcome
}

// faultyStore is the way of a process to the store.
type faultyStore struct {
	*scheduler.Memory
	p *process
}

var errMute = errors.New("no answer")

// reach says why the store does not answer.
func (s faultyStore) reach() error {
	err := s.p.alive()
	s.p.state.Lock()
	defer s.p.state.Unlock()
	if err == nil && s.p.mute {
		return errMute
	}
	return err
}

func (s faultyStore) Acquire(ctx context.Context, owner string, ttl time.Duration) (scheduler.Lease, error) {
	if err := s.reach(); err != nil {
		return scheduler.Lease{}, err
	}
	return s.Memory.Acquire(ctx, owner, ttl)
}

func (s faultyStore) Renew(ctx context.Context, lease scheduler.Lease, ttl time.Duration) error {
	if err := s.reach(); err != nil {
		return err
	}
	return s.Memory.Renew(ctx, lease, ttl)
}

func (s faultyStore) Release(ctx context.Context, lease scheduler.Lease) error {
	if err := s.reach(); err != nil {
		return err
	}
	return s.Memory.Release(ctx, lease)
}

func (s faultyStore) Claim(ctx context.Context, lease scheduler.Lease, job string, slot time.Time) error {
	if err := s.reach(); err != nil {
		return err
	}
	return s.Memory.Claim(ctx, lease, job, slot)
}

func (s faultyStore) Settle(ctx context.Context, lease scheduler.Lease, settled scheduler.Settlement) error {
	if err := s.reach(); err != nil {
		return err
	}
	err := s.Memory.Settle(ctx, lease, settled)
	if err == nil {
		s.p.mu.Lock()
		defer s.p.mu.Unlock()
		s.p.settlements = append(s.p.settlements, written{settled, s.p})
	}
	return err
}

// does says what runs do from now on.
func (w *world) does(work func(context.Context, *world, scheduler.Run) scheduler.Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.work = work
}

// attempts are those that were started until now, as they stand.
func (w *world) attempts() []execution {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []execution
	for _, x := range w.executions {
		all = append(all, *x)
	}
	return all
}

// settled are the settlements until now.
func (w *world) settled() []written {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.settlements)
}

// wait lets time pass, in which the processes work.
func (w *world) wait(d time.Duration) {
	time.Sleep(d) // of the bubble
	synctest.Wait()
}

// until waits until the wall clock shows an instant such as 2024-01-02T02:30:00Z.
func (w *world) until(text string) {
	w.t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		w.t.Fatal(err)
	}
	w.wait(at.Sub(w.clock.Now()))
}

// story writes what became of the slots of a job, without its enrolment.
func (w *world) story(job string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var texts []string
	for _, s := range w.settlements {
		if s.Job != job || s.Result == scheduler.Enrolled {
			continue
		}
		text := s.Slot.UTC().Format("02T15:04 ") + string(s.Result)
		if s.Missed > 0 {
			text += fmt.Sprintf("(+%d)", s.Missed)
		}
		if s.Attempts > 1 {
			text += fmt.Sprintf(" x%d", s.Attempts)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// started writes the slots of the attempts of a job.
func (w *world) started(job string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var texts []string
	for _, x := range w.executions {
		if x.Job == job {
			texts = append(texts, x.Slot.UTC().Format("02T15:04"))
		}
	}
	return strings.Join(texts, " ")
}

// count counts the events of a kind.
func (w *world) count(kind scheduler.Kind) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(slices.DeleteFunc(slices.Clone(w.events), func(e scheduler.Event) bool { return e.Kind != kind }))
}

func (w *world) expect(what, got, want string) {
	w.t.Helper()
	if got != want {
		w.t.Errorf("%s:\ngot  %s\nwant %s", what, got, want)
	}
}

// makeJob makes a job whose times are of UTC.
func makeJob(t *testing.T, name string, spec timetable.Spec, after ...string) *timetable.Job {
	t.Helper()
	if spec.Zone == "" {
		spec.Zone = "UTC"
	}
	j, err := timetable.New(name, after, spec)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func one(t *testing.T, spec timetable.Spec) []*timetable.Job {
	t.Helper()
	return []*timetable.Job{makeJob(t, "bok", spec)}
}

// nothing is a run that does nothing.
func (w *world) nothing(context.Context, scheduler.Run) scheduler.Outcome { return scheduler.Outcome{} }

func (w *world) context() (context.Context, context.CancelFunc) {
	return context.WithCancel(context.Background())
}

// forgetful is a store that keeps no settlements.
type forgetful struct{ *scheduler.Memory }

func (forgetful) Settle(context.Context, scheduler.Lease, scheduler.Settlement) error { return nil }
