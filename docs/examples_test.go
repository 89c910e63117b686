package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	sqlBlock = regexp.MustCompile("(?s)```sql\n(.*?)```\n(\n(?:    [^\n]*\n)*)?")
	gaps     = regexp.MustCompile(` {2,}`)
)

// TestExamples asks what the pages ask of the sample organisation, and compares the answers that they show.
func TestExamples(t *testing.T) {
	for _, page := range []string{"bi.md", "model.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		found := sqlBlock.FindAllStringSubmatch(string(text), -1)
		if len(found) < 3 {
			t.Errorf("%s: only %d examples", page, len(found))
		}
		for _, m := range found {
			sql, shown := m[1], strings.Trim(m[2], "\n")
			var got, want []string
			for _, row := range ask(t, sql) {
				got = append(got, strings.Join(row, " | "))
			}
			if shown != "" {
				for line := range strings.SplitSeq(shown, "\n") {
					want = append(want, gaps.ReplaceAllString(strings.TrimSpace(line), " | "))
				}
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") || len(got) == 0 {
				t.Errorf("%s:\n%s\ngot\n%s\nshown\n%s", page, sql, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}
