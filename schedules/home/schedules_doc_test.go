package home_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/timetable"
)

const schedulesPage = "../../docs/schedules.md"

// monthly is a job whose deliveries are of months, without its schedule.
const monthly = `job: a
dataset: volume
from: {path: inbox, pattern: "a.csv"}
mapping:
  sheets: {all: true}
  columns: {period: {heading: Period, format: YYYYMM}, item: {heading: Post}, quantity: {heading: Antal}}
`

// scheduled makes the timetable of a job with a schedule.
func scheduled(t *testing.T, schedule string) *timetable.Job {
	t.Helper()
	jobs, err := write(t, map[string]string{"jobs/a.yaml": monthly + schedule + "\n"}).Jobs()
	if err != nil {
		t.Fatalf("%s: %v", schedule, err)
	}
	return jobs[0].Timetable()
}

// TestSchedulesPage holds the examples of the page to what the program does.
func TestSchedulesPage(t *testing.T) {
	page := read(t, schedulesPage)
	rows := regexp.MustCompile("(?m)^\\| `(\\{.*\\})` \\| ([-0-9: ]+) \\| (.*) \\|$").FindAllStringSubmatch(page, -1)
	if len(rows) < 10 {
		t.Errorf("only %d examples of slots", len(rows))
	}
	for _, row := range rows {
		s := scheduled(t, "schedule: "+row[1]).Schedule
		after, err := time.ParseInLocation("2006-01-02 15:04", row[2], s.Zone())
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range strings.Split(row[3], ", ") {
			after = s.Next(after)
			if got := after.Format("2006-01-02 15:04 -07:00"); got != want {
				t.Errorf("%s after %s: %s, want %s", row[1], row[2], got, want)
			}
		}
	}
	due := regexp.MustCompile("(?m)^\\| `((?:workday|day) .*)` \\| (.*) \\| (.*) \\|$").FindAllStringSubmatch(page, -1)
	if len(due) < 4 {
		t.Errorf("only %d examples of late deliveries", len(due))
	}
	for _, row := range due {
		p, err := period.Parse(row[2])
		if err != nil {
			t.Fatal(err)
		}
		if got := scheduled(t, "schedule: {due: "+row[1]+"}").Due.Of(p).Format("2006-01-02 15:04 -07:00"); got != row[3] {
			t.Errorf("due %s of %s: %s, want %s", row[1], row[2], got, row[3])
		}
	}
	for _, example := range examples(t, schedulesPage, "(?s)```yaml\n(# [^\n]*\nschedule:.*?)```") {
		scheduled(t, example)
		if err := validate(jobSchema(t), complete(monthly+example)); err != nil {
			t.Errorf("%s: %v", example, err)
		}
	}
	for _, example := range examples(t, schedulesPage, "(?s)```yaml\n(feedback:.*?)```") {
		c := configuration{archive: "home.txtar", text: example}
		if said := c.said(t); said != "ok\n" {
			t.Errorf("%s: %s", example, said)
		}
	}
}

// TestDefaultsOnThePage holds the page's table of keys to the defaults.
func TestDefaultsOnThePage(t *testing.T) {
	page := read(t, schedulesPage)
	for key, want := range map[string]string{
		"zone": timetable.DefaultZone, "holidays": string(timetable.DefaultHolidays), "catch_up": string(timetable.DefaultCatchUp),
		"window": "31d", "overlap": string(timetable.DefaultOverlap), "retries": "3", "deadline": "6h",
	} {
		if !regexp.MustCompile("(?m)^\\| `" + key + "` \\|.*\\| `" + want + "` \\|$").MatchString(page) {
			t.Errorf("the page gives another default for %s than %s", key, want)
		}
	}
	j := scheduled(t, `schedule: {at: "02:30"}`)
	if j.Window != 31*24*time.Hour || j.Retries != 3 || j.Deadline != 6*time.Hour || j.CatchUp != timetable.CatchUpOne || j.Overlap != timetable.OverlapSkip {
		t.Errorf("%+v", j)
	}
	if (&home.Job{}).Timetable() != nil {
		t.Error("a job without a schedule has a timetable")
	}
}
