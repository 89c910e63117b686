package schedules_test

import (
	"path/filepath"
	"testing"

	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

// TestDimensionWithAYear: a dimension has no months, so that the year in a file's name limits nothing. The same bytes again are a
// no-op, and of two years' files the one that was changed last is the whole dimension.
func TestDimensionWithAYear(t *testing.T) {
	o := newOffice(t)
	write(t, filepath.Join(o.Home.Dir, "jobs", "kunder.yaml"), `
job: kunder
dataset: customer
from: {path: inbox, pattern: "kunder_{year}.csv"}
mapping:
  sheets: {position: 1}
  columns:
    customer: {heading: Kundnr}
    name: {heading: Namn}
    kind: {constant: board}
`)
	var err error
	var h *home.Home
	if h, err = home.Open(o.Home.Dir); err == nil {
		o.jobs, err = h.Jobs()
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, year := range []string{"2023", "2024"} {
		write(t, filepath.Join(o.inbox, "kunder_"+year+".csv"), customers(5))
		for _, want := range []schedules.Outcome{schedules.Loaded, schedules.Unchanged} {
			if result, delivery := o.run(t); year == "2023" && delivery.Outcome != want || len(result.Deliveries) != 1 {
				t.Errorf("%s: %s, want %s; %d deliveries: %v", year, delivery.Outcome, want, len(result.Deliveries), delivery.Err)
			}
		}
	}
}
