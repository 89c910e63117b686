package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"nyckeltal/schedules"
	"nyckeltal/schedules/notice"
	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/slots"
)

// state is what the service is doing. It is safe for concurrent use.
type state struct {
	mu      sync.Mutex
	leading bool
	fault   error // why neither acting nor standing by; nil otherwise
	begun   bool
}

func (s *state) set(leading bool, fault error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leading, s.fault, s.begun = leading, fault, true
}

// mended forgets why it did nothing.
func (s *state) mended() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = nil
}

// get returns what the service does, in a word, or why it does nothing.
func (s *state) get() (doing string, fault error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.fault != nil:
		return "", s.fault
	case !s.begun:
		return "", errors.New("it is starting")
	case s.leading:
		return "leading", nil
	}
	return "standing by", nil
}

// observe takes events of the scheduler: for the log, for monitors, and for notices.
func (s *Service) observe(e scheduler.Event) {
	switch e.Kind {
	case scheduler.Leading:
		s.state.set(true, nil)
		s.Log.Info("this scheduler acts")
		s.wake() // an earlier one may have been interrupted before it published the measures
	case scheduler.Standby:
		s.standby(e.Err)
	case scheduler.Deposed:
		s.state.set(false, nil)
		s.Log.Info("this scheduler acts no more", errorArgs(e.Err)...)
	case scheduler.Started:
		s.Log.Info("run started", "run", e.Run.ID, "attempt", e.Run.Attempt, "caught_up", e.Run.CaughtUp, "missed", e.Run.Missed)
		s.metrics.started(e)
	case scheduler.Retrying:
		s.Log.Warn("run failed and is tried again", "run", e.Run.ID, "attempt", e.Run.Attempt, "pause", e.Wait, "error", e.Err)
		s.metrics.retries.WithLabelValues(e.Run.Job).Inc()
	case scheduler.Settled:
		s.settled(e)
	case scheduler.Quiet:
		s.wake()
	case scheduler.StoreFault:
		s.warehouse.Suspect()
		s.state.set(true, e.Err)
		s.Log.Error("the warehouse does not answer the scheduler", "error", e.Err)
	case scheduler.ClockBack:
		s.Log.Warn("the clock was put back", "by", e.Wait)
	}
	doing, _ := s.state.get()
	s.metrics.lead(doing == "leading")
}

// standby notes that another scheduler acts, or that the store cannot be asked.
func (s *Service) standby(err error) {
	var held *scheduler.HeldError
	if errors.As(err, &held) {
		s.state.set(false, nil)
		s.Log.Info("another scheduler acts, this one stands by", "owner", held.Owner, "until", held.Until)
		return
	}
	s.warehouse.Suspect()
	s.state.set(false, err)
	s.Log.Error("the scheduler cannot begin", "error", err)
}

// settled notes what became of a slot.
func (s *Service) settled(e scheduler.Event) {
	l := e.Settlement
	s.state.set(true, nil)
	s.metrics.settled(l)
	if l.Result == scheduler.Enrolled {
		s.Log.Info("the schedule counts from now on", "job", l.Job, "schedule", l.Schedule)
		return
	}
	result := s.results.of(l.Job)
	counts := result.Counts()
	args := []any{
		"job", l.Job, "slot", l.Slot, "result", string(l.Result), "attempts", l.Attempts, "missed", l.Missed,
		"duration", l.Finished.Sub(l.Started), "outcome", string(result.Outcome), "loaded", result.Loaded(), "rows", counts.Rows,
		"rejected", counts.Rejected, "records", result.Records(),
	}
	log := s.Log.Info
	if l.Result != scheduler.Succeeded {
		log, args = s.Log.Warn, append(args, "reason", l.Reason)
	}
	log("slot settled", args...)
	if item, tell := s.item(l, e.Err); tell {
		s.Notices.Tell(e.At, item)
	}
}

func errorArgs(err error) []any {
	if err == nil {
		return nil
	}
	return []any{"error", err}
}

// item says how things stand with a job after a slot. Slots that were left out as the schedule says tell nothing.
func (s *Service) item(l scheduler.Settlement, err error) (item notice.Item, tell bool) {
	item = notice.Item{Topic: notice.Runs, Job: l.Job, Title: s.job(l.Job).Title, At: l.Slot}
	switch l.Result {
	case scheduler.Succeeded:
		return item, true
	case scheduler.Failed:
		item.Cause = s.cause(l.Job, err)
	case scheduler.Blocked:
		item.Cause = notice.CauseBefore
	case scheduler.Missed:
		item.Cause = notice.CauseMissed
	default:
		return item, false
	}
	item.Trouble = true
	return item, true
}

// cause says in short why a run of a job failed.
func (s *Service) cause(job string, err error) notice.Cause {
	var panicked *scheduler.PanicError
	switch {
	case errors.As(err, &panicked):
		return notice.CauseProgram
	case errors.Is(err, scheduler.ErrDeadline):
		return notice.CauseDeadline
	case errors.Is(err, schedules.ErrWarehouseGone):
		return notice.CauseWarehouse
	}
	result := s.results.of(job)
	for _, d := range result.Deliveries {
		if d.Outcome == schedules.Failed {
			return notice.CauseDelivery
		}
	}
	if result.Err != nil {
		return notice.CauseSource
	}
	return notice.CauseOther
}

// tellRejects says how many rows of a job's current deliveries are refused.
func (s *Service) tellRejects(ctx context.Context, run scheduler.Run) {
	w, err := s.warehouse.Get(ctx)
	var refused int
	if err == nil {
		refused, err = w.Refused(ctx, run.Job)
	}
	if err != nil {
		s.Log.Error("it could not be seen how many rows are refused", "job", run.Job, "error", err)
		return
	}
	s.metrics.rejects.WithLabelValues(run.Job).Set(float64(refused))
	s.Notices.Tell(time.Now(), notice.Item{
		Topic: notice.Rejects, Job: run.Job, Title: s.job(run.Job).Title, At: run.Slot, Count: refused, Trouble: refused > 0,
	})
}

// recheck looks whether a warehouse that did not answer does so again.
func (s *Service) recheck(ctx context.Context) {
	if doing, _ := s.state.get(); doing != "" {
		return
	}
	if _, err := s.warehouse.Get(ctx); err == nil {
		s.state.mended()
	}
}

// flush sends what is to be told.
func (s *Service) flush(ctx context.Context) {
	sent, err := s.Notices.Flush(ctx, time.Now())
	if err != nil {
		s.Log.Error("a notice could not be sent", "error", err)
	}
	if sent > 0 {
		s.Log.Info("notices sent", "messages", sent)
	}
}

// recall learns when the jobs last succeeded, for monitors. That it cannot be learned is no reason not to begin.
func (s *Service) recall(ctx context.Context) {
	w, err := s.warehouse.Get(ctx)
	var last map[string]time.Time
	if err == nil {
		last, err = slots.LastSuccess(ctx, w)
	}
	if err != nil {
		s.Log.Error("it could not be seen when the jobs last succeeded", "error", err)
	}
	for job, slot := range last {
		s.metrics.lastSuccess.WithLabelValues(job).Set(float64(slot.Unix()))
	}
}
