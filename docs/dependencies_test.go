package docs_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	requirement = regexp.MustCompile(`(?m)^\t(\S+) v\S+$`) // without "// indirect"
	listed      = regexp.MustCompile("(?m)^\\| `([a-z.]+/\\S+)` \\|")
)

// TestDependencies holds docs/dependencies.md against go.mod: each module that it requires itself is listed once, and no other.
func TestDependencies(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	var required, named []string
	for _, m := range requirement.FindAllStringSubmatch(string(mod), -1) {
		required = append(required, m[1])
	}
	for _, m := range listed.FindAllStringSubmatch(string(page), -1) {
		named = append(named, m[1])
	}
	slices.Sort(required)
	slices.Sort(named)
	for _, m := range required {
		if !slices.Contains(named, m) {
			t.Errorf("%s is not listed in docs/dependencies.md", m)
		}
	}
	for i, m := range named {
		if !slices.Contains(required, m) {
			t.Errorf("%s is listed in docs/dependencies.md, and go.mod does not require it", m)
		}
		if i > 0 && named[i-1] == m {
			t.Errorf("%s is listed twice in docs/dependencies.md", m)
		}
	}
	if len(required) < 40 || !strings.Contains(string(page), "licences.txt") {
		t.Errorf("go.mod requires only %d modules", len(required))
	}
}
