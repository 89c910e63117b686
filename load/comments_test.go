package load_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"nyckeltal/ingest/config"
	"nyckeltal/load"
)

// columnTexts is the file of what columns hold.
type columnTexts struct {
	Everywhere map[string]string `yaml:"everywhere"`
	Views      map[string]struct {
		Like    string            `yaml:"like"`
		Columns map[string]string `yaml:"columns"`
	} `yaml:"views"`
}

// explained is a column of a view with its comment.
type explained struct{ view, name, comment string }

func columnsOfViews(t *testing.T, w *load.Warehouse) []explained {
	t.Helper()
	var all []explained
	for _, line := range ask(t, w, `SELECT concat(c.table, '\t', c.name, '\t', c.comment) FROM system.columns AS c
		INNER JOIN system.tables AS t ON c.database = t.database AND c.table = t.name
		WHERE c.database = currentDatabase() AND t.engine = 'View' ORDER BY c.table, c.position`) {
		parts := strings.Split(line, "\t")
		all = append(all, explained{parts[0], parts[1], parts[2]})
	}
	return all
}

// TestEveryColumnIsExplained finds columns of views without a comment, and comments that no column has.
func TestEveryColumnIsExplained(t *testing.T) {
	data, err := os.ReadFile("views/columns.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file columnTexts
	if err := config.Decode("columns.yaml", data, &file); err != nil {
		t.Fatal(err)
	}
	all := columnsOfViews(t, open(t))
	if len(all) < 500 {
		t.Fatalf("only %d columns", len(all))
	}
	shown, everywhere, comments := map[explained]bool{}, map[explained]bool{}, map[string]map[string]bool{}
	for _, c := range all {
		if c.comment == "" {
			t.Errorf("column %s of view %s has no comment: write it into load/views/columns.yaml", c.name, c.view)
		}
		shown[c], everywhere[explained{"", c.name, c.comment}] = true, true
		if comments[c.view] == nil {
			comments[c.view] = map[string]bool{}
		}
		comments[c.view][c.comment] = true
	}
	for name, text := range file.Everywhere {
		if !everywhere[explained{"", name, text}] {
			t.Errorf("no column %s of a view has the comment %q", name, text)
		}
	}
	for view, texts := range file.Views {
		if comments[view] == nil {
			t.Errorf("there is no view %s", view)
		}
		for name, text := range texts.Columns {
			if !shown[explained{view, name, text}] {
				t.Errorf("view %s has no column %s", view, name)
			}
		}
		if texts.Like == "" {
			continue
		}
		taken := 0
		for _, line := range ask(t, open(t), "SELECT concat(name, '\t', comment) FROM system.columns WHERE database = currentDatabase() AND table = '"+texts.Like+"'") {
			name, comment, _ := strings.Cut(line, "\t")
			if shown[explained{view, name, comment}] && texts.Columns[name] == "" {
				taken++
			}
		}
		if taken == 0 {
			t.Errorf("view %s takes nothing from %s", view, texts.Like)
		}
	}
}

// TestTwinsAreExplained expects the comment of every twin to say what it is.
func TestTwinsAreExplained(t *testing.T) {
	w := open(t)
	for _, line := range ask(t, w, "SELECT concat(name, '\t', comment) FROM system.tables WHERE database = currentDatabase() AND endsWith(name, '_as_of')") {
		if name, comment, _ := strings.Cut(line, "\t"); !strings.HasSuffix(comment, "; as it was at a time (at, in UTC)") || strings.HasPrefix(comment, ";") {
			t.Errorf("%s: %q", name, comment)
		}
	}
}

// TestExplainedAnew migrates a warehouse whose views are there already.
func TestExplainedAnew(t *testing.T) {
	w := open(t)
	before := columnsOfViews(t, w)
	if err := w.Conn().Exec(t.Context(), "TRUNCATE TABLE schema_versions"); err != nil {
		t.Fatal(err)
	}
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := columnsOfViews(t, w); !slices.Equal(before, after) {
		t.Errorf("before:\n%v\nafter:\n%v", before, after)
	}
}
