package service_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/load/engine/enginetest"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/notice"
	"nyckeltal/schedules/service"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

// office is a home with two jobs, of which one comes after the other, and the service that runs them.
type office struct {
	*service.Service
	dir       string
	clock     *steps
	warehouse *load.Warehouse
	log       chan string // its lines
	sent      *mailbox
	stop      func() error
}

const kunder = `
job: kunder
title: Kundregister
dataset: customer
from: {path: inbox, pattern: "kunder*"}
schedule: {at: "02:30", zone: UTC}
mapping:
  sheets: {all: true}
  columns:
    customer: {heading: Kundnr}
    name: {heading: Namn}
    kind: {constant: board}
`

const volymer = `
job: volymer
title: Volymer
dataset: volume
after: [kunder]
from: {path: inbox, pattern: "volymer_{period:200601}.csv"}
schedule: {at: "02:30", zone: UTC, due: workday 3}
max_rejects: 50%
mapping:
  sheets: {all: true}
  columns:
    period: {file: true}
    item: {heading: Post}
    quantity: {heading: Antal}
`

// newOffice makes an office whose service has not begun.
func newOffice(t *testing.T, now time.Time) *office {
	t.Helper()
	o := &office{dir: t.TempDir(), clock: newSteps(now), log: make(chan string, 1000), sent: &mailbox{}}
	o.write(t, "nyckeltal.yaml", "organisation: {name: Prov}\n")
	o.write(t, "jobs/kunder.yaml", kunder)
	o.write(t, "jobs/volymer.yaml", volymer)
	o.write(t, "inbox/kunder.csv", "Kundnr;Namn\n10;Skolan\n")
	o.write(t, "inbox/volymer_202311.csv", "Post;Antal\nbrev;5\npaket;7\n")
	h, err := home.Open(o.dir)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := h.Jobs()
	if err != nil {
		t.Fatal(err)
	}
	indicators, err := catalogue.Load("../../examples/intraservice/catalogue.yaml")
	if err != nil {
		t.Fatal(err)
	}
	deliveries, err := archive.Open(h.State("archive"), now)
	if err != nil {
		t.Fatal(err)
	}
	notices, err := notice.New(notice.Options{Organisation: "Prov", Language: "en", Channels: []notice.Channel{o.sent}})
	if err != nil {
		t.Fatal(err)
	}
	dsn := enginetest.DSN(t)
	if o.warehouse, err = load.Open(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.warehouse.Close() })
	o.Service = service.New(service.Options{
		Runner: schedules.Runner{Home: h, Catalogue: indicators, Archive: deliveries, Now: time.Now}, Jobs: jobs, Notices: notices, Clock: o.clock, Version: "test", Parallel: 2, Drain: time.Minute,
		Log: slog.New(slog.NewTextHandler(lines(o.log), nil)),
		Connect: func(ctx context.Context) (*load.Warehouse, func() error, error) {
			w, err := load.Open(ctx, dsn)
			if err != nil {
				return nil, nil, err
			}
			return w, w.Close, w.Migrate(ctx)
		},
		Lock:   func(context.Context) (func() error, error) { return func() error { return nil }, nil },
		Settle: func(context.Context, *load.Warehouse) error { return nil },
	})
	return o
}

func (o *office) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(o.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// begin starts the service.
func (o *office) begin(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- o.Run(ctx) }()
	o.stop = func() error {
		cancel()
		return <-ended
	}
}

// await waits for lines of the log that hold the texts, in any order, and returns them.
func (o *office) await(t *testing.T, texts ...string) string {
	t.Helper()
	var seen strings.Builder
	tooLong := time.After(2 * time.Minute)
	for len(texts) > 0 {
		select {
		case line := <-o.log:
			seen.WriteString(line)
			for i, text := range texts {
				if strings.Contains(line, text) {
					texts = append(texts[:i:i], texts[i+1:]...)
					break
				}
			}
		case <-time.After(100 * time.Millisecond):
			o.clock.wake()
		case <-tooLong:
			t.Fatalf("waiting for %q; the log says\n%s", texts, seen.String())
		}
	}
	return seen.String()
}

// get asks the monitor.
func (o *office) get(path string) string {
	r := httptest.NewRecorder()
	o.Monitor().ServeHTTP(r, httptest.NewRequest(http.MethodGet, path, nil))
	return fmt.Sprint(r.Code, " ", r.Body.String())
}

// ask returns the rows of a statement, each as one text.
func (o *office) ask(t *testing.T, sql string) string {
	t.Helper()
	rows, err := o.warehouse.Conn().Query(t.Context(), "SELECT concatWithSeparator(' ', '', COLUMNS('.*') APPLY(x -> toString(x))) FROM ("+sql+")")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.TrimSpace(line))
	}
	return strings.Join(all, "; ")
}

// lines writes to a channel.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

var _ io.Writer = lines(nil)

// mailbox keeps the notices.
type mailbox struct{ text bytes.Buffer }

// Name is the mailbox's.
func (m *mailbox) Name() string { return "mailbox" }

// Send keeps a notice.
func (m *mailbox) Send(_ context.Context, message notice.Message) error {
	fmt.Fprintln(&m.text, message.Subject)
	m.text.WriteString(message.Text())
	return nil
}

var noon = time.Date(2023, 12, 4, 12, 0, 0, 0, time.UTC)

// TestNights lets three nights pass: one in which all is well, one in which a source is empty, and one after that was mended.
func TestNights(t *testing.T) {
	o := newOffice(t, noon)
	if got := o.get("/readyz"); !strings.HasPrefix(got, "503") {
		t.Errorf("before it has begun: %s", got)
	}
	o.begin(t)
	o.await(t, "this scheduler acts", `counts from now on" job=kunder`, `counts from now on" job=volymer`)
	if got := o.get("/readyz"); got != "200 leading\n" {
		t.Errorf("ready: %s", got)
	}

	first := time.Date(2023, 12, 5, 2, 30, 0, 0, time.UTC)
	o.clock.until(first)
	log := o.await(t, "job=kunder slot=2023-12-05T02:30", "job=volymer slot=2023-12-05T02:30", "measures published")
	if strings.Index(log, "run=volymer") < strings.Index(log, `settled" job=kunder`) {
		t.Errorf("volymer did not wait for kunder:\n%s", log)
	}
	if got := o.ask(t, "SELECT period, item, toInt32(quantity) FROM volume ORDER BY item"); got != "202311 brev 5; 202311 paket 7" {
		t.Errorf("volume: %s", got)
	}
	if got := o.ask(t, "SELECT run_id, trigger, outcome FROM runs ORDER BY run_id"); got !=
		"kunder@2023-12-05T02:30:00Z schedule loaded; volymer@2023-12-05T02:30:00Z schedule loaded" {
		t.Errorf("runs: %s", got)
	}

	empty := filepath.Join(o.dir, "inbox", "kunder.csv")
	if err := os.Rename(empty, empty+".away"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(empty+".away", filepath.Join(o.dir, "register.csv")); err != nil {
		t.Fatal(err)
	}
	o.clock.until(first.AddDate(0, 0, 1))
	o.await(t, "job=kunder slot=2023-12-06T02:30:00.000Z result=failed", "job=volymer slot=2023-12-06T02:30:00.000Z result=blocked")

	o.write(t, "inbox/kunder.csv", "Kundnr;Namn\n10;Skolan\n11;Parken\n")
	o.write(t, "inbox/volymer_202311.csv", "Post;Antal\nbrev;6\npaket;många\n")
	o.clock.until(first.AddDate(0, 0, 2))
	o.await(t, "job=kunder slot=2023-12-07T02:30:00.000Z result=succeeded", "job=volymer slot=2023-12-07T02:30:00.000Z result=succeeded", "measures published")
	metrics := o.get("/metrics")
	for _, want := range []string{
		`nyckeltal_slots_total{job="kunder",result="succeeded"} 2`, `nyckeltal_slots_total{job="kunder",result="failed"} 1`,
		`nyckeltal_slots_total{job="volymer",result="blocked"} 1`, `nyckeltal_rejected_rows{job="volymer"} 1`,
		`nyckeltal_rows_total{job="volymer",outcome="mapped"} 3`, `nyckeltal_last_success_timestamp_seconds{job="volymer"} 1.7019162e+09`,
		`nyckeltal_scheduler_leading 1`, `nyckeltal_build_info{version="test"} 1`, "nyckeltal_late_deliveries{job=\"volymer\"} ",
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("there is no %s in\n%s", want, metrics)
		}
	}
	if err := o.stop(); err != nil {
		t.Error(err)
	}
	if told := o.sent.text.String(); strings.Contains(told, "Kundregister") || !strings.Contains(told, "Volymer (volymer)") {
		t.Errorf("kunder works again, rows of volymer are refused; told was\n%s", told)
	}
}

// TestRestart stops the service and starts it days later: each job makes up for the slots that were missed by one run.
func TestRestart(t *testing.T) {
	o := newOffice(t, noon)
	o.begin(t)
	o.await(t, `counts from now on" job=kunder`, `counts from now on" job=volymer`)
	if err := o.stop(); err != nil {
		t.Fatal(err)
	}
	o.clock.until(noon.AddDate(0, 0, 3))
	o.begin(t)
	o.await(t, "run=kunder@2023-12-07T02:30:00Z attempt=1 caught_up=true missed=2", "job=volymer slot=2023-12-07T02:30:00.000Z result=succeeded", "measures published")
	if got := o.ask(t, "SELECT DISTINCT trigger FROM runs"); got != "catch-up" {
		t.Errorf("triggers: %s", got)
	}
	if got := o.ask(t, "SELECT job, slot, result, missed FROM settlements WHERE result != 'enrolled' ORDER BY job"); got !=
		"kunder 2023-12-07 02:30:00 succeeded 2; volymer 2023-12-07 02:30:00 succeeded 2" {
		t.Errorf("settled: %s", got)
	}
	if err := o.stop(); err != nil {
		t.Error(err)
	}
}

// TestStandby has a second service on the same warehouse, which does nothing until the first one ends.
func TestStandby(t *testing.T) {
	o := newOffice(t, noon)
	o.begin(t)
	o.await(t, `counts from now on" job=volymer`)
	other := *o
	other.Service = service.New(o.Options)
	other.begin(t)
	o.await(t, "another scheduler acts")
	if got := other.get("/readyz"); got != "200 standing by\n" {
		t.Errorf("the second one: %s", got)
	}
	if err := o.stop(); err != nil {
		t.Fatal(err)
	}
	o.clock.until(time.Date(2023, 12, 5, 2, 30, 0, 0, time.UTC))
	o.await(t, "this scheduler acts", "job=volymer slot=2023-12-05T02:30:00.000Z result=succeeded")
	if got := other.get("/readyz"); got != "200 leading\n" {
		t.Errorf("the second one: %s", got)
	}
	if err := other.stop(); err != nil {
		t.Error(err)
	}
}
