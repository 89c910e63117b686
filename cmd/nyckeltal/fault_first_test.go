//go:build linux

package main

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"nyckeltal/cmd/nyckeltal/internal/faultproxy"
)

// firstSteps are the places of a first run at which something dies: ever further apart, as views come after tables.
var firstSteps = []int{1, 2, 3, 4, 6, 9, 13, 20, 31, 50, 80, 125}

// testFirstRun kills the program and the engine during the first run of a home, most of which makes the tables and views.
// Each home suffers at several places, one after the other, on top of what the ones before left; then a run must complete.
func testFirstRun(t *testing.T, template *office) {
	for _, who := range []victim{theProgram, theEngine} {
		t.Run(string(who)+" killed", func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, filepath.Join(t.TempDir(), "home"))
			o.legal = template.legal
			for i := rand.IntN(firstStride); i < len(firstSteps); i += firstStride {
				step := firstSteps[i]
				o.deliver(t, 0)
				o.disturb(t, disturbance{who: who, Fault: faultproxy.Fault{Step: step, Answered: step%2 == 0}})
			}
			o.mustRun(t)
			o.expect(t, o.legal[0])
			o.expectNoDoubles(t)
		})
	}
}
