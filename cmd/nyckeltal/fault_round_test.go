//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"nyckeltal/cmd/nyckeltal/internal/faultproxy"
	"nyckeltal/load/engine"
)

// victim is who suffers from a fault.
type victim string

const (
	theProgram victim = "program" // is killed
	theEngine  victim = "engine"  // is killed
	theReply   victim = "reply"   // is lost, or the statement before it came to the engine
)

// disturbance is a fault, and what it does to whom.
type disturbance struct {
	faultproxy.Fault
	who victim
	// delay is how long after the fault's place the victim dies. The run may be over by then; 0 is at once.
	delay time.Duration
}

// round runs the jobs on the other deliveries, with a disturbance on the way. The state then must be legal, and a second
// run must make it the new one. The next round goes back. It tells whether the place of the fault was reached.
func (o *office) round(t *testing.T, d disturbance) (reached bool) {
	t.Helper()
	next := 1 - o.now
	o.deliver(t, next)
	code, reached := o.disturb(t, d)
	if code == exitDone {
		o.expect(t, o.legal[next]) // the fault came too late to matter, or was mended
	} else {
		o.expectLegal(t, code == exitPartly)
	}
	o.mustRun(t)
	o.expect(t, o.legal[next])
	o.now = next
	return reached
}

// disturb runs the jobs with the disturbance, checks how the program ends, and returns its exit code.
// When the place of the fault was not reached, the run must have ended well.
func (o *office) disturb(t *testing.T, d disturbance) (code int, reached bool) {
	t.Helper()
	e := o.engine(t)
	var said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "nyckeltal", append([]string{"--home", o.dir, "run"}, o.jobs...)...)
	cmd.Stdout, cmd.Stderr = &said, &said
	started, struck := make(chan struct{}), make(chan struct{})
	strike := func() {
		defer close(struck)
		<-started
		switch d.who {
		case theProgram:
			_ = cmd.Process.Kill()
		case theEngine:
			_ = kill(e.PID)
		}
	}
	d.Do = strike
	if d.delay > 0 {
		d.Do = func() { time.AfterFunc(d.delay, strike) }
	}
	proxy := o.watch(t, e, d.Fault)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	err := cmd.Wait()
	proxy.Close()
	if proxy.Reached() {
		<-struck
		d.expectEnd(t, err, said.String())
	} else if err != nil {
		t.Errorf("an undisturbed run: %v\n%s", err, said.String())
	}
	o.announce(t, e)
	return cmd.ProcessState.ExitCode(), proxy.Reached()
}

// watch puts a proxy between the engine and the programs that will look for it.
func (o *office) watch(t *testing.T, e engine.Endpoint, fault faultproxy.Fault) *faultproxy.Proxy {
	t.Helper()
	proxy := faultproxy.Start(t, e.Address, fault)
	e.Address = proxy.Address()
	o.announce(t, e)
	return proxy
}

// announce writes where the engine is to be found.
func (o *office) announce(t *testing.T, e engine.Endpoint) {
	t.Helper()
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	o.write(t, ".nyckeltal/engine/engine.json", string(text))
}

// expectEnd checks how a disturbed run ended: a killed one by the kill, any other in good order, and when it failed
// with word of what to do. Once everything is published, an engine that dies fails nothing.
func (d *disturbance) expectEnd(t *testing.T, err error, said string) {
	t.Helper()
	if err == nil && (d.who != theProgram || d.delay > 0) {
		return
	}
	failed, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		t.Errorf("the run ended with: %v\n%s", err, said)
		return
	}
	if d.who == theProgram {
		if status := failed.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
			t.Errorf("the run ended with: %v\n%s", err, said)
		}
		return
	}
	if code := failed.ExitCode(); code != exitFailed && code != exitPartly || !strings.Contains(said, "run again") {
		t.Errorf("exit code %d, and the run does not say what to do:\n%s", code, said)
	}
}

// survey runs the jobs on the other deliveries, undisturbed but counted, and returns the statements and the bytes.
func (o *office) survey(t *testing.T, count func(string) bool) (steps []string, size int64) {
	t.Helper()
	next := 1 - o.now
	o.deliver(t, next)
	e := o.engine(t)
	proxy := o.watch(t, e, faultproxy.Fault{Count: count})
	o.mustRun(t)
	o.announce(t, e)
	o.now = next
	o.expect(t, o.legal[next])
	return proxy.Steps(), proxy.Passed()
}
