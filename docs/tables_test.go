package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var tableWithKey = regexp.MustCompile("`([a-z_]+)` \\(([a-z_, ]+)\\)")

// TestTables compares the list of tables in architecture.md, with what they are sorted by, with a warehouse.
func TestTables(t *testing.T) {
	text, err := os.ReadFile("architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## The tables\n")
	list, _, found := strings.Cut(section, "Views lie in")
	if !found {
		t.Fatal("architecture.md has no list of tables")
	}
	listed := map[string]string{}
	for _, m := range tableWithKey.FindAllStringSubmatch(list, -1) {
		listed[m[1]] = m[2]
	}
	for _, row := range ask(t, "SELECT name, sorting_key FROM system.tables WHERE database = currentDatabase() AND engine = 'MergeTree'") {
		if listed[row[0]] != row[1] {
			t.Errorf("table %s (%s) is listed as (%s)", row[0], row[1], listed[row[0]])
		}
		delete(listed, row[0])
	}
	if len(listed) > 0 {
		t.Errorf("there are no tables %v", listed)
	}
}
