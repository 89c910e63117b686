package door

import (
	"fmt"
	"testing"
	"time"
)

// clock is a clock that stands still until it is moved.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func (c *clock) move(d time.Duration) { c.now = c.now.Add(d) }

func newClocked() (*throttle, *clock) {
	c := &clock{time.Date(2023, 11, 30, 8, 0, 0, 0, time.UTC)}
	return newThrottle(c.Now), c
}

// try counts a log-in, and returns how long it would have had to wait.
func try(t *throttle, name, address string, right bool) time.Duration {
	settle, wait := t.begin(name, address)
	if settle != nil {
		settle(right)
	}
	return wait
}

// TestFailuresOfANameAreSlowed doubles the wait up to a minute, wherever the log-ins come from, and leaves other names alone.
func TestFailuresOfANameAreSlowed(t *testing.T) {
	throttle, clock := newClocked()
	for n := range freeFailures {
		if wait := try(throttle, "anna", fmt.Sprintf("10.0.0.%d", n), false); wait != 0 {
			t.Fatalf("failure %d waits %v", n, wait)
		}
	}
	for n, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		if wait := try(throttle, "anna", "10.0.1.1", true); wait != want*time.Second {
			t.Errorf("after %d failures it waits %v, expected %v", freeFailures+n, wait, want*time.Second)
		}
		if wait := try(throttle, "bo", fmt.Sprintf("10.0.2.%d", n), true); wait != 0 {
			t.Errorf("another name waits %v", wait)
		}
		clock.move(want * time.Second)
		if wait := try(throttle, "anna", fmt.Sprintf("10.0.3.%d", n), false); wait != 0 {
			t.Errorf("after its wait it waits %v", wait)
		}
	}
}

// TestFailuresOfAnAddressAreSlowed counts all names of an address, and all addresses of a network of IPv6, together.
func TestFailuresOfAnAddressAreSlowed(t *testing.T) {
	for what, address := range map[string]func(int) string{
		"IPv4":            func(int) string { return "192.0.2.1" },
		"IPv4 as IPv6":    func(n int) string { return []string{"192.0.2.1", "::ffff:192.0.2.1"}[n%2] },
		"IPv6":            func(n int) string { return fmt.Sprintf("2001:db8::%x", n) },
		"IPv6 with zones": func(n int) string { return fmt.Sprintf("fe80::%x%%eth%d", n, n) },
	} {
		throttle, clock := newClocked()
		for n := range freeAddressFailures {
			if wait := try(throttle, fmt.Sprint("name", n), address(n), false); wait != 0 {
				t.Fatalf("%s: failure %d waits %v", what, n, wait)
			}
		}
		if wait := try(throttle, "another name", address(99), true); wait != firstDelay {
			t.Errorf("%s: the address waits %v", what, wait)
		}
		if wait := try(throttle, "another name", "198.51.100.7", true); wait != 0 {
			t.Errorf("%s: another address waits %v", what, wait)
		}
		clock.move(firstDelay)
		if wait := try(throttle, "another name", address(99), true); wait != 0 {
			t.Errorf("%s: after its wait the address waits %v", what, wait)
		}
	}
}

// TestNobodyIsKeptOut lets somebody in from where they have logged in before, whoever guesses their password elsewhere.
func TestNobodyIsKeptOut(t *testing.T) {
	throttle, _ := newClocked()
	if wait := try(throttle, "anna", "192.0.2.1", true); wait != 0 {
		t.Fatal(wait)
	}
	for n := range 50 {
		try(throttle, "anna", fmt.Sprintf("198.51.100.%d", n), false)
	}
	if wait := try(throttle, "anna", "192.0.2.1", true); wait != 0 {
		t.Errorf("anna waits %v at her own place", wait)
	}
	if wait := try(throttle, "anna", "203.0.113.1", true); wait == 0 {
		t.Error("nobody waits elsewhere")
	}
}

// TestFailuresAreForgotten forgets them after a while, and when a log-in succeeds.
func TestFailuresAreForgotten(t *testing.T) {
	throttle, clock := newClocked()
	for range freeFailures {
		try(throttle, "anna", "192.0.2.1", false)
	}
	clock.move(forgetFailures + time.Second)
	for n := range freeFailures {
		if wait := try(throttle, "anna", "192.0.2.1", false); wait != 0 {
			t.Fatalf("failure %d after a while waits %v", n, wait)
		}
	}
	clock.move(longestDelay)
	if wait := try(throttle, "anna", "192.0.2.1", true); wait != 0 {
		t.Fatal(wait)
	}
	if wait := try(throttle, "anna", "192.0.2.1", false); wait != 0 {
		t.Errorf("after a success it waits %v", wait)
	}
}

// TestManyAtATimeAreSlowed counts log-ins whose outcome is open as failed.
func TestManyAtATimeAreSlowed(t *testing.T) {
	throttle, _ := newClocked()
	var open []func(bool)
	for range freeFailures {
		settle, wait := throttle.begin("anna", "192.0.2.1")
		if settle == nil {
			t.Fatalf("it waits %v", wait)
		}
		open = append(open, settle)
	}
	if settle, _ := throttle.begin("anna", "192.0.2.1"); settle != nil {
		t.Error("one more is tried at the same time")
	}
	for _, settle := range open {
		settle(true)
	}
	if wait := try(throttle, "anna", "192.0.2.1", true); wait != 0 {
		t.Errorf("when all were right, the next waits %v", wait)
	}
}

// TestMemoryIsBounded fills the throttle with more names and addresses than it remembers.
func TestMemoryIsBounded(t *testing.T) {
	throttle, _ := newClocked()
	for n := range 2 * remembered {
		try(throttle, fmt.Sprint("name", n), fmt.Sprintf("10.%d.%d.%d", n>>16, n>>8&255, n&255), n%2 == 0)
	}
	if a, b := throttle.failures.Len(), throttle.familiar.Len(); a > remembered || b > remembered {
		t.Errorf("%d failures and %d familiar places are remembered", a, b)
	}
}
