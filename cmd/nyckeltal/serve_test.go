//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"nyckeltal/cmd/nyckeltal/internal/faultproxy"
	"nyckeltal/load"
	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// served is a `nyckeltal serve` of a test.
type served struct {
	*exec.Cmd
	log chan string // its lines
}

// serve starts the service on the home.
func serve(t *testing.T, dir string, environment ...string) *served {
	t.Helper()
	s := &served{Cmd: exec.CommandContext(t.Context(), "nyckeltal", "--home", dir, "serve", "--listen", "off", "--log", "text"), log: make(chan string, 1000)}
	s.Env = append(os.Environ(), environment...)
	out, err := s.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Process.Kill() }) // if it has not ended
	go func() {
		defer close(s.log)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			s.log <- lines.Text()
		}
	}()
	return s
}

// await waits for a line of the log that holds the text, and returns the log until then.
func (s *served) await(t *testing.T, text string) string {
	t.Helper()
	var seen strings.Builder
	for line := range s.log {
		fmt.Fprintln(&seen, line)
		if strings.Contains(line, text) {
			return seen.String()
		}
	}
	t.Fatalf("it ended without %q:\n%s", text, seen.String())
	return ""
}

// terminate sends SIGTERM, and returns the rest of the log and how it ended.
func (s *served) terminate(t *testing.T) (string, error) {
	t.Helper()
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var rest strings.Builder
	for line := range s.log {
		fmt.Fprintln(&rest, line)
	}
	return rest.String(), s.Wait()
}

// scheduled is an office whose jobs have a schedule, of which they have missed the slots of three nights.
func scheduled(t *testing.T, dir string) *office {
	t.Helper()
	o := newOffice(t, dir)
	for _, job := range []string{"accounts", "ledger", "budget"} {
		name := "jobs/" + job + ".yaml"
		text, err := os.ReadFile(dir + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		o.write(t, name, string(text)+"\nschedule: {at: \"00:00\", zone: UTC}\n")
	}
	o.mustRun(t)
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := h.Jobs()
	if err != nil {
		t.Fatal(err)
	}
	e := o.engine(t)
	for _, j := range jobs {
		ask(t, e, fmt.Sprintf("INSERT INTO slots (job, slot, result, schedule, written_at, token) SELECT '%s', now('UTC') - 3 * 86400, 'enrolled', '%s', now64(6, 'UTC'), 'test'",
			j.Name, j.Timetable().Schedule))
	}
	return o
}

// holdLedger lets the office's programs meet a proxy that stops at the first write to the ledger, calls then, and goes on when goOn
// is closed.
func (o *office) holdLedger(t *testing.T, e engine.Endpoint, then func()) (proxy *faultproxy.Proxy, held, goOn chan struct{}) {
	t.Helper()
	held, goOn = make(chan struct{}), make(chan struct{})
	return o.watch(t, e, faultproxy.Fault{Step: 1, Count: writesLedger, Pass: true, Do: func() {
		then()
		close(held)
		<-goOn
	}}), held, goOn
}

// TestServeIsReplaced stops a scheduler (SIGSTOP) while it loads the ledger. When its lease has run out, another one takes over and
// does its work, on a newer delivery. The first one wakes up and publishes nothing any more.
func TestServeIsReplaced(t *testing.T) {
	t.Parallel()
	o := scheduled(t, t.TempDir()+"/home")
	o.deliver(t, 1)
	e := o.engine(t)
	var first *served
	started := make(chan struct{})
	proxy, held, goOn := o.holdLedger(t, e, func() {
		<-started
		_ = first.Process.Signal(syscall.SIGSTOP)
	})
	defer proxy.Close()
	first = serve(t, o.dir)
	close(started)
	<-held
	ask(t, e, "ALTER TABLE scheduler_leases UPDATE until = until - toIntervalHour(1) WHERE true SETTINGS mutations_sync = 2")

	elsewhere := o.copyTo(t, t.TempDir()+"/home") // another machine's home on the same warehouse
	const newer = "inbox/ledger_2023.csv"
	elsewhere.write(t, newer, strings.ReplaceAll(o.sets[1][newer], "2023-11;", "2023-12;"))
	address := fmt.Sprintf("%s=http://%s:%s@%s/%s", warehouseVariable, e.User, e.Password, e.Address, load.DefaultDatabase)
	second := serve(t, elsewhere.dir, address)
	second.await(t, "measures published")

	if err := first.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	close(goOn)
	if log := first.await(t, "this scheduler acts no more"); !strings.Contains(log, "another scheduler has taken over") {
		t.Errorf("the first one does not say why:\n%s", log)
	}
	for _, s := range []*served{first, second} {
		if log, err := s.terminate(t); err != nil {
			t.Errorf("%v\n%s", err, log)
		}
	}
	o.announce(t, e)
	if got := ask(t, e, "SELECT DISTINCT period FROM ledger WHERE period >= 202311 ORDER BY period"); got != "202312\n" {
		t.Errorf("the ledger is not that of the newer delivery: months %q", got)
	}
	if got := ask(t, e, "SELECT job, result, fence, count() FROM settlements WHERE result != 'enrolled' GROUP BY ALL ORDER BY job, fence"); got !=
		"accounts\tsucceeded\t1\t1\nbudget\tsucceeded\t1\t1\nledger\tsucceeded\t2\t1\n" && got !=
		"accounts\tsucceeded\t1\t1\nbudget\tsucceeded\t2\t1\nledger\tsucceeded\t2\t1\n" {
		t.Errorf("settled by the leases:\n%s", got)
	}
	if wrong := ask(t, e, publishedCounts); wrong != "" {
		t.Errorf("publications that do not count what is there:\n%s", wrong)
	}
}

// TestServeEndsInGoodOrder sends SIGTERM while the ledger is being loaded: the run ends first.
func TestServeEndsInGoodOrder(t *testing.T) {
	t.Parallel()
	o := scheduled(t, t.TempDir()+"/home")
	o.deliver(t, 1)
	e := o.engine(t)
	proxy, held, goOn := o.holdLedger(t, e, func() {})
	defer proxy.Close()
	s := serve(t, o.dir)
	<-held
	time.AfterFunc(0, func() { close(goOn) })
	log, err := s.terminate(t)
	if err != nil || !strings.Contains(log, "msg=stopped") {
		t.Errorf("%v\n%s", err, log)
	}
	o.announce(t, e)
	if got := ask(t, e, "SELECT result FROM settlements WHERE job = 'ledger' AND result != 'enrolled'"); got != "succeeded\n" {
		t.Errorf("the run of the ledger: %q", got)
	}
	if got := ask(t, e, "SELECT sum(amount) FROM ledger"); got != "4208.5\n" {
		t.Errorf("the ledger: %q", got)
	}
	if got := ask(t, e, "SELECT count() FROM publications WHERE dataset = 'measures' AND period = 0"); got != "2\n" {
		t.Errorf("measures were published %s times", got)
	}
}
