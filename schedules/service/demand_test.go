package service

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestOneRunOfAJobAtATime has a second run wait for the first, and another job's not.
func TestOneRunOfAJobAtATime(t *testing.T) {
	d := &demand{}
	leave, err := d.enter(t.Context(), "ledger")
	if err != nil {
		t.Fatal(err)
	}
	if again, other := d.try("ledger"); again != nil || other == nil {
		t.Error("two runs of a job go side by side")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.enter(gone, "ledger"); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for ever: %v", err)
	}
	if aside, _ := d.try("budget"); aside == nil {
		t.Error("another job waits")
	}
	entered := make(chan func())
	go func() {
		second, err := d.enter(t.Context(), "ledger")
		if err != nil {
			t.Error(err)
		}
		entered <- second
	}()
	leave()
	(<-entered)()
	if third, _ := d.try("ledger"); third == nil {
		t.Error("the job stays busy")
	}
}

// TestRunsEndWithTheService expects no run before and after the service, and the end of those under way.
func TestRunsEndWithTheService(t *testing.T) {
	d := &demand{}
	if _, _, err := d.begin(); !errors.Is(err, ErrStopped) {
		t.Errorf("before the service: %v", err)
	}
	d.open(t.Context())
	ctx, done, err := d.begin()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-ctx.Done() // it does not end by itself
		done()
	}()
	d.close(time.Nanosecond)
	<-ended
	if _, _, err := d.begin(); !errors.Is(err, ErrStopped) {
		t.Errorf("after the service: %v", err)
	}
}
