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
	next := 1 - o.now
	o.deliver(t, next)
	e := o.engine(t)
	waiting, goOn := make(chan struct{}), make(chan struct{})
	proxy := o.watch(t, e, faultproxy.Fault{Step: 1, Count: writesLedger, Pass: true, Do: func() {
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
	out, err := program(t, o.dir, "query", "--format", "tsv", "SELECT sum(amount) FROM ledger")
	if err != nil || !strings.Contains(out, o.ledgerSum()) {
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
	o.expect(t, o.legal[next])
	o.expectNoDoubles(t)
}

func writesLedger(statement string) bool {
	return strings.HasPrefix(statement, "INSERT INTO ledger_records")
}

// ledgerSum is the sum of the ledger as it is now.
func (o *office) ledgerSum() string { return [2]string{"3821.5", "4208.5"}[o.now] }

// testReplaced replaces the ledger on disk at statements of the run that takes it in. The delivery that is visible then is
// one of those that were there, whole; the next run takes the newest one.
func testReplaced(t *testing.T, template *office) {
	t.Parallel()
	o := template.copy(t)
	const name = "inbox/ledger_2023.csv"
	o.narrow(t, "ledger", name)
	old, between := o.legal[o.now], o.legal[1-o.now]
	newest := strings.ReplaceAll(o.sets[1-o.now][name], "2023-11;", "2023-12;")
	o.write(t, name, newest)
	o.mustRun(t)
	final := o.read(t)
	o.deliver(t, o.now)
	o.mustRun(t)
	steps, _ := o.survey(t, nil)
	o.back(t)

	for step := 1; step <= len(steps); step += replaceStride {
		o.deliver(t, 1-o.now)
		e := o.engine(t)
		proxy := o.watch(t, e, faultproxy.Fault{Step: step, Pass: true, Do: func() { _ = o.replace(name, newest) }})
		o.mustRun(t) // a delivery that waits for the next run is no failure
		proxy.Close()
		o.announce(t, e)
		if found := o.read(t)["ledger"]; found != old["ledger"] && found != between["ledger"] && found != final["ledger"] {
			t.Errorf("the ledger is none of those that were delivered: %s", compared(found, final["ledger"]))
		}
		o.mustRun(t)
		o.expect(t, final)
		o.deliver(t, o.now)
		o.mustRun(t)
		if t.Failed() {
			t.Fatalf("at step %d of %d: %q", step, len(steps), steps[step-1])
		}
	}
}

// back goes back to the state before the last round.
func (o *office) back(t *testing.T) {
	t.Helper()
	o.now = 1 - o.now
	o.deliver(t, o.now)
	o.mustRun(t)
	o.expect(t, o.legal[o.now])
}
