package timetable_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nyckeltal/ingest/period"
	"nyckeltal/schedules/timetable"
)

// said writes what is to be done.
func said(p timetable.Pending) string {
	var texts []string
	for _, slot := range p.Run {
		text := slot.At.UTC().Format("02T15:04")
		if slot.CaughtUp {
			text += "!"
		}
		if slot.Missed > 0 {
			text += fmt.Sprintf("(+%d)", slot.Missed)
		}
		texts = append(texts, text)
	}
	if p.Given > 0 {
		texts = append(texts, fmt.Sprintf("given up: %d, up to %s", p.Given, p.Last.UTC().Format("02T15:04")))
	}
	return strings.Join(texts, " ")
}

func TestPending(t *testing.T) {
	const nightly = "at 02:30; zone UTC; "
	tests := []struct{ name, keys, since, now, want string }{
		{"nothing yet", nightly, "2024-05-01T02:30:00Z", "2024-05-02T02:29:59Z", ""},
		{"on time", nightly, "2024-05-01T02:30:00Z", "2024-05-02T02:30:00Z", "02T02:30"},
		{"five minutes late is on time", nightly + "catch_up none", "2024-05-01T02:30:00Z", "2024-05-02T02:35:00Z", "02T02:30"},
		{"later is missed", nightly + "catch_up none", "2024-05-01T02:30:00Z", "2024-05-02T02:35:01Z", "given up: 1, up to 02T02:30"},
		{"one for all", nightly + "catch_up one", "2024-05-01T02:30:00Z", "2024-05-04T12:00:00Z", "04T02:30!(+2)"},
		{"each", nightly + "catch_up all", "2024-05-01T02:30:00Z", "2024-05-04T12:00:00Z", "02T02:30! 03T02:30! 04T02:30!"},
		{"none", nightly + "catch_up none", "2024-05-01T02:30:00Z", "2024-05-04T12:00:00Z", "given up: 3, up to 04T02:30"},
		{"a slot on time makes up for all", nightly + "catch_up one", "2024-05-01T02:30:00Z", "2024-05-04T02:31:00Z", "04T02:30(+2)"},
		{"a slot on time after each", nightly + "catch_up all", "2024-05-01T02:30:00Z", "2024-05-03T02:31:00Z", "02T02:30! 03T02:30"},
		{"a slot on time after none", nightly + "catch_up none", "2024-05-01T02:30:00Z", "2024-05-03T02:31:00Z", "03T02:30(+1)"},
		{"within the window", nightly + "catch_up all; window 2d", "2024-05-01T02:30:00Z", "2024-05-09T12:00:00Z", "08T02:30! 09T02:30!"},
		{"nothing within the window", nightly + "window 2h", "2024-05-01T02:30:00Z", "2024-05-09T12:00:00Z", ""},
		{"never by itself", "due day 5", "2024-05-01T02:30:00Z", "2024-05-09T12:00:00Z", ""},
		{"the clock went back", nightly, "2024-05-09T02:30:00Z", "2024-05-01T12:00:00Z", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := said(job(t, test.keys).Pending(at(t, test.since), at(t, test.now))); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestEverySlotIsAccountedFor expects that each slot of a span is run, or counted as given up, exactly once, in whatever
// steps the span is gone through.
func TestEverySlotIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		keys := rapid.SampledFrom([]string{"at 02:30", "cron */15 * * * *", "cron 0 1-4 * * *", "at 06:00; workday every"}).Draw(rt, "schedule")
		policy := rapid.SampledFrom([]string{"none", "one", "all"}).Draw(rt, "catch-up")
		j := job(t, keys+"; catch_up "+policy)
		start := time.Date(2024, 3, 28, 0, 0, 0, 0, time.UTC)
		now, accounted, ran := start, 0, map[time.Time]bool{}
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			next := now.Add(time.Duration(rapid.IntRange(1, 3*24*60*60).Draw(rt, "seconds")) * time.Second)
			p := j.Pending(now, next)
			for _, slot := range p.Run {
				if ran[slot.At] || slot.CaughtUp && policy == "none" {
					rt.Errorf("%s is run", slot.At)
				}
				ran[slot.At] = true
				accounted += 1 + slot.Missed
			}
			if p.Given > 0 && policy != "none" {
				rt.Errorf("%d given up", p.Given)
			}
			accounted += p.Given
			now = next
		}
		if all := len(slices.Collect(j.Schedule.Slots(start, now))); accounted != all || policy == "all" && len(ran) != all {
			rt.Errorf("%d of %d slots are accounted for, %d run", accounted, all, len(ran))
		}
	})
}

func TestRunID(t *testing.T) {
	slot := at(t, "2023-11-30T02:30:00+01:00")
	id := timetable.RunID("huvudbok-2", slot)
	if id != "huvudbok-2@2023-11-30T01:30:00Z" {
		t.Error(id)
	}
	if name, back, ok := timetable.ParseRunID(id); !ok || name != "huvudbok-2" || !back.Equal(slot) {
		t.Error(name, back, ok)
	}
	for _, wrong := range []string{"", "huvudbok", "huvudbok@", "huvudbok@2023-11-30T02:30:00+01:00", "20231130T013000-abcdef"} {
		if _, _, ok := timetable.ParseRunID(wrong); ok {
			t.Errorf("%q is taken", wrong)
		}
	}
}

// chain are jobs in the order in which each comes after those before it.
func chain(t *testing.T, names ...string) []*timetable.Job {
	t.Helper()
	var jobs []*timetable.Job
	for i, name := range names {
		j, err := timetable.New(name, names[:i], timetable.Spec{At: []string{"02:30"}, CatchUp: "all", Zone: "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, j)
	}
	return jobs
}

func ids(tasks []timetable.Task) string {
	var all []string
	for _, task := range tasks {
		all = append(all, task.ID())
	}
	return strings.Join(all, " ")
}

func TestCatchUpTasks(t *testing.T) {
	jobs := chain(t, "konto", "bok", "ny")
	since := map[string]time.Time{"bok": at(t, "2024-05-01T12:00:00Z"), "konto": at(t, "2024-05-01T12:00:00Z")}
	got := ids(timetable.CatchUpTasks(jobs, since, at(t, "2024-05-03T12:00:00Z")))
	want := "konto@2024-05-02T02:30:00Z bok@2024-05-02T02:30:00Z konto@2024-05-03T02:30:00Z bok@2024-05-03T02:30:00Z"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestBackfill(t *testing.T) {
	jobs := chain(t, "konto", "bok", "lon")
	var deliveries []timetable.Task
	for _, month := range []period.Period{202302, 202301, 202212, 202303, 202300, 202313} {
		for _, name := range []string{"lon", "bok"} {
			deliveries = append(deliveries, timetable.Task{Job: name, From: month, To: month, File: month.String()})
		}
	}
	deliveries = append(deliveries, timetable.Task{Job: "konto", File: "konto"}, timetable.Task{Job: "lon", From: 202201, To: 202212, File: "2022"},
		timetable.Task{Job: "konto", File: "konto"})
	done := func(id string) bool { return id == "bok/2023-01" }
	got := ids(timetable.Backfill(deliveries, jobs, 202212, 202302, done))
	want := "konto/konto lon/2022 bok/2022-12 lon/2022-12 bok/2023-00 lon/2023-00 lon/2023-01 bok/2023-02 lon/2023-02"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPause(t *testing.T) {
	id := timetable.RunID("bok", at(t, "2024-05-01T02:30:00Z"))
	most := []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 30 * time.Minute, 30 * time.Minute}
	different := false
	for i, full := range most {
		pause := timetable.Pause(id, i+1)
		if pause <= full/2 || pause > full || pause != timetable.Pause(id, i+1) {
			t.Errorf("attempt %d: %s", i+1, pause)
		}
		different = different || pause != timetable.Pause("lon"+id, i+1)
	}
	if !different {
		t.Error("all runs come back together")
	}
}

// TestDue tells from when on the delivery of a month is late.
func TestDue(t *testing.T) {
	for _, test := range []struct {
		keys  string
		month period.Period
		want  string
	}{
		{"due workday 3", 202311, "2023-12-05T23:00:00Z"}, // the end of 2023-12-05 in Stockholm
		{"due workday 3 12:00", 202311, "2023-12-05T11:00:00Z"},
		{"due day 10", 202309, "2023-10-10T22:00:00Z"},
		{"due workday -1; holidays none", 202311, "2023-12-29T23:00:00Z"},
		{"due day 10", 202312, "2024-01-10T23:00:00Z"},
	} {
		if got := job(t, test.keys).Due.Of(test.month); !got.Equal(at(t, test.want)) {
			t.Errorf("%s of %s: %s, want %s", test.keys, test.month, got.UTC(), test.want)
		}
	}
	if job(t, "at 02:30").Due != nil {
		t.Error("a job without a rule has a due date")
	}
}
