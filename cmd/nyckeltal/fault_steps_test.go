//go:build linux

package main

import (
	"math/rand/v2"
	"strings"
	"testing"

	"nyckeltal/cmd/nyckeltal/internal/faultproxy"
)

// testEveryStep lets a fault happen at every statement of a run. A statement that only reads leaves no trace in the engine:
// to die before it and after it is the same, and after it is tried for those that write. Replies are lost to those that
// write, and to every fourth of the others.
func testEveryStep(t *testing.T, template *office) {
	for _, test := range []struct {
		name   string
		who    victim
		fault  faultproxy.Fault
		stride int
	}{
		{"program killed before", theProgram, faultproxy.Fault{}, 1},
		{"program killed after a write", theProgram, faultproxy.Fault{Answered: true, Count: writes}, 1},
		{"engine killed before", theEngine, faultproxy.Fault{}, 1},
		{"engine killed after a write", theEngine, faultproxy.Fault{Answered: true, Count: writes}, 1},
		{"reply to a write lost", theReply, faultproxy.Fault{Answered: true, Count: writes}, 1},
		{"reply to a read lost", theReply, faultproxy.Fault{Answered: true, Count: reads}, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := template.copy(t)
			steps, _ := o.survey(t, test.fault.Count)
			stride, rounds := test.stride*stepStride, 0
			first := rand.IntN(stride)
			for i := first; i < len(steps); i += stride {
				test.fault.Step = i + 1
				reached := o.round(t, disturbance{who: test.who, Fault: test.fault})
				// What the program asks when it opens the warehouse differs by a statement or two.
				if t.Failed() || !reached && i < len(steps)-2 {
					t.Fatalf("at step %d of %d, reached: %v: %q", i+1, len(steps), reached, steps[i])
				}
				rounds++
			}
			o.expectNoDoubles(t)
			t.Logf("%d rounds, %d steps, from step %d on every %d.", rounds, len(steps), first+1, stride)
		})
	}
}

// writes tells whether a statement changes the warehouse.
func writes(statement string) bool {
	return strings.HasPrefix(statement, "INSERT") || strings.HasPrefix(statement, "CREATE")
}

func reads(statement string) bool { return !writes(statement) }
