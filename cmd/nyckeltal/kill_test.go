package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// TestKilledAnywhere kills runs and engines in the middle of their work. After each, what is visible is whole; the last
// run finishes the work, and the report is that of an undisturbed one.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "home")
	if err := unpackSample(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopEngine(t, dir) })
	for _, kill := range []struct {
		victim string
		after  int // lines that say that a file is done
	}{
		{"run", 1}, {"engine", 2}, {"run", 3}, {"engine", 1}, {"run", 8}, {"engine", 9},
	} {
		runAndKill(t, dir, kill.victim, kill.after, "run", "--all")
		expectWhole(t, dir)
	}
	if out, err := program(t, dir, "run", "--all"); err != nil {
		t.Fatalf("the run after the killed ones: %v\n%s", err, out)
	}
	expectWhole(t, dir)
	expectGolden(t, dir)
}

// program runs the program on the home and returns its standard output.
func program(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "nyckeltal", append([]string{"--home", dir}, args...)...)
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		err = fmt.Errorf("%w: %s", err, failed.Stderr)
	}
	return string(out), err
}

// runAndKill runs the program and kills it or its engine when so many files are done. A run whose engine was killed must say
// so and fail.
func runAndKill(t *testing.T, dir, victim string, after int, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "nyckeltal", append([]string{"--home", dir}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	done := 0
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		fmt.Fprintln(&said, lines.Text())
		if !strings.Contains(lines.Text(), " records, ") {
			continue
		}
		if done++; done != after {
			continue
		}
		process := cmd.Process.Pid
		if victim == "engine" {
			process = engineProcess(t, dir)
		}
		if err := syscall.Kill(process, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	err = cmd.Wait()
	if err == nil {
		t.Errorf("the run ended well although the %s was killed", victim)
	}
	if victim == "engine" && !strings.Contains(said.String(), "run again to finish the work") {
		t.Errorf("the run does not say what to do:\n%s", said.String())
	}
}

// engineProcess is the process of the home's engine.
func engineProcess(t *testing.T, dir string) int {
	t.Helper()
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	state, err := engine.Status(context.Background(), engineOptions(h, nil))
	if err != nil {
		t.Fatal(err)
	}
	return state.PID
}

// expectWhole compares, for every current publication, the records that are visible with those that were published.
func expectWhole(t *testing.T, dir string) {
	t.Helper()
	var counts []string
	for _, dataset := range []string{"ledger", "payroll", "volume", "ticket", "plan", "allocation", "status"} {
		counts = append(counts, fmt.Sprintf("SELECT load_id, period, count() AS n FROM %s GROUP BY load_id, period", dataset))
	}
	for _, dataset := range []string{"account", "organisation", "project", "customer", "service"} {
		counts = append(counts, fmt.Sprintf("SELECT load_id, 0, count() FROM %s_records GROUP BY load_id", dataset))
	}
	sql := `SELECT count() AS publications, countIf(ifNull(v.n, 0) != p.records) AS wrong
		FROM (SELECT * FROM publications WHERE (dataset, source, period, load_id) IN (SELECT dataset, source, period, load_id FROM current_publications) AND dataset NOT IN ('catalogue', 'measures')) AS p
		LEFT JOIN (` + strings.Join(counts, " UNION ALL ") + `) AS v ON p.load_id = v.load_id AND p.period = v.period`
	out, err := program(t, dir, "query", "--format", "json", sql)
	if err != nil {
		t.Fatal(err)
	}
	var found struct{ Publications, Wrong int }
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if found.Wrong != 0 {
		t.Errorf("%d of %d publications are not whole", found.Wrong, found.Publications)
	}
	t.Logf("%d publications, all whole", found.Publications)
}
