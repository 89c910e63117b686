package timetable_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/schedules/timetable"
)

// job makes the timetable of a job from keys such as "cron 30 2 * * *; zone UTC".
func job(t testing.TB, keys string) *timetable.Job {
	t.Helper()
	j, err := timetable.New("prov", nil, spec(t, keys))
	if err != nil {
		t.Fatalf("%s: %v", keys, err)
	}
	return j
}

// spec takes keys apart.
func spec(t testing.TB, keys string) timetable.Spec {
	t.Helper()
	var s timetable.Spec
	for pair := range strings.SplitSeq(keys, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		switch key {
		case "cron":
			s.Cron = value
		case "at":
			s.At = strings.Fields(value)
		case "workday":
			s.Workday = strings.Fields(value)
		case "zone":
			s.Zone = value
		case "holidays":
			s.Holidays = value
		case "catch_up":
			s.CatchUp = value
		case "window":
			s.Window = value
		case "overlap":
			s.Overlap = value
		case "retries":
			s.Retries = value
		case "deadline":
			s.Deadline = value
		case "due":
			s.Due = value
		case "": // after the last one
		default:
			t.Fatalf("no such key: %q", key)
		}
	}
	return s
}

func at(t testing.TB, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// slots writes the slots of a schedule between two instants, with the offset of each.
func slots(t testing.TB, keys, from, to string) string {
	t.Helper()
	var texts []string
	for slot := range job(t, keys).Schedule.Slots(at(t, from), at(t, to)) {
		texts = append(texts, strings.TrimSuffix(slot.Format("02T15:04-0700"), "00"))
	}
	return strings.Join(texts, " ")
}

// TestClockPutForwardAndBack holds the rule for daylight saving: Stockholm's clock went from 02:00 to 03:00 on 2024-03-31
// and from 03:00 to 02:00 on 2024-10-27.
func TestClockPutForwardAndBack(t *testing.T) {
	const spring, afterSpring = "2024-03-30T12:00:00Z", "2024-04-01T12:00:00Z"
	const autumn, afterAutumn = "2024-10-26T12:00:00Z", "2024-10-28T12:00:00Z"
	const early, noon = "2024-03-31T00:20:00Z", "2024-03-31T01:50:00Z"
	const twice, thrice = "2024-10-26T23:40:00Z", "2024-10-27T02:20:00Z"
	tests := []struct{ name, keys, from, to, want string }{
		{"in the gap", "at 02:30", spring, afterSpring, "31T03:00+02 01T02:30+02"},
		{"at the gap's beginning", "at 02:00", spring, afterSpring, "31T03:00+02 01T02:00+02"},
		{"at the gap's end", "at 03:00", spring, afterSpring, "31T03:00+02 01T03:00+02"},
		{"two in the gap are one", "at 02:15 02:45", spring, afterSpring, "31T03:00+02 01T02:15+02 01T02:45+02"},
		{"one in the gap and one at its end are one", "at 02:30 03:00", spring, afterSpring, "31T03:00+02 01T02:30+02 01T03:00+02"},
		{"an expression in the gap", "cron 30 2 * * *", spring, afterSpring, "31T03:00+02 01T02:30+02"},
		{"several hours", "cron 0 1-4 * * *", spring, "2024-03-31T12:00:00Z", "31T01:00+01 31T03:00+02 31T04:00+02"},
		{"every quarter goes on", "cron */15 * * * *", early, noon, "31T01:30+01 31T01:45+01 31T03:00+02 31T03:15+02 31T03:30+02 31T03:45+02"},
		{"every hour goes on", "cron 30 * * * *", early, noon, "31T01:30+01 31T03:30+02"},
		{"in both hours, once", "at 02:30", autumn, afterAutumn, "27T02:30+02 28T02:30+01"},
		{"at the beginning of both hours, once", "at 02:00", autumn, afterAutumn, "27T02:00+02 28T02:00+01"},
		{"after both hours", "at 03:00", autumn, afterAutumn, "27T03:00+01 28T03:00+01"},
		{"an expression in both hours", "cron 30 2 * * *", autumn, afterAutumn, "27T02:30+02 28T02:30+01"},
		{"every hour, both times", "cron 30 * * * *", twice, thrice, "27T02:30+02 27T02:30+01"},
		{"every quarter, both times", "cron */15 * * * *", twice, "2024-10-27T01:20:00Z", "27T01:45+02 27T02:00+02 27T02:15+02 27T02:30+02 27T02:45+02 27T02:00+01 27T02:15+01"},
		{"another zone", "at 02:30; zone UTC", spring, afterSpring, "31T02:30+00 01T02:30+00"},
		{"a gap at midnight", "at 00:30; zone America/Santiago", "2024-09-07T12:00:00Z", "2024-09-09T12:00:00Z", "08T01:00-03 09T00:30-03"},
		{"a day that was left out", "at 12:00; zone Pacific/Apia", "2011-12-29T12:00:00Z", "2011-12-31T12:00:00Z", "29T12:00-10 31T00:00+14 31T12:00+14"},
		{"half an hour back", "at 01:45; zone Australia/Lord_Howe", "2024-04-06T00:00:00Z", "2024-04-07T20:00:00Z", "07T01:45+11 08T01:45+1030"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := slots(t, test.keys, test.from, test.to); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// readings lists when the clock of a zone reads each minute, found by looking at every minute: the naive way.
func readings(zone *time.Location, from time.Time, days int) map[string][]time.Time {
	all := make(map[string][]time.Time)
	for m := range days * 24 * 60 {
		t := from.Add(time.Duration(m) * time.Minute).In(zone)
		key := t.Format("2006-01-02 15:04")
		all[key] = append(all[key], t)
	}
	return all
}

// TestAgainstEveryMinute compares schedules with what looking at every minute of some weeks around a change of the clock
// gives.
func TestAgainstEveryMinute(t *testing.T) {
	for _, name := range []string{"Europe/Stockholm", "America/Santiago", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, start := range []string{"2024-03-25T00:00:00Z", "2024-10-21T00:00:00Z", "2024-09-02T00:00:00Z", "2024-04-01T00:00:00Z"} {
			read := readings(zone, at(t, start), 14)
			rapid.Check(t, func(rt *rapid.T) {
				hour, minute := rapid.IntRange(0, 23).Draw(rt, "hour"), rapid.IntRange(0, 59).Draw(rt, "minute")
				clock := time.Date(2000, 1, 1, hour, minute, 0, 0, time.UTC).Format("15:04")
				from := at(t, start).Add(24 * time.Hour)
				s := job(t, "at "+clock+"; zone "+name).Schedule
				got := slices.Collect(s.Slots(from, from.Add(12*24*time.Hour)))
				if want := expected(read, zone, clock, from, 12); !slices.EqualFunc(got, want, time.Time.Equal) {
					rt.Errorf("%s in %s:\ngot  %v\nwant %v", clock, name, got, want)
				}
			})
		}
	}
}

// expected finds the slots of a time of day among the readings: the first of several, and for one that is missing the first
// reading after it.
func expected(read map[string][]time.Time, zone *time.Location, clock string, from time.Time, days int) []time.Time {
	var want []time.Time
	for day := -1; day <= days; day++ {
		date := from.In(zone).AddDate(0, 0, day).Format("2006-01-02 ")
		wall, _ := time.Parse("2006-01-02 15:04", date+clock)
		for range 24 * 60 {
			if found := read[wall.Format("2006-01-02 15:04")]; found != nil {
				if t := found[0]; t.After(from) && !t.After(from.Add(time.Duration(days)*24*time.Hour)) {
					want = append(want, t)
				}
				break
			}
			wall = wall.Add(time.Minute)
		}
	}
	return want
}

func TestExpressions(t *testing.T) {
	tests := []struct{ keys, from, want string }{
		{"cron 30 2 * * *", "2023-11-30T01:29:59Z", "2023-11-30T02:30:00+01:00"},
		{"cron 30 2 * * *", "2023-11-30T01:30:00Z", "2023-12-01T02:30:00+01:00"},
		{"cron 0 6 * * 1-5", "2023-12-01T12:00:00Z", "2023-12-04T06:00:00+01:00"},
		{"cron 0 6 * * mon,sun", "2023-12-01T12:00:00Z", "2023-12-03T06:00:00+01:00"},
		{"cron 0 6 1 jan *", "2023-12-01T12:00:00Z", "2024-01-01T06:00:00+01:00"},
		{"cron 0 0 29 2 *", "2096-03-01T12:00:00Z", "2104-02-29T00:00:00+01:00"}, // 2100 is no leap year
		{"cron 0 6 13 * fri", "2023-12-01T12:00:00Z", "2023-12-08T06:00:00+01:00"},
		{"cron */20 8-9 * * *", "2023-12-01T08:40:00Z", "2023-12-02T08:00:00+01:00"},
		{"cron 5/30 * * * *", "2023-12-01T08:40:00Z", "2023-12-01T10:05:00+01:00"},
		{"cron 0 12 31 * *; zone UTC", "2023-08-31T12:00:00Z", "2023-10-31T12:00:00Z"},
		{"cron 0 * 1 * *; zone UTC", "2023-08-31T12:00:00Z", "2023-09-01T00:00:00Z"},
		{"at 18:00 06:00", "2023-12-01T06:00:00Z", "2023-12-01T18:00:00+01:00"},
		{"at 18:00 06:00", "2023-12-01T18:00:00Z", "2023-12-02T06:00:00+01:00"},
	}
	for _, test := range tests {
		got := job(t, test.keys).Schedule.Next(at(t, test.from))
		if got.Format(time.RFC3339) != test.want {
			t.Errorf("%s after %s: %s, want %s", test.keys, test.from, got.Format(time.RFC3339), test.want)
		}
	}
}

// FuzzExpression refuses or takes any expression without a panic. What it takes has slots in order, on whole minutes.
func FuzzExpression(f *testing.F) {
	for _, text := range []string{
		"30 2 * * *", "TZ=UTC", "CRON_TZ=", "0 0 31 2 *", "@every 1s", "*/15 0-23 1,15 jan-mar mon", ", * * * *",
		"*-5 * * * *", "99999999999999999999 * * * *", "0 0 * * 7", "? ? ? ? ?", "*/0 * * * *", "1-0 * * * *",
	} {
		f.Add(text)
	}
	from := time.Date(2024, 3, 30, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		j, err := timetable.New("prov", nil, timetable.Spec{Cron: text})
		if err != nil || j.Schedule == nil {
			return
		}
		first := j.Schedule.Next(from)
		second := j.Schedule.Next(first)
		if !first.After(from) || !second.After(first) || first.Second() != 0 || first.Nanosecond() != 0 {
			t.Errorf("%q: %s, then %s", text, first, second)
		}
	})
}

func BenchmarkNext(b *testing.B) {
	for _, keys := range []string{"at 02:30", "cron */15 * * * *", "cron 0 0 29 2 *", "at 06:00; workday -1"} {
		s := job(b, keys).Schedule
		from := time.Date(2024, 3, 30, 12, 0, 0, 0, time.UTC)
		b.Run(keys, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Next(from)
			}
		})
	}
}

// BenchmarkFiveHundredJobs finds the next slot of each of 500 jobs, and what is to be made up for after three days without
// a scheduler.
func BenchmarkFiveHundredJobs(b *testing.B) {
	kinds := []string{"at 02:30", "at 06:00; workday every", "at 18:00; workday -1", "cron 0 * * * *; catch_up all", "cron 30 2 * * 1-5"}
	var jobs []*timetable.Job
	for i := range 500 {
		jobs = append(jobs, job(b, kinds[i%len(kinds)]))
	}
	now := time.Date(2024, 3, 31, 12, 0, 0, 0, time.UTC)
	b.Run("next", func(b *testing.B) {
		for b.Loop() {
			for _, j := range jobs {
				j.Schedule.Next(now)
			}
		}
	})
	b.Run("three days", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, j := range jobs {
				j.Pending(now.AddDate(0, 0, -3), now)
			}
		}
	})
}
