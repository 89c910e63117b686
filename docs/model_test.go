package docs_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nyckeltal/load"
)

var (
	diagram  = regexp.MustCompile("(?s)```mermaid\nerDiagram\n(.*?)```")
	relation = regexp.MustCompile(`^    (\w+) [|}][|o](?:--|\.\.)[|o][|{] (\w+) : ".+"$`)
	entity   = regexp.MustCompile(`^    (\w+) \{$`)
	field    = regexp.MustCompile(`^        (\w+) (\w+)(?: [PF]K)?$`)
)

// TestDiagram compares the diagram of model.md with the views.
func TestDiagram(t *testing.T) {
	text, err := os.ReadFile("model.md")
	if err != nil {
		t.Fatal(err)
	}
	m := diagram.FindStringSubmatch(string(text))
	if m == nil {
		t.Fatal("model.md has no diagram")
	}
	types := make(map[string]string)
	for _, row := range ask(t, `SELECT table, name, replaceRegexpAll(replaceRegexpAll(type, '^(LowCardinality|Nullable)\\((.*)\\)$', '\\2'), '\\(.*', '')
		FROM system.columns WHERE database = currentDatabase()`) {
		types[row[0]+"."+row[1]] = row[2]
	}
	drawn, related := "", make(map[string]bool)
	for line := range strings.Lines(m[1]) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case relation.MatchString(line):
			ends := relation.FindStringSubmatch(line)[1:]
			related[ends[0]], related[ends[1]] = true, true
		case entity.MatchString(line):
			drawn = entity.FindStringSubmatch(line)[1]
			if !related[drawn] || !slices.Contains(readable(load.Analyst), drawn) {
				t.Errorf("%s is related to nothing, or analysts do not see it", drawn)
			}
			delete(related, drawn)
		case field.MatchString(line):
			f := field.FindStringSubmatch(line)
			if got := types[drawn+"."+f[2]]; got != f[1] {
				t.Errorf("%s.%s is drawn as %s, and is %q", drawn, f[2], f[1], got)
			}
		case line != "" && line != "    }":
			t.Errorf("not understood: %s", line)
		}
	}
	if len(related) > 0 {
		t.Errorf("without columns: %v", related)
	}
}
