//go:build linux

package main

import (
	"math/rand/v2"
	"testing"
	"time"

	"nyckeltal/cmd/nyckeltal/internal/faultproxy"
)

// longestDelay bounds how long after a statement a death by the clock comes: a few statements' time.
const longestDelay = 30 * time.Millisecond

// testRandomMoments kills the program, and the engine, at random moments of a run: most when a number of bytes
// have passed between the two, in the midst of a statement or an answer, and every tenth by the clock, a random time
// after a random statement. Only the ledger is delivered, so that most moments lie between its first record and the
// publication of the measures. The seeds are fixed but for the last one, which is printed.
func testRandomMoments(t *testing.T, template *office) {
	for _, who := range []victim{theProgram, theEngine} {
		t.Run(string(who), func(t *testing.T) {
			t.Parallel()
			o := template.copy(t)
			o.narrow(t, "ledger", "inbox/ledger_2023.csv")
			steps, size := o.survey(t, nil)
			back, sizeBack := o.survey(t, nil)
			run := extent{min(len(steps), len(back)), min(size, sizeBack)}
			for seed := range uint64(randomMoments) {
				if seed == randomMoments-1 {
					seed = rand.Uint64()
					t.Logf("the random seed is %d", seed)
				}
				o.killAt(t, who, run, rand.New(rand.NewPCG(seed, 0)), seed%10 == 9)
				if t.Failed() {
					t.Fatalf("with the seed %d", seed)
				}
			}
			o.expectNoDoubles(t)
		})
	}
}

// extent is how much passes during a run: at least so many statements and bytes.
type extent struct {
	steps int
	bytes int64
}

// killAt kills the victim at a random moment of a run.
func (o *office) killAt(t *testing.T, who victim, run extent, random *rand.Rand, byClock bool) {
	t.Helper()
	if !byClock {
		// What passes differs a little from run to run.
		reached := o.round(t, disturbance{who: who, Fault: faultproxy.Fault{Bytes: 1 + random.Int64N(run.bytes-run.bytes/20)}})
		if !reached {
			t.Error("the run had ended before")
		}
		return
	}
	o.round(t, disturbance{
		who: who, delay: time.Duration(1 + random.Int64N(int64(longestDelay))),
		Fault: faultproxy.Fault{Step: 1 + random.IntN(run.steps), Pass: true},
	})
}
