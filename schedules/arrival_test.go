package schedules_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/load/engine/enginetest"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
)

func TestMain(m *testing.M) { enginetest.Main(m) }

var noon = time.Date(2023, 11, 30, 12, 0, 0, 0, time.UTC)

// office is a home with one job, whose observer does something to the inbox at times.
type office struct {
	schedules.Unobserved
	*schedules.Runner
	inbox     string
	jobs      []*home.Job
	onStarted func() // of a file
	onRows    func() // after some thousand rows of a file
}

func newOffice(t *testing.T) *office {
	t.Helper()
	dir := t.TempDir()
	o := &office{inbox: filepath.Join(dir, "inbox"), onStarted: func() {}, onRows: func() {}}
	write(t, filepath.Join(dir, "nyckeltal.yaml"), "organisation: {name: Prov}\n")
	write(t, filepath.Join(dir, "jobs", "kunder.yaml"), `
job: kunder
dataset: customer
from: {path: inbox, pattern: "kunder*"}
mapping:
  sheets: {name: kunder}
  columns:
    customer: {heading: Kundnr}
    name: {heading: Namn}
    kind: {constant: board}
`)
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if o.jobs, err = h.Jobs(); err != nil {
		t.Fatal(err)
	}
	indicators, err := catalogue.Load("../examples/intraservice/catalogue.yaml")
	if err != nil {
		t.Fatal(err)
	}
	deliveries, err := archive.Open(h.State("archive"), noon)
	if err != nil {
		t.Fatal(err)
	}
	w, err := load.Open(t.Context(), enginetest.DSN(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Runner = &schedules.Runner{
		Home: h, Warehouse: w, Archive: deliveries, Catalogue: indicators, Observer: o,
		Now: func() time.Time { return noon },
	}
	return o
}

func (o *office) FileStarted(*home.Job, string) { o.onStarted() }
func (o *office) Rows(int)                      { o.onRows() }

// write writes a file that was last changed a minute before noon.
func write(t *testing.T, path, text string) {
	t.Helper()
	changed := noon.Add(-time.Minute)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600),
		os.Chtimes(path, changed, changed)); err != nil {
		t.Fatal(err)
	}
}

// run runs the job and returns its result, with its only delivery if it has one.
func (o *office) run(t *testing.T) (schedules.Result, schedules.Delivery) {
	t.Helper()
	results, err := o.Run(t.Context(), schedules.Request{Jobs: o.jobs, Trigger: schedules.OnDemand})
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 1 || len(results[0].Deliveries) != 1 {
		t.Fatalf("%+v", results)
	}
	return results[0], results[0].Deliveries[0]
}

// expectWaiting checks that the file was left for the next run because of an error like want, and nothing of it kept.
func (o *office) expectWaiting(t *testing.T, want any) {
	t.Helper()
	result, delivery := o.run(t)
	if result.Outcome != schedules.Waiting || delivery.Outcome != schedules.Waiting || result.Err != nil || result.Waiting() != 1 {
		t.Errorf("%s, %s, %v", result.Outcome, delivery.Outcome, result.Err)
	}
	if kind, ok := want.(error); ok && !errors.Is(delivery.Err, kind) || !ok && !errors.As(delivery.Err, want) {
		t.Errorf("it waits because of: %v", delivery.Err)
	}
	if !strings.HasPrefix(result.Message(), "left for the next run: ") || delivery.Counts.Rows != 0 {
		t.Errorf("%d rows counted, %q", delivery.Counts.Rows, result.Message())
	}
	if kept, err := o.Archive.List(); err != nil || len(kept) != 0 {
		t.Errorf("archived %v, %v", kept, err)
	}
}

// expectLoaded checks that so many records were loaded and the file is kept.
func (o *office) expectLoaded(t *testing.T, records int) {
	t.Helper()
	result, delivery := o.run(t)
	if result.Outcome != schedules.Loaded || result.Records() != records || result.Message() != "" {
		t.Errorf("%s, %d records, %v", result.Outcome, result.Records(), result.Err)
	}
	kept, err := o.Archive.List()
	if err != nil || len(kept) != 1 || kept[0].First().Name != delivery.File {
		t.Errorf("archived %v, %v", kept, err)
	}
	if result, _ := o.run(t); result.Outcome != schedules.Unchanged {
		t.Errorf("then %s, %v", result.Outcome, result.Err)
	}
}

// customers returns a text of so many customers.
func customers(n int) string {
	var b strings.Builder
	b.WriteString("Kundnr;Namn\n")
	for i := range n {
		fmt.Fprintf(&b, "K%05d;Kund %d\n", i, i)
	}
	return b.String()
}

// TestCutOff leaves a file without its end while it is young, and refuses it when it is older.
func TestCutOff(t *testing.T) {
	good, err := os.ReadFile("../examples/intraservice/inbox/kund_och_service/kunder.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		kind       error
	}{
		{"half a workbook", string(good[:len(good)/2]), workbook.ErrTruncated},
		{"nothing yet", "", workbook.ErrEmpty},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			write(t, filepath.Join(o.inbox, "kunder.xlsx"), tt.text)
			o.expectWaiting(t, tt.kind)
			o.Now = func() time.Time { return noon.Add(-2 * time.Minute) } // the server's clock is ahead
			o.expectWaiting(t, tt.kind)
			o.Now = func() time.Time { return noon.Add(10 * time.Minute) }
			result, delivery := o.run(t)
			if result.Outcome != schedules.Failed || !errors.Is(delivery.Err, tt.kind) || !errors.Is(result.Err, tt.kind) {
				t.Errorf("%s: %v", result.Outcome, delivery.Err)
			}
			if kept, err := o.Archive.List(); err != nil || len(kept) != 1 {
				t.Errorf("a refused delivery is kept: %v, %v", kept, err)
			}
		})
	}
}

// TestGrowing lets a file grow at different times of a run. The next run loads it.
func TestGrowing(t *testing.T) {
	const first, all = 5000, 5001
	tests := []struct {
		name string
		when func(o *office, grow func())
	}{
		{"before it is read", func(o *office, grow func()) { o.onStarted = grow }},
		{"while it is mapped", func(o *office, grow func()) { o.onRows = grow }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			path := filepath.Join(o.inbox, "kunder.csv")
			write(t, path, customers(first))
			tt.when(o, func() { write(t, path, customers(all)) })
			var changed *source.ChangedError
			o.expectWaiting(t, &changed)
			if changed == nil || changed.Path != path {
				t.Errorf("changed: %v", changed)
			}
			o.onStarted, o.onRows = func() {}, func() {}
			o.expectLoaded(t, all)
		})
	}
}
