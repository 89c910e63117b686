package schedules_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nyckeltal/schedules"
	"nyckeltal/transform"
)

// reconfigure replaces the files of jobs of the office; what is no longer named stays.
func (o *office) reconfigure(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		write(t, filepath.Join(o.Home.Dir, "jobs", name), text)
	}
	jobs, err := o.Home.Jobs()
	if err != nil {
		t.Fatal(err)
	}
	o.jobs = jobs
}

const tickets = `
job: kunder
dataset: ticket
from: {path: inbox, pattern: "kunder*"}
max_rejects: 100%
mapping:
  sheets: {all: true}
  columns:
    period: {heading: Period}
    ticket: {heading: Nr}
    opened_at: {heading: Öppnat, format: YYYY-MM-DD}
    priority: {heading: Prio, optional: true}
`

// listTickets returns the tickets that are published.
func (o *office) listTickets(t *testing.T) string {
	t.Helper()
	rows, err := o.Warehouse.Conn().Query(t.Context(), "SELECT concat(toString(period), ' ', ticket, priority) FROM ticket ORDER BY ALL")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

// deliver writes the file and runs the job.
func (o *office) deliver(t *testing.T, rows ...string) (schedules.Result, schedules.Delivery) {
	t.Helper()
	write(t, filepath.Join(o.inbox, "kunder.csv"), "Period;Nr;Öppnat;Prio\n"+strings.Join(rows, "\n")+"\n")
	return o.run(t)
}

func TestReplacePolicies(t *testing.T) {
	first := []string{"2023-10;a;2023-10-02;1", "2023-10;b;2023-10-03;1", "2023-11;c;2023-11-02;1"}
	second := []string{"2023-11;b;2023-11-20;2", "2023-11;d;2023-11-03;2"}
	tests := []struct{ policy, want, again string }{
		{"", "202311 b2, 202311 d2", "202310 a1, 202310 b1, 202311 c1"},
		{"replace: delivery\n", "202311 b2, 202311 d2", "202310 a1, 202310 b1, 202311 c1"},
		{"replace: period\n", "202310 a1, 202310 b1, 202311 b2, 202311 d2", "202310 a1, 202310 b1, 202311 c1"},
		{"replace: {key: ticket}\n", "202310 a1, 202311 b2, 202311 c1, 202311 d2", "202310 a1, 202310 b1, 202311 c1, 202311 d2"},
	}
	for _, test := range tests {
		t.Run(test.policy, func(t *testing.T) {
			o := newOffice(t)
			o.reconfigure(t, map[string]string{"kunder.yaml": test.policy + tickets})
			deliver := func(outcome schedules.Outcome, want string, rows []string) {
				t.Helper()
				if _, d := o.deliver(t, rows...); d.Outcome != outcome || d.Err != nil {
					t.Fatalf("%s: %v", d.Outcome, d.Err)
				}
				if got := o.listTickets(t); got != want {
					t.Errorf("published are %s; want %s", got, want)
				}
			}
			deliver(schedules.Loaded, "202310 a1, 202310 b1, 202311 c1", first)
			deliver(schedules.Loaded, test.want, second)
			deliver(schedules.Unchanged, test.want, second)
			deliver(schedules.Loaded, test.again, first) // an old delivery that comes last counts
			deliver(schedules.Unchanged, test.again, first)
		})
	}
}

func TestOneRejectMayRefuseAll(t *testing.T) {
	o := newOffice(t)
	o.reconfigure(t, map[string]string{"kunder.yaml": "reject: delivery" + strings.Replace(tickets, "max_rejects: 100%\n", "", 1)})
	result, d := o.deliver(t, "2023-10;a;2023-10-02;1", "2023-10;b;igår;1")
	if result.Outcome != schedules.Failed || !strings.Contains(d.Err.Error(), "1 of its 3 rows were rejected, and job kunder takes all or nothing") {
		t.Errorf("%s: %v", result.Outcome, d.Err)
	}
	if got := o.listTickets(t); got != "" {
		t.Errorf("published are %s", got)
	}
}

const checkedTickets = tickets + `  checks:
    - {name: prioritet, severity: warning, column: priority, allowed: ["1", "2"]}
    - {name: antal, rows: {change: 50%}}
`

func TestWarningsAreCountedAndSignedOff(t *testing.T) {
	o := newOffice(t)
	o.reconfigure(t, map[string]string{"kunder.yaml": checkedTickets})
	rows := []string{"2023-10;a;2023-10-02;9", "2023-11;b;2023-11-03;8", "2023-11;c;2023-11-02;1"}
	result, d := o.deliver(t, rows...)
	if d.Outcome != schedules.Loaded || d.Warnings != 2 || d.Open != 2 || result.Open() != 2 {
		t.Errorf("%s, %d warnings, %d open, %v", d.Outcome, d.Warnings, d.Open, d.Err)
	}
	open := func() (n uint64) {
		t.Helper()
		if err := o.Warehouse.Conn().QueryRow(t.Context(), "SELECT countIf(accepted_by = '') FROM warnings").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if open() != 2 {
		t.Errorf("%d are open in the warehouse", open())
	}
	accepted := "- {check: prioritet, period: 2023-11, by: Eva Ek, on: 2023-12-01, comment: ny prioritet}\n"
	o.reconfigure(t, map[string]string{"kunder.accepted.yaml": accepted})
	if result, _ := o.run(t); result.Outcome != schedules.Unchanged || open() != 1 {
		t.Errorf("%s, %d are open after one was accepted", result.Outcome, open())
	}
	rows[2] += "0"
	if _, d := o.deliver(t, rows...); d.Warnings != 3 || d.Open != 1 {
		t.Errorf("%d warnings, %d open, %v", d.Warnings, d.Open, d.Err)
	}
	if err := os.Remove(filepath.Join(o.Home.Dir, "jobs", "kunder.accepted.yaml")); err != nil {
		t.Fatal(err)
	}
	o.reconfigure(t, nil)
	if o.run(t); open() != 5 {
		t.Errorf("%d are open after the file was removed", open())
	}
}

// TestTheLastDeliveryBoundsTheNext refuses half a delivery, and compares the next one with that which was published.
func TestTheLastDeliveryBoundsTheNext(t *testing.T) {
	o := newOffice(t)
	o.reconfigure(t, map[string]string{"kunder.yaml": checkedTickets})
	four := []string{"2023-10;a;2023-10-02;1", "2023-10;b;2023-10-02;1", "2023-10;c;2023-10-02;1", "2023-10;d;2023-10-02;1"}
	if _, d := o.deliver(t, four...); d.Outcome != schedules.Loaded {
		t.Fatal(d.Err)
	}
	for range 2 {
		_, d := o.deliver(t, four[0])
		var fault *transform.CheckError
		if d.Outcome != schedules.Failed || !errors.As(d.Err, &fault) || !strings.Contains(d.Err.Error(), "1 rows gave records, and 4 of the last delivery did") {
			t.Errorf("%s, %v", d.Outcome, d.Err)
		}
	}
	if _, d := o.deliver(t, four[:2]...); d.Outcome != schedules.Loaded {
		t.Error(d.Err)
	}
}
