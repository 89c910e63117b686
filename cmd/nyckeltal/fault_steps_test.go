//go:build linux

package main

import (
	"strings"
	"testing"

	"nyckeltal/cmd/nyckeltal/internal/faultproxy"
)

// testEveryStep lets a fault happen at every statement of a run. A statement that only reads leaves no trace in the engine:
// to die before it and after it is the same, and after it is tried for those that write. Replies are lost to those that
// write, and to every fourth of the others.
func testEveryStep(t *testing.T, template *office) {
	for _, test := range []struct {
		name     string
		who      victim
		answered bool
		at       func(step int, statement string) bool
	}{
		{"program killed before", theProgram, false, always},
		{"program killed after", theProgram, true, writes},
		{"engine killed before", theEngine, false, always},
		{"engine killed after", theEngine, true, writes},
		{"reply lost", theReply, true, func(step int, statement string) bool { return step%4 == 0 || writes(step, statement) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := template.copy(t)
			steps, _ := o.survey(t)
			rounds := 0
			for i, statement := range steps {
				if !test.at(i, statement) || i%stepStride != 0 {
					continue
				}
				rounds++
				o.round(t, disturbance{who: test.who, Fault: faultproxy.Fault{Step: i + 1, Answered: test.answered}})
				if t.Failed() {
					t.Fatalf("at step %d of %d: %q", i+1, len(steps), statement)
				}
			}
			o.expectNoDoubles(t)
			t.Logf("%d rounds, %d steps", rounds, len(steps))
		})
	}
}

func always(int, string) bool { return true }

// writes tells whether a statement changes the warehouse.
func writes(_ int, statement string) bool {
	return strings.HasPrefix(statement, "INSERT") || strings.HasPrefix(statement, "CREATE")
}
