package timetable

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"nyckeltal/ingest/period"
)

// Due says when the delivery of a month must have come: on a working day or a day of the month after it.
type Due struct {
	working  bool
	day      int // of the month after; a working day may be counted from the end, with -1 for the last
	minute   int // of the day; 1440 for its end
	zone     *time.Location
	holidays Holidays
}

const endOfDay = 24 * 60

// maxDueDay is the highest day of the month that every month has.
const maxDueDay = 28

var dueRule = regexp.MustCompile(`^(workday|day) (-?\d{1,2})(?: (\d\d:\d\d))?$`)

// due reads the rule, or returns nil when there is none or it is faulty.
func (b *builder) due() *Due {
	text := b.spec.Due
	if text == "" {
		return nil
	}
	m := dueRule.FindStringSubmatch(text)
	if m == nil {
		b.wrong("due", "expected workday 3, day 10, or with a time as in workday 3 12:00, found %q", text)
		return nil
	}
	d := &Due{working: m[1] == "workday", minute: endOfDay, zone: b.zone, holidays: b.holidays}
	d.day, _ = strconv.Atoi(m[2])
	if err := d.check(); err != nil {
		b.wrong("due", "%v", err)
	}
	if m[3] != "" {
		var err error
		if d.minute, err = timeOfDay(m[3]); err != nil {
			b.wrong("due", "%v", err)
		}
	}
	return d
}

// check says when the day does not come in every month.
func (d *Due) check() error {
	switch {
	case d.working && (d.day == 0 || d.day > MaxWorkday || d.day < -MaxWorkday):
		return fmt.Errorf("expected a working day from 1 to %d, or from -1 for the last one down to -%d, found %d",
			MaxWorkday, MaxWorkday, d.day)
	case !d.working && (d.day < 1 || d.day > maxDueDay):
		return fmt.Errorf("expected a day from 1 to %d, which every month has, found %d", maxDueDay, d.day)
	}
	return nil
}

// Of returns the instant from which the delivery of a month is late. Opening and adjustment periods count as January and
// December.
func (d *Due) Of(p period.Period) time.Time {
	next := p.Add(1)
	year, month, day := next.Year(), time.Month(next.Month()), d.day
	if d.working {
		day = d.holidays.Workday(year, month, d.day)
	}
	return instant(year, month, day, d.minute, d.zone)
}
