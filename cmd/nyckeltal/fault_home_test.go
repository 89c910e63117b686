//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/sys/unix"

	"nyckeltal/load"
	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// office is the home of testdata/fault. Its deliveries alternate between two sets, so that the warehouse has two legal
// states: each round begins in one of them and is to end in the other.
type office struct {
	dir   string
	jobs  []string             // what is run in rounds: arguments of run
	sets  [2]map[string]string // deliveries by path: those of home.txtar, and what next.txtar changes
	legal [2]state
	now   int // the index of the state that the warehouse is in
}

// state is what the views show, by the part of it that changes at once. It tells nothing of loads and times.
type state map[string]string

// records are the queries of a state's deliveries, a part for each of them.
var records = map[string]string{
	"accounts":  "SELECT account, name, groups, sheet, row, cell FROM account",
	"ledger":    "SELECT period, account, organisation, amount, sheet, row, cell FROM ledger",
	"budget v1": "SELECT period, dated, account, organisation, value, sheet, row, cell FROM plan WHERE version = 'v1'",
	"budget v2": "SELECT period, dated, account, organisation, value, sheet, row, cell FROM plan WHERE version = 'v2'",
}

// The queries of all figures, and of the measures that they are computed from.
const (
	figures = "SELECT indicator, period, scenario, slice_kind, slice, window, rule, numerator, denominator, months, expected, " +
		"complete, value FROM kpi_values"
	measures = "SELECT indicator, period, scenario, span, organisation, area, branch, customer, service, numerator, " +
		"denominator, stated FROM measures"
)

// makeOffice makes an office, runs it undisturbed to both legal states, leaves it in the first one and stops its engine. It
// is there to be copied.
func makeOffice(t *testing.T) *office {
	t.Helper()
	o := newOffice(t, filepath.Join(t.TempDir(), "home"))
	for _, i := range []int{0, 1, 0} {
		o.deliver(t, i)
		o.mustRun(t)
		o.now, o.legal[i] = i, o.read(t)
	}
	for part := range o.legal[0] {
		if part != "budget v1" && o.legal[0][part] == o.legal[1][part] {
			t.Fatalf("both states have the same %s:\n%s", part, o.legal[0][part])
		}
	}
	o.stop(t)
	return o
}

// copy makes a copy of a stopped office in a folder of the test's own.
func (o *office) copy(t *testing.T) *office {
	t.Helper()
	return o.copyTo(t, filepath.Join(t.TempDir(), "home"))
}

// copyTo is copy into dir, of which the folders may be there already.
func (o *office) copyTo(t *testing.T, dir string) *office {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "cp", "-a", o.dir+"/.", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c := *o
	c.dir = dir
	t.Cleanup(func() { c.stop(t) })
	return &c
}

// newOffice makes an office in dir that has never run.
func newOffice(t *testing.T, dir string) *office {
	t.Helper()
	o := &office{dir: dir, jobs: []string{"--all"}}
	for i, archive := range []string{"home.txtar", "next.txtar"} {
		parsed, err := txtar.ParseFile(filepath.Join("testdata", "fault", archive))
		if err != nil {
			t.Fatal(err)
		}
		o.sets[i] = make(map[string]string)
		for _, file := range parsed.Files {
			if strings.HasPrefix(file.Name, "inbox/") {
				o.sets[i][file.Name] = string(file.Data)
			}
			if i == 0 {
				o.write(t, file.Name, string(file.Data))
			}
		}
	}
	t.Cleanup(func() { o.stop(t) })
	return o
}

// write writes a file of the office, whole at any time.
func (o *office) write(t *testing.T, name, text string) {
	t.Helper()
	if err := o.replace(name, text); err != nil {
		t.Fatal(err)
	}
}

func (o *office) replace(name, text string) error {
	path := filepath.Join(o.dir, name)
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path+".new", []byte(text), 0o600), os.Rename(path+".new", path))
}

// deliver puts a set of deliveries into the inbox.
func (o *office) deliver(t *testing.T, set int) {
	t.Helper()
	for name, text := range o.sets[set] {
		o.write(t, name, text)
	}
}

// mustRun runs the jobs, undisturbed and with the home's own engine.
func (o *office) mustRun(t *testing.T) {
	t.Helper()
	if out, err := program(t, o.dir, append([]string{"run"}, o.jobs...)...); err != nil {
		t.Fatalf("an undisturbed run: %v\n%s", err, out)
	}
}

// engine returns the office's engine, which is started when none runs.
func (o *office) engine(t *testing.T) engine.Endpoint {
	t.Helper()
	h, err := home.Open(o.dir)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Ensure(t.Context(), engineOptions(h, nil))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// narrow makes rounds be of one job alone, with its only delivery.
func (o *office) narrow(t *testing.T, job, delivery string) {
	t.Helper()
	o.jobs = []string{job}
	for i := range o.sets {
		o.sets[i] = map[string]string{delivery: o.sets[i][delivery]}
	}
	next := 1 - o.now
	o.deliver(t, next)
	o.mustRun(t)
	o.now, o.legal[next] = next, o.read(t)
}

// read returns the state of the warehouse.
func (o *office) read(t *testing.T) state {
	t.Helper()
	s := o.readBasis(t)
	s["figures"] = ask(t, o.engine(t), figures+" ORDER BY ALL")
	return s
}

// readBasis returns the state without the figures, which take longer and follow from the measures.
func (o *office) readBasis(t *testing.T) state {
	t.Helper()
	e := o.engine(t)
	s := state{"measures": ask(t, e, measures+" ORDER BY ALL")}
	for part, sql := range records {
		s[part] = ask(t, e, sql+" ORDER BY ALL")
	}
	return s
}

// ask returns the rows of a query as text.
func ask(t *testing.T, e engine.Endpoint, sql string) string {
	t.Helper()
	text, err := send(t.Context(), e, sql)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// send sends a statement to the engine and returns its rows as text.
func send(ctx context.Context, e engine.Endpoint, sql string) (string, error) {
	address := e.URL() + "?" + url.Values{"database": {load.DefaultDatabase}, "default_format": {"TSV"}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(sql))
	if err != nil {
		return "", err
	}
	request.SetBasicAuth(e.User, e.Password)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, text)
	}
	return string(text), err
}

// expect compares the state with a legal one, but for the figures, which follow from the measures.
func (o *office) expect(t *testing.T, want state) {
	t.Helper()
	found := o.readBasis(t)
	for _, part := range slices.Sorted(maps.Keys(found)) {
		if found[part] != want[part] {
			t.Errorf("%s: %s", part, compared(found[part], want[part]))
		}
	}
}

// expectLegal checks that every part of the state is as before the round or as after it, whole. When only some of the
// jobs have succeeded, the figures may also be what the records give that are there.
func (o *office) expectLegal(t *testing.T, partly bool) {
	t.Helper()
	found := o.read(t)
	old, next := o.legal[o.now], o.legal[1-o.now]
	for _, part := range slices.Sorted(maps.Keys(records)) {
		if found[part] != old[part] && found[part] != next[part] {
			t.Errorf("%s is neither the old one: %s\nnor the new one: %s", part, compared(found[part], old[part]), compared(found[part], next[part]))
		}
	}
	switch {
	case found["figures"] == old["figures"] && found["measures"] == old["measures"]:
	case found["figures"] == next["figures"] && found["measures"] == next["measures"]:
	case partly:
		computed := ask(t, o.engine(t), strings.Replace(measures, "FROM measures", "FROM current_measures", 1)+" ORDER BY ALL")
		if found["measures"] != computed {
			t.Errorf("the figures are not those of the records: %s", compared(found["measures"], computed))
		}
	default:
		t.Errorf("the figures are neither the old ones: %s\nnor the new ones: %s",
			compared(found["figures"], old["figures"]), compared(found["figures"], next["figures"]))
	}
}

// compared lists the lines that only one of two texts has.
func compared(found, want string) string {
	var b strings.Builder
	only := func(mark, in, notIn string) {
		others := strings.Split(notIn, "\n")
		n := 0
		for _, line := range strings.Split(in, "\n") {
			if !slices.Contains(others, line) {
				if n++; n <= 10 {
					b.WriteString("\n" + mark + line)
				}
			}
		}
		fmt.Fprintf(&b, "\n%s(%d lines)", mark, n)
	}
	only("found only: ", found, want)
	only("wanted only: ", want, found)
	return b.String()
}

// expectNoDoubles checks that nothing stands twice in the registry, and that what is published is there as it was
// counted.
func (o *office) expectNoDoubles(t *testing.T) {
	t.Helper()
	e := o.engine(t)
	for table, key := range map[string]string{
		"publications": "dataset, source, period, load_id", "loads": "load_id", "runs": "run_id, job",
		"indicator_records": "load_id, indicator", "indicator_term_records": "load_id, indicator, side, measure, area, service",
	} {
		if twice := ask(t, e, "SELECT "+key+", count() FROM "+table+" GROUP BY "+key+" HAVING count() > 1"); twice != "" {
			t.Errorf("twice in %s:\n%s", table, twice)
		}
	}
	if wrong := ask(t, e, publishedCounts); wrong != "" {
		t.Errorf("publications that do not count what is there:\n%s", wrong)
	}
}

// publishedCounts finds the current publications that count other records than there are.
var publishedCounts = func() string {
	var counts []string
	for _, dataset := range []string{"ledger", "plan"} {
		counts = append(counts, "SELECT load_id, period, count() AS n FROM "+dataset+" GROUP BY load_id, period")
	}
	counts = append(counts, "SELECT load_id, 0, count() FROM account_records GROUP BY load_id")
	return `SELECT p.dataset, p.source, p.period, p.records, v.n
		FROM publications AS p
		LEFT JOIN (` + strings.Join(counts, " UNION ALL ") + `) AS v ON p.load_id = v.load_id AND p.period = v.period
		WHERE (p.dataset, p.source, p.period, p.load_id) IN (SELECT dataset, source, period, load_id FROM current_publications)
		AND p.dataset NOT IN ('catalogue', 'measures') AND v.n != p.records`
}()

// stop ends the office's engine, if one runs, and returns when it is gone with all that it held.
func (o *office) stop(t *testing.T) {
	t.Helper()
	h, err := home.Open(o.dir)
	if err != nil {
		t.Fatal(err)
	}
	running, err := engine.Status(context.Background(), engineOptions(h, nil))
	if errors.Is(err, engine.ErrNotRunning) {
		return
	}
	if err == nil {
		err = end(running.PID, syscall.SIGTERM)
	}
	if err != nil {
		t.Error(err)
	}
}

// kill ends a process at once, and returns when it is gone with all that it held.
func kill(pid int) error { return end(pid, syscall.SIGKILL) }

// end sends a process the signal and returns when it is gone.
func end(pid int, signal syscall.Signal) error {
	handle, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return err
	}
	defer unix.Close(handle)
	if err := syscall.Kill(pid, signal); err != nil {
		return err
	}
	for {
		_, err := unix.Poll([]unix.PollFd{{Fd: int32(handle), Events: unix.POLLIN}}, -1)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
