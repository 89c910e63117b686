package door

import (
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// throttle slows log-ins that fail, by the name that is asked for and by where they come from. Whoever has logged in from an
// address before is counted apart there, so that nobody can keep somebody else out by guessing from elsewhere, and a tool with a
// wrong password does not stop the others on its machine. It is safe for concurrent use.
type throttle struct {
	now func() time.Time

	mu       sync.Mutex
	failures *simplelru.LRU[string, failures] // by name, by address, and by both where they are familiar
	familiar *simplelru.LRU[string, struct{}] // names with the addresses that they have logged in from
}

// failures are the log-ins in a row that failed, or whose outcome is still open.
type failures struct {
	count int
	last  time.Time
}

// The terms of the throttle.
const (
	freeFailures        = 3  // of a name, before it is slowed
	freeAddressFailures = 10 // of an address: several people may share it
	firstDelay          = time.Second
	longestDelay        = time.Minute
	forgetFailures      = 15 * time.Minute
	remembered          = 10_000 // names and addresses; beyond that the ones longest unheard of are forgotten
)

func newThrottle(now func() time.Time) *throttle {
	t := &throttle{now: now}
	t.failures, _ = simplelru.NewLRU[string, failures](remembered, nil) // fails for a size below 1 only
	t.familiar, _ = simplelru.NewLRU[string, struct{}](remembered, nil)
	return t
}

// begin counts a log-in as failed until settle says otherwise, so that many at a time are slowed as well. When it must wait first, it
// is not counted, settle is nil, and wait says for how long.
func (t *throttle) begin(name, address string) (settle func(right bool), wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	keys := t.keys(name, address)
	now := t.now()
	for key, free := range keys {
		wait = max(wait, t.wait(key, free, now))
	}
	if wait > 0 {
		return nil, wait
	}
	for key := range keys {
		f, _ := t.failures.Get(key)
		if now.Sub(f.last) > forgetFailures {
			f.count = 0
		}
		t.failures.Add(key, failures{f.count + 1, now})
	}
	return func(right bool) {
		if right {
			t.succeed(keys, name, address)
		}
	}, 0
}

// keys are what a log-in is counted by, with the failures that are free.
func (t *throttle) keys(name, address string) map[string]int {
	place := network(address)
	if both := "both " + name + " " + place; t.familiar.Contains(both) {
		t.familiar.Get(both) // so that it is not forgotten
		return map[string]int{both: freeFailures}
	}
	return map[string]int{"name " + name: freeFailures, "address " + place: freeAddressFailures}
}

// network is what an address is counted by: of IPv6 the network, since a machine has many addresses there.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// wait is how long nothing may be tried.
func (t *throttle) wait(key string, free int, now time.Time) time.Duration {
	f, known := t.failures.Peek(key)
	if !known || f.count < free || now.Sub(f.last) > forgetFailures {
		return 0
	}
	delay := longestDelay
	if doublings := f.count - free; doublings < 6 {
		delay = firstDelay << doublings
	}
	return f.last.Add(delay).Sub(now)
}

// succeed takes back what begin counted.
func (t *throttle) succeed(keys map[string]int, name, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	both := "both " + name + " " + network(address)
	for key := range keys {
		f, known := t.failures.Peek(key)
		switch {
		case !known:
		case key == both, f.count <= 1:
			t.failures.Remove(key)
		default:
			t.failures.Add(key, failures{f.count - 1, f.last})
		}
	}
	t.familiar.Add(both, struct{}{})
}
