package querylog_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nyckeltal/load/gateway/querylog"
)

func open(t *testing.T, dir string, o querylog.Options) *querylog.Log {
	t.Helper()
	l, err := querylog.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func read(t *testing.T, dir string) (all []querylog.Entry) {
	t.Helper()
	if err := querylog.Read(dir, func(e querylog.Entry) error {
		all = append(all, e)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func write(t *testing.T, l *querylog.Log, e querylog.Entry) {
	t.Helper()
	if err := l.Write(e); err != nil {
		t.Fatal(err)
	}
}

func TestNothingIsRead(t *testing.T) {
	if all := read(t, t.TempDir()); len(all) != 0 {
		t.Error(all)
	}
}

// TestRotation writes more than is kept, by several at once.
func TestRotation(t *testing.T) {
	dir := t.TempDir() + "/log"
	l := open(t, dir, querylog.Options{Limit: 10_000, Kept: 3})
	for i := range 500 {
		write(t, l, querylog.Entry{User: "anna", ID: fmt.Sprint(i), Text: strings.Repeat("x", 100)})
	}
	files, err := filepath.Glob(dir + "/*")
	if err != nil || len(files) != 4 {
		t.Errorf("%v %v", files, err)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 || info.Size() > 10_000 {
			t.Errorf("%s: %v %v", file, info, err)
		}
	}
	all := read(t, dir)
	if last := all[len(all)-1].ID; last != "499" || len(all) < 100 {
		t.Errorf("%d entries until %s", len(all), last)
	}
	for i, e := range all {
		if want := fmt.Sprint(500 - len(all) + i); e.ID != want {
			t.Fatalf("entry %d is %s, want %s", i, e.ID, want)
		}
	}
}

func TestManyWrite(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, querylog.Options{Limit: 50_000, Kept: 100})
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 100 {
				if err := l.Write(querylog.Entry{User: "anna", Text: strings.Repeat("x", 1000)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if n := len(read(t, dir)); n != 800 {
		t.Errorf("%d entries", n)
	}
}

// TestCutOffLine goes on after a program that died within a line.
func TestCutOffLine(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, querylog.FileName), []byte(`{"user":"anna","text":"SEL`), 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, open(t, dir, querylog.Options{}), querylog.Entry{User: "bo"})
	if all := read(t, dir); len(all) != 1 || all[0].User != "bo" {
		t.Errorf("%+v", all)
	}
}

func TestMasking(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, querylog.Options{})
	for text, want := range map[string]string{
		"WHERE p = '19811218-9876'":                      "WHERE p = '[personal number]'",
		"WHERE p = '8112189876'":                         "WHERE p = '[personal number]'",
		"WHERE p IN (198112189876, 811218+9876)":         "WHERE p IN ([personal number], [personal number])",
		"WHERE period = 202311 AND amount > 1234567":     "WHERE period = 202311 AND amount > 1234567",
		"CREATE USER x IDENTIFIED BY 'it''s \\'secret'":  "CREATE USER x IDENTIFIED BY '[password]'",
		"ALTER USER x identified with sha256 by 'secret": "ALTER USER x identified with sha256 by '[password]'",
	} {
		write(t, l, querylog.Entry{Text: text, Error: text, ID: text, Params: map[string]string{"p": text}})
		all := read(t, dir)
		e := all[len(all)-1]
		if e.Text != want || e.Error != want || e.ID != want || e.Params["p"] != want {
			t.Errorf("%s: %+v", text, e)
		}
	}
}

func TestSizes(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, querylog.Options{})
	long := strings.Repeat("ö", 1<<20)
	write(t, l, querylog.Entry{Time: time.Unix(0, 0).UTC(), Text: long, Error: long, ID: long, Params: map[string]string{"a": long, "b": long}})
	write(t, l, querylog.Entry{Text: strings.Repeat("x", 64<<10)})
	all := read(t, dir)
	if e := all[0]; len(e.Text) != 64<<10 || !e.Cut || len(e.Error) != 2<<10 || len(e.ID) != 256 || strings.Contains(e.Text, "\uFFFD") {
		t.Errorf("%d %v %d %d", len(e.Text), e.Cut, len(e.Error), len(e.ID))
	}
	if e := all[1]; e.Cut || len(e.Text) != 64<<10 {
		t.Errorf("%d %v", len(e.Text), e.Cut)
	}
	if info, err := os.Stat(filepath.Join(dir, querylog.FileName)); err != nil || info.Size() > 200_000 {
		t.Errorf("%v %v", info, err)
	}
}
