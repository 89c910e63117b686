package load_test

import (
	"testing"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
)

// TestCalendar tells who has delivered which month, and who is late.
func TestCalendar(t *testing.T) {
	w := open(t)
	now := time.Now().Truncate(time.Second)
	past, future := now.Add(-48*time.Hour), now.Add(48*time.Hour)
	due := func(job string, p period.Period, at time.Time) load.DueDate {
		return load.DueDate{Job: job, Period: p, Due: at}
	}
	dates := []load.DueDate{
		due("job", 202301, past), due("job", 202302, past), due("job", 202303, future), due("job", 202304, future),
		due("silent", 202301, past), due("silent", 202302, past), due("silent", 202303, future),
	}
	if err := w.PublishDueDates(t.Context(), dates); err != nil {
		t.Fatal(err)
	}
	publish(t, w, meta("volume", "v", "a"), volume(t, 202301, "x", 1), volume(t, 202303, "x", 1))
	const calendar = "SELECT job, source, period, state FROM delivery_calendar ORDER BY job, source, period"
	expect(t, w, calendar, "job v 202301 delivered", "job v 202302 late", "job v 202303 delivered", "job v 202304 expected",
		"silent silent 202302 late", "silent silent 202303 expected")

	publish(t, w, meta("volume", "v", "b"), volume(t, 202302, "x", 1))
	expect(t, w, calendar, "job v 202301 delivered", "job v 202302 came late", "job v 202303 delivered", "job v 202304 expected",
		"silent silent 202302 late", "silent silent 202303 expected")
	late, err := w.LateDeliveries(t.Context())
	if err != nil || len(late) != 1 || late[0].Job != "silent" || late[0].Period != 202302 || !late[0].Due.Equal(past) {
		t.Errorf("late: %+v, %v", late, err)
	}

	if err := w.PublishDueDates(t.Context(), dates); err != nil {
		t.Fatal(err)
	}
	expect(t, w, "SELECT uniqExact(written_at) FROM due_dates", "1") // the same dates are not written again
	if err := w.PublishDueDates(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	expect(t, w, calendar, "job v 202301 delivered", "job v 202302 delivered", "job v 202303 delivered")
}

// TestRefused counts the refused rows of what is current.
func TestRefused(t *testing.T) {
	w := open(t)
	for delivery, rejected := range map[string]int{"a": 2, "b": 3} {
		m := meta("volume", "v/"+delivery, delivery)
		l := w.Begin(t.Context(), m)
		if err := l.Record(volume(t, 202301, "x", 1)); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Publish(t.Context(), load.Counts{Rows: 1 + rejected, Mapped: 1, Rejected: rejected}); err != nil {
			t.Fatal(err)
		}
	}
	for job, want := range map[string]int{"job": 5, "other": 0} {
		if got, err := w.Refused(t.Context(), job); err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", job, got, err, want)
		}
	}
}
