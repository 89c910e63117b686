package home_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"nyckeltal/schedules/home"
)

// write makes a home of files by name.
func write(t *testing.T, files map[string]string) *home.Home {
	t.Helper()
	dir := t.TempDir()
	files["nyckeltal.yaml"] = "organisation: {name: x}\n"
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	h, err := home.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// jobFile is a job that fits the dataset of customers.
func jobFile(name, after, limit string) string {
	return fmt.Sprintf(`job: %s
dataset: customer
after: %s
max_rejects: %s
from: {path: inbox, pattern: kunder.xlsx}
mapping:
  sheets: {all: true}
  columns: {customer: {heading: Kund}, name: {heading: Namn}}
`, name, after, limit)
}

func TestJobsComeAfterThoseTheyDependOn(t *testing.T) {
	h := write(t, map[string]string{
		"jobs/a.yaml": jobFile("a", "[c, b]", "1"),
		"jobs/b.yaml": jobFile("b", "[c]", "1"),
		"jobs/c.yaml": jobFile("c", "[]", "1"),
	})
	jobs, err := h.Jobs()
	if err != nil {
		t.Fatal(err)
	}
	order := ""
	for _, j := range jobs {
		order += j.Name
	}
	if order != "cba" {
		t.Errorf("order %s, want cba", order)
	}
}

func TestLimitOfRejects(t *testing.T) {
	tests := []struct {
		limit          string
		rejected, rows int
		want           bool
	}{
		{"0", 0, 10, true},
		{"0", 1, 10_000, false},
		{"3", 3, 4, true},
		{"3", 4, 10_000, false},
		{"5%", 5, 100, true},
		{"5%", 6, 100, false},
		{"", 1, 100, true}, // 1 % unless the job says otherwise
		{"", 2, 100, false},
	}
	for _, test := range tests {
		h := write(t, map[string]string{"jobs/a.yaml": jobFile("a", "[]", test.limit)})
		jobs, err := h.Jobs()
		if err != nil {
			t.Fatalf("%q: %v", test.limit, err)
		}
		if got := jobs[0].MaxRejects.Allows(test.rejected, test.rows); got != test.want {
			t.Errorf("limit %q allows %d of %d: %v", test.limit, test.rejected, test.rows, got)
		}
	}
	for _, wrong := range []string{"-1", "101%", "some", "1.5"} {
		if _, err := write(t, map[string]string{"jobs/a.yaml": jobFile("a", "[]", wrong)}).Jobs(); err == nil {
			t.Errorf("limit %q is accepted", wrong)
		}
	}
}

func TestThePseudonymKeyIsMadeOnceAndKept(t *testing.T) {
	h := write(t, map[string]string{})
	if err := h.CreateState(); err != nil {
		t.Fatal(err)
	}
	first, err := h.PseudonymKey()
	if err != nil {
		t.Fatal(err)
	}
	second, err := h.PseudonymKey()
	if err != nil || string(first) != string(second) || len(first) != 32 {
		t.Errorf("keys of %d and %d bytes, error %v", len(first), len(second), err)
	}
	info, err := os.Stat(h.State("pseudonym.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(h.State("pseudonym.key"), []byte("short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := h.PseudonymKey(); err == nil {
		t.Error("a damaged key is replaced instead of reported")
	}
}
