//go:build linux

package main

import (
	"errors"
	"os/exec"
	"strings"
	"testing"

	"nyckeltal/cmd/nyckeltal/internal/faultproxy"
)

// testTwoRuns starts a second run of a job while a first one is in the midst of it. The second one is refused, queries
// and reports are answered with the old figures, and the first one ends as if it had been alone.
func testTwoRuns(t *testing.T, template *office) {
	t.Parallel()
	o := template.copy(t)
	steps, _ := o.survey(t)
	next := 1 - o.now
	o.deliver(t, next)
	e := o.engine(t)
	waiting, goOn := make(chan struct{}), make(chan struct{})
	proxy := o.watch(t, e, faultproxy.Fault{Step: stepOf(t, steps, "INSERT INTO ledger_records"), Pass: true, Do: func() {
		close(waiting)
		<-goOn
	}})
	ended := make(chan error, 1)
	go func() {
		_, err := program(t, o.dir, "run", "--all")
		ended <- err
	}()
	select {
	case <-waiting:
	case err := <-ended:
		t.Fatalf("the first run has ended before its ledger came: %v", err)
	}
	o.announce(t, e) // the others go to the engine itself

	_, err := program(t, o.dir, "run", "ledger")
	if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != exitFailed ||
		!strings.Contains(err.Error(), "another run is under way in "+o.dir+": wait until it has ended") {
		t.Errorf("the second run: %v", err)
	}
	if out, err := program(t, o.dir, "query", "--format", "tsv", "SELECT sum(amount) FROM ledger"); err != nil || !strings.Contains(out, o.ledgerSum()) {
		t.Errorf("a query beside the run: %v\n%s", err, out)
	}
	if out, err := program(t, o.dir, "report", "costs", "--period", "2023-10", "--format", "tsv"); err != nil || out == "" {
		t.Errorf("a report beside the run: %v\n%s", err, out)
	}
	o.expectLegal(t, false)

	close(goOn)
	if err := <-ended; err != nil {
		t.Errorf("the first run: %v", err)
	}
	proxy.Close()
	o.expect(t, next)
	o.expectNoDoubles(t)
}

// ledgerSum is the sum of the ledger as it is now.
func (o *office) ledgerSum() string { return [2]string{"3821.5", "4208.5"}[o.now] }

// stepOf returns the number of the step whose statement begins so.
func stepOf(t *testing.T, steps []string, beginning string) int {
	t.Helper()
	for i, step := range steps {
		if strings.HasPrefix(step, beginning) {
			return i + 1
		}
	}
	t.Fatalf("no step begins with %s: %q", beginning, steps)
	return 0
}

// testReplaced replaces the ledger on disk at every statement of the run while it is taken in. The delivery
// that is visible then is one of the two, whole; the next run takes the newer one.
func testReplaced(t *testing.T, template *office) {
	t.Parallel()
	o := template.copy(t)
	steps, _ := o.survey(t)
	const name = "inbox/ledger_2023.csv"
	newer := strings.ReplaceAll(o.sets[1-o.now][name], "2023-11", "2023-12")

	// What the newer one is to become, and back to where the rounds begin.
	begin := o.now
	o.deliver(t, 1-begin)
	o.write(t, name, newer)
	o.mustRun(t)
	final := o.read(t)
	old, between := o.legal[begin], o.legal[1-begin]

	first, last := stepOf(t, steps, "SELECT max(delivery)"), len(steps)
	for step := first; step <= last; step += replaceStride {
		o.deliver(t, begin)
		o.mustRun(t)
		o.expect(t, begin)
		o.deliver(t, 1-begin)
		e := o.engine(t)
		proxy := o.watch(t, e, faultproxy.Fault{Step: step, Pass: true, Do: func() { _ = o.replace(name, newer) }})
		o.mustRun(t) // a delivery that waits for the next run is no failure
		proxy.Close()
		o.announce(t, e)
		found := o.read(t)["ledger"]
		if found != old["ledger"] && found != between["ledger"] && found != final["ledger"] {
			t.Errorf("the ledger is none of those that were delivered: %s", compared(found, final["ledger"]))
		}
		o.mustRun(t)
		o.legal[1-begin] = final
		o.expect(t, 1-begin)
		o.legal[1-begin] = between
		if t.Failed() {
			t.Fatalf("at step %d of %d: %q", step, last, steps[step-1])
		}
	}
}
