package timetable

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"nyckeltal/ingest/match"
)

// Spec is the timetable of a job as people write it. Empty texts stand for the defaults.
type Spec struct {
	Cron     string
	At       []string
	Workday  []string
	Zone     string
	Holidays string
	CatchUp  string
	Window   string
	Overlap  string
	Retries  string
	Deadline string
	Due      string
}

// Defaults of what a job does not say.
const (
	DefaultZone     = "Europe/Stockholm"
	DefaultHolidays = Swedish
	DefaultCatchUp  = CatchUpOne
	defaultWindow   = 31 * 24 * time.Hour
	DefaultOverlap  = OverlapSkip
	defaultRetries  = 3
	defaultDeadline = 6 * time.Hour
)

// Bounds of what a job can say.
const (
	MaxRetries  = 10
	maxDeadline = 7 * 24 * time.Hour
	maxWindow   = 366 * 24 * time.Hour
	// MaxWorkday is how many working days every month has.
	MaxWorkday = 15
)

// Problem is a fault of a Spec. Key is the key that it stands at, written as in job files, such as at[1]; empty when it is
// about the whole.
type Problem struct {
	Key, Message string
}

// Problems are all faults of a Spec, of which there is at least one.
type Problems []Problem

// Error names each key with its fault.
func (all Problems) Error() string {
	var texts []string
	for _, p := range all {
		texts = append(texts, strings.TrimPrefix(p.Key+": "+p.Message, ": "))
	}
	return strings.Join(texts, "; ")
}

// builder makes a job of a Spec and collects the faults.
type builder struct {
	spec     Spec
	zone     *time.Location
	holidays Holidays
	faults   Problems
}

func (b *builder) wrong(key, format string, args ...any) {
	b.faults = append(b.faults, Problem{Key: key, Message: fmt.Sprintf(format, args...)})
}

// New makes the timetable of a job. The error is of type Problems.
func New(name string, after []string, spec Spec) (*Job, error) {
	b := &builder{spec: spec}
	b.zone = b.readZone()
	b.holidays = Holidays(b.word("holidays", spec.Holidays, string(DefaultHolidays), string(NoHolidays)))
	job := &Job{
		Name: name, After: slices.Clone(after), Schedule: b.schedule(),
		CatchUp:  CatchUp(b.word("catch_up", spec.CatchUp, string(CatchUpOne), string(CatchUpNone), string(CatchUpAll))),
		Window:   b.span("window", spec.Window, defaultWindow, maxWindow),
		Overlap:  Overlap(b.word("overlap", spec.Overlap, string(OverlapSkip), string(OverlapQueue), string(OverlapCancel))),
		Retries:  b.retries(),
		Deadline: b.span("deadline", spec.Deadline, defaultDeadline, maxDeadline),
		Due:      b.due(),
	}
	if len(b.faults) > 0 {
		return nil, b.faults
	}
	return job, nil
}

// readZone finds the time zone.
func (b *builder) readZone() *time.Location {
	name := b.spec.Zone
	if name == "" {
		name = DefaultZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		b.wrong("zone", "there is no time zone %q: write its name as in Europe/Stockholm, or UTC", name)
		return time.UTC
	}
	return zone
}

// word takes one of several words; the first one is the default.
func (b *builder) word(key, found string, known ...string) string {
	switch {
	case found == "":
		return known[0]
	case !slices.Contains(known, found):
		b.wrong(key, "expected %s or %s, found %q%s", strings.Join(known[:len(known)-1], ", "), known[len(known)-1], found,
			match.DidYouMean(found, known))
	}
	return found
}

// span takes a length of time of at least a minute.
func (b *builder) span(key, text string, otherwise, most time.Duration) time.Duration {
	if text == "" {
		return otherwise
	}
	d, err := parseSpan(text)
	switch {
	case err != nil:
		b.wrong(key, "%v", err)
	case d < time.Minute || d > most:
		b.wrong(key, "expected at least 1m and at most %dd, found %s", most/(24*time.Hour), text)
	}
	return d
}

// retries takes the number of retries.
func (b *builder) retries() int {
	if b.spec.Retries == "" {
		return defaultRetries
	}
	n, err := strconv.Atoi(b.spec.Retries)
	if err != nil || n < 0 || n > MaxRetries {
		b.wrong("retries", "expected a number from 0 to %d, found %q", MaxRetries, b.spec.Retries)
	}
	return n
}

// schedule makes the schedule, or returns nil when there is none or it is faulty.
func (b *builder) schedule() *Schedule {
	timed := b.spec.Cron != "" || len(b.spec.At) > 0
	switch {
	case b.spec.Cron != "" && (len(b.spec.At) > 0 || len(b.spec.Workday) > 0):
		b.wrong("cron", "give cron, or at with workday, not both")
	case len(b.spec.Workday) > 0 && !timed:
		b.wrong("workday", `at what time? add at, as in at: "06:00"`)
	case !timed && b.spec.Due == "":
		b.wrong("", `when is the job to run? give at, as in at: "02:30", or cron; without them only due is of use`)
	case !timed:
		b.idle()
	case b.spec.Cron != "":
		return b.fromCron()
	default:
		return b.fromTimes()
	}
	return nil
}

// idle refuses keys that say how a job runs when it never does by itself.
func (b *builder) idle() {
	for _, given := range []struct{ key, value string }{
		{"catch_up", b.spec.CatchUp},
		{"window", b.spec.Window},
		{"overlap", b.spec.Overlap},
		{"retries", b.spec.Retries},
		{"deadline", b.spec.Deadline},
	} {
		if given.value != "" {
			b.wrong(given.key, "the job has neither at nor cron, so it never runs by itself")
		}
	}
}

// fromCron makes the schedule of an expression.
func (b *builder) fromCron() *Schedule {
	d, minutes, interval, err := parseCron(b.spec.Cron)
	if err != nil {
		b.wrong("cron", "%v", err)
		return nil
	}
	s := &Schedule{
		text: "cron " + strings.Join(strings.Fields(b.spec.Cron), " ") + ", " + b.zone.String(), zone: b.zone,
		days: d, minutes: minutes, interval: interval,
	}
	if s.Next(time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		b.wrong("cron", "%q never comes: no month that it names has such a day", b.spec.Cron)
		return nil
	}
	return s
}

// fromTimes makes the schedule of times of day, on all days or on working days.
func (b *builder) fromTimes() *Schedule {
	s := &Schedule{zone: b.zone, days: days{months: 1<<13 - 2, dates: 1<<32 - 2, weekdays: 1<<7 - 1, holidays: b.holidays}}
	for i, text := range b.spec.At {
		minute, err := timeOfDay(text)
		if err != nil {
			b.wrong(itemKey("at", i, b.spec.At), "%v", err)
		}
		s.minutes = append(s.minutes, minute)
	}
	slices.Sort(s.minutes)
	s.minutes = slices.Compact(s.minutes)
	s.days.working = len(b.spec.Workday) > 0
	for i, text := range b.spec.Workday {
		ordinal, err := strconv.Atoi(text)
		switch {
		case text == "every" && len(b.spec.Workday) == 1:
			continue
		case err != nil || ordinal == 0 || ordinal > MaxWorkday || ordinal < -MaxWorkday:
			b.wrong(itemKey("workday", i, b.spec.Workday),
				"expected 5 for the fifth working day of the month, -1 for the last, up to %d either way, or every, found %q",
				MaxWorkday, text)
		}
		s.days.ordinals = append(s.days.ordinals, ordinal)
	}
	s.text = b.describe()
	return s
}

// itemKey is the key of an item of a list, or of the list when it has but one, which may be written without brackets.
func itemKey(key string, i int, list []string) string {
	if len(list) == 1 {
		return key
	}
	return fmt.Sprintf("%s[%d]", key, i)
}

// describe writes times of day and working days in one form.
func (b *builder) describe() string {
	text := "at " + strings.Join(b.spec.At, " ")
	if len(b.spec.Workday) > 0 {
		text += ", workday " + strings.Join(b.spec.Workday, " ") + ", holidays " + string(b.holidays)
	}
	return text + ", " + b.zone.String()
}

// timeOfDay reads 02:30 as a minute of the day.
func timeOfDay(text string) (int, error) {
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, fmt.Errorf(`expected a time of day from "00:00" to "23:59", found %q`, text)
	}
	return t.Hour()*60 + t.Minute(), nil
}
