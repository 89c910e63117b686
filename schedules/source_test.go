package schedules_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"nyckeltal/schedules"
)

// change changes the office's job.
func (o *office) change(t *testing.T, old, now string) {
	t.Helper()
	file := o.jobs[0].File
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, strings.Replace(string(text), old, now, 1))
	if o.jobs, err = o.Home.Jobs(); err != nil {
		t.Fatal(err)
	}
}

// from lets the office's job take its files by another from.
func (o *office) from(t *testing.T, from string) {
	t.Helper()
	o.change(t, `{path: inbox, pattern: "kunder*"}`, from)
}

// TestUnchangedIsNotFetched counts what is asked of a server: of a file that has not changed, nothing but the listing. A file
// whose mapping has changed is mapped again from the archive.
func TestUnchangedIsNotFetched(t *testing.T) {
	o := newOffice(t)
	var fetched atomic.Int32
	files := http.FileServer(http.Dir(o.inbox))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, ".csv") {
			fetched.Add(1)
		}
		files.ServeHTTP(w, r)
	}))
	defer server.Close()
	o.from(t, `{path: ":http,url='`+server.URL+`':", pattern: "kunder*"}`)
	path := filepath.Join(o.inbox, "kunder.csv")
	expect := func(outcome schedules.Outcome, gets int32) {
		t.Helper()
		before := fetched.Load()
		result, delivery := o.run(t)
		if got := fetched.Load() - before; result.Outcome != outcome || got != gets {
			t.Errorf("%s after %d fetches, want %s after %d: %v", result.Outcome, got, outcome, gets, delivery.Err)
		}
	}
	write(t, path, customers(5))
	expect(schedules.Loaded, 1)
	expect(schedules.Unchanged, 0)

	write(t, path, customers(6))
	expect(schedules.Loaded, 1)
	o.change(t, "sheets: {name: kunder}", "sheets: {all: true}")
	expect(schedules.Loaded, 0)
	expect(schedules.Unchanged, 0)

	if err := o.Home.ForgetReceived(o.jobs[0].Name); err != nil {
		t.Fatal(err)
	}
	expect(schedules.Unchanged, 1) // a lost memory costs the fetching
	expect(schedules.Unchanged, 0)
}

// TestAfterLoad moves and tags files that were loaded, and no others.
func TestAfterLoad(t *testing.T) {
	t.Run("move", func(t *testing.T) {
		o := newOffice(t)
		o.from(t, `{path: inbox, pattern: "kunder*", after_load: {move: loaded}}`)
		write(t, filepath.Join(o.inbox, "kunder.csv"), customers(5))
		if result, delivery := o.run(t); result.Outcome != schedules.Loaded || delivery.Left != "" {
			t.Errorf("%s, %s, %v", result.Outcome, delivery.Left, result.Err)
		}
		if _, err := os.Stat(filepath.Join(o.inbox, "loaded", "kunder.csv")); err != nil {
			t.Error(err)
		}
		results, err := o.Run(t.Context(), schedules.Request{Jobs: o.jobs, Trigger: schedules.OnDemand})
		if err != nil || results[0].Outcome != schedules.Unchanged || results[0].Err != nil {
			t.Errorf("with nothing left: %+v, %v", results, err)
		}
		write(t, filepath.Join(o.inbox, "kunder.csv"), "neither one thing nor the other\n")
		if result, _ := o.run(t); result.Outcome != schedules.Failed {
			t.Errorf("a bad file: %s", result.Outcome)
		}
		if _, err := os.Stat(filepath.Join(o.inbox, "kunder.csv")); err != nil {
			t.Errorf("what was not loaded is moved: %v", err)
		}
	})
	t.Run("tag", func(t *testing.T) {
		o := newOffice(t)
		o.from(t, `{path: inbox, pattern: "kunder*", after_load: tag}`)
		write(t, filepath.Join(o.inbox, "kunder.csv"), customers(5))
		o.expectLoaded(t, 5)
		if text, err := os.ReadFile(filepath.Join(o.inbox, "kunder.csv.done")); err != nil || !strings.HasSuffix(string(text), "  kunder.csv\n") {
			t.Errorf("%q, %v", text, err)
		}
	})
	t.Run("what cannot be moved is noted", func(t *testing.T) {
		o := newOffice(t)
		o.from(t, `{path: inbox, pattern: "kunder*", after_load: {move: loaded}}`)
		write(t, filepath.Join(o.inbox, "kunder.csv"), customers(5))
		write(t, filepath.Join(o.inbox, "loaded"), "a file where the folder is to be")
		result, delivery := o.run(t)
		if result.Outcome != schedules.Loaded || !strings.Contains(delivery.Left, "left as it is") {
			t.Errorf("%s, %q, %v", result.Outcome, delivery.Left, result.Err)
		}
	})
}
