package timetable

import (
	"iter"
	"time"
)

// Schedule says at which instants the slots of a job lie. Slots lie on whole minutes of the zone's clock.
//
// When the clock is put forward, a time of day that is left out is moved to the first instant after the gap; when it is
// put back, a time of day that comes twice counts at its first occurrence. An interval, which is an expression for every
// hour, follows elapsed time instead: it has a slot whenever the clock reads a matching time, so none in the gap, and
// slots in both of the hours that read the same.
//
// A Schedule is immutable and safe for concurrent use.
type Schedule struct {
	text     string // as it is written, with the zone
	zone     *time.Location
	days     days
	minutes  []int // of the day, 0–1439, ascending
	interval bool
}

// horizon is how many years ahead a slot is looked for. The 29th of February can be eight years away.
const horizon = 12

// String returns what the schedule was made of. Schedules with the same text have the same slots.
func (s *Schedule) String() string { return s.text }

// Zone is the time zone that the schedule is written in.
func (s *Schedule) Zone() *time.Location { return s.zone }

// Next returns the first slot after an instant, in the schedule's zone; the zero time when there is none within twelve
// years.
func (s *Schedule) Next(after time.Time) time.Time {
	if s.interval {
		return s.nextOfInterval(after)
	}
	return s.nextOfDay(after)
}

// Slots lists the slots after one instant, up to and including another, in their order.
func (s *Schedule) Slots(after, upTo time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		for t := s.Next(after); !t.IsZero() && !t.After(upTo); t = s.Next(t) {
			if !yield(t) {
				return
			}
		}
	}
}

// nextOfDay finds the next slot of a schedule of times of day. Times of day and their instants are in the same order, so
// that those before the time that the clock reads at after need not be looked at.
func (s *Schedule) nextOfDay(after time.Time) time.Time {
	local := after.In(s.zone)
	year, month, first := local.Date()
	earliest := local.Hour()*60 + local.Minute()
	for ahead := range horizon * 12 {
		matching := s.days.of(year, month+time.Month(ahead))
		for day := first; day <= 31; day++ {
			if matching&(1<<day) == 0 {
				earliest = 0
				continue
			}
			for _, minute := range s.minutes {
				if minute < earliest {
					continue
				}
				if t := instant(year, month+time.Month(ahead), day, minute, s.zone); t.After(after) {
					return t
				}
			}
			earliest = 0
		}
		first, earliest = 1, 0
	}
	return time.Time{}
}

// nextOfInterval finds the next instant at which the clock reads a matching time.
func (s *Schedule) nextOfInterval(after time.Time) time.Time {
	end := after.AddDate(horizon, 0, 0)
	minutes := s.minutesOfHour()
	var matching uint64
	known := time.Month(0) // whose days are known
	for t := after.Truncate(time.Minute).Add(time.Minute).In(s.zone); t.Before(end); {
		year, month, day := t.Date()
		if month != known {
			matching, known = s.days.of(year, month), month
		}
		switch {
		case matching&(1<<day) == 0:
			t = startAfter(t)
		case minutes&(1<<t.Minute()) == 0:
			t = t.Add(time.Minute)
		default:
			return t
		}
	}
	return time.Time{}
}

// minutesOfHour is the set of minutes of every hour at which an interval has slots.
func (s *Schedule) minutesOfHour() uint64 {
	var set uint64
	for _, minute := range s.minutes {
		set |= 1 << (minute % 60)
	}
	return set
}

// startAfter returns the first instant of the day after t's.
func startAfter(t time.Time) time.Time {
	year, month, day := t.Date()
	next := instant(year, month, day+1, 0, t.Location())
	if !next.After(t) { // the hour around midnight comes twice
		return t.Add(time.Minute)
	}
	return next
}
