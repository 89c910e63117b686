package timetable

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/robfig/cron/v3"
)

// field is one of the five parts of an expression.
type field struct {
	name, within string // within is what its numbers begin anew with
	first, last  int
	names        string // of its numbers from first on, separated by spaces
}

// fields are the parts of an expression, in their order.
var fields = [5]field{
	{name: "minute", within: "hour", last: 59},
	{name: "hour", within: "day", last: 23},
	{name: "day of the month", within: "month", first: 1, last: 31},
	{name: "month", within: "year", first: 1, last: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec"},
	{name: "weekday", within: "week", last: 6, names: "sun mon tue wed thu fri sat"},
}

// star is the bit by which the cron package marks a part that is open.
const star = 1 << 63

// parseCron reads an expression of five parts into days and minutes of the day. An expression that matches every hour is
// an interval.
func parseCron(text string) (days, []int, bool, error) {
	parts := strings.Fields(text)
	if err := checkShape(text, parts); err != nil {
		return days{}, nil, false, err
	}
	for i, part := range parts {
		if err := fields[i].check(part); err != nil {
			return days{}, nil, false, err
		}
	}
	spec, err := read(strings.Join(parts, " "))
	if err != nil {
		return days{}, nil, false, err
	}
	d := days{
		months: spec.Month, dates: spec.Dom, weekdays: spec.Dow,
		either: spec.Dom&star == 0 && spec.Dow&star == 0,
	}
	const allHours = 1<<24 - 1
	return d, minutesOfDay(spec.Hour, spec.Minute), spec.Hour&allHours == allHours, nil
}

// checkShape refuses what the cron package takes besides five parts, or stumbles over.
func checkShape(text string, parts []string) error {
	switch {
	case strings.Contains(text, "TZ="):
		return fmt.Errorf("%q: the time zone has a key of its own, as in zone: Europe/Stockholm", text)
	case strings.HasPrefix(text, "@"):
		return fmt.Errorf(`%q: expected five parts (minute, hour, day of the month, month, weekday), as in "30 2 * * *"`, text)
	case len(parts) != len(fields):
		return fmt.Errorf(`%q has %d parts: expected minute, hour, day of the month, month and weekday, as in "30 2 * * *"`,
			text, len(parts))
	}
	return nil
}

// item is one of the things between commas: a range with a step, where a star stands for all.
var item = regexp.MustCompile(`^(?:[*?]|(\w+)(?:-(\w+))?)(?:/(\d+))?$`)

// check says what is wrong with a part.
func (f *field) check(part string) error {
	for one := range strings.SplitSeq(part, ",") {
		m := item.FindStringSubmatch(one)
		if m == nil {
			return fmt.Errorf("%s: %q is none of 5, 1-5, */15 and lists of these such as 1,15", f.name, part)
		}
		for _, bound := range m[1:3] {
			if bound != "" && !f.knows(bound) {
				return fmt.Errorf("%s: expected %s, found %q", f.name, f.known(), bound)
			}
		}
		if step, err := strconv.Atoi(m[3]); m[3] != "" && (err != nil || step < 1 || step > f.last) {
			return fmt.Errorf("%s: the step in %q must be from 1 to %d, for it begins anew with every %s",
				f.name, one, f.last, f.within)
		}
	}
	return nil
}

// knows tells whether a text is one of the field's numbers or names.
func (f *field) knows(text string) bool {
	n, err := strconv.Atoi(text)
	if err != nil {
		return slices.Contains(strings.Fields(f.names), strings.ToLower(text))
	}
	return n >= f.first && n <= f.last
}

// known says which numbers and names the field has.
func (f *field) known() string {
	text := fmt.Sprintf("%d to %d", f.first, f.last)
	if names := strings.Fields(f.names); len(names) > 0 {
		text += fmt.Sprintf(" or %s to %s", names[0], names[len(names)-1])
	}
	return text
}

// read has the cron package read an expression.
func read(expression string) (*cron.SpecSchedule, error) {
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	schedule, err := parser.Parse(expression)
	if err != nil {
		return nil, err
	}
	spec, ok := schedule.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("%q is no expression of times", expression)
	}
	return spec, nil
}

// minutesOfDay lists the minutes of the day that sets of hours and minutes name.
func minutesOfDay(hours, minutes uint64) []int {
	var all []int
	for hour := range 24 {
		for minute := range 60 {
			if hours&(1<<hour) != 0 && minutes&(1<<minute) != 0 {
				all = append(all, hour*60+minute)
			}
		}
	}
	return all
}
