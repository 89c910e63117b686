package service_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"nyckeltal/schedules/service"
)

// TestBackfill plans and takes the months of a job beside the timetable, and nothing else.
func TestBackfill(t *testing.T) {
	o := newOffice(t, time.Date(2023, 12, 5, 0, 0, 0, 0, time.UTC))
	o.write(t, "inbox/volymer_202310.csv", "Post;Antal\nbrev;2\n")
	o.write(t, "inbox/volymer_202309.csv", "Post;Antal\nbrev;1\n")
	kunder, volymer := o.Jobs[0], o.Jobs[1]
	if _, err := o.StartBackfill(volymer, 202310, 202311); !errors.Is(err, service.ErrStopped) {
		t.Errorf("before the service: %v", err)
	}
	o.begin(t)
	planned, err := o.PlanBackfill(t.Context(), volymer, 202310, 202311)
	if err != nil || len(planned) != 2 || planned[0].File != "volymer_202310.csv" || planned[0].From != 202310 || planned[0].Known || planned[0].Size != 18 ||
		planned[1].File != "volymer_202311.csv" {
		t.Errorf("%+v %v", planned, err)
	}
	if got := o.ask(t, "SELECT count() FROM volume"); got != "0" {
		t.Errorf("planning took %s records", got)
	}
	o.await(t, "the schedule counts from now on")
	if _, err := o.StartBackfill(kunder, 202310, 202311); err != nil {
		t.Fatal(err)
	}
	o.await(t, "a backfill that was asked for ended")
	run, err := o.StartBackfill(volymer, 202310, 202311)
	if err != nil {
		t.Fatal(err)
	}
	if under := o.UnderWay(); len(under) == 1 { // it may have ended already
		if _, err := o.Start(volymer); !errors.Is(err, service.ErrUnderWay) {
			t.Errorf("beside the backfill: %v", err)
		}
	}
	o.await(t, "a backfill that was asked for ended")
	if got := o.ask(t, "SELECT period, item, toInt64(quantity) FROM volume ORDER BY period, item"); got != "202310 brev 2; 202311 brev 5; 202311 paket 7" {
		t.Errorf("taken: %s", got)
	}
	if got := o.ask(t, "SELECT run_id, trigger, outcome, deliveries FROM run_history WHERE job = 'volymer'"); !strings.HasPrefix(got, run+" backfill loaded 2") {
		t.Errorf("%s of run %s", got, run)
	}
	if planned, err := o.PlanBackfill(t.Context(), volymer, 202201, 202202); err != nil || len(planned) > 0 {
		t.Errorf("of other months: %v %v", planned, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.PlanBackfill(gone, volymer, 202310, 202311); err == nil {
		t.Error("a plan is made for nobody")
	}
	if err := o.stop(); err != nil {
		t.Error(err)
	}
}
