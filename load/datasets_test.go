package load_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// readIn are the relations that the SQL of each view reads.
func readIn(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("views/*.sql")
	if err != nil || len(files) < 50 {
		t.Fatalf("only %d views: %v", len(files), err)
	}
	relation := regexp.MustCompile(`\b(?:FROM|JOIN) (\w+)`)
	reads := make(map[string][]string)
	for _, file := range files {
		sql, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, name, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".sql"), "_")
		for _, m := range relation.FindAllStringSubmatch(string(sql), -1) {
			reads[name] = append(reads[name], m[1])
		}
	}
	return reads
}

// factsBehind are the datasets with periods whose records a view shows, in order of their names.
func factsBehind(reads map[string][]string, view string) []string {
	seen := map[string]bool{view: true}
	for next := []string{view}; len(next) > 0; next = next[1:] {
		for _, name := range reads[next[0]] {
			if !seen[name] {
				seen[name] = true
				next = append(next, name)
			}
		}
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(seen)), func(name string) bool {
		d := record.Find(name)
		return d == nil || d.Dimension()
	})
}

// TestDatasetsAreShown finds what was forgotten when a dataset was added.
func TestDatasetsAreShown(t *testing.T) {
	reads := readIn(t)
	var facts []string
	for _, d := range record.Datasets() {
		if !slices.Contains(reads[d.Name], d.Name+"_records") {
			t.Errorf("load/views has no view %s of the published %s_records", d.Name, d.Name)
		}
		if !d.Dimension() {
			facts = append(facts, d.Name)
		}
	}
	slices.Sort(facts)
	if got := factsBehind(reads, "lineage"); !slices.Equal(got, facts) {
		t.Errorf("the view lineage reads %v, and the datasets are %v", got, facts)
	}
	measures := factsBehind(reads, "fact_measures")
	if got := factsBehind(reads, "contributions"); !slices.Equal(got, measures) {
		t.Errorf("the view contributions reads %v, and fact_measures %v", got, measures)
	}
	if got := slices.Sorted(slices.Values(load.Measured())); !slices.Equal(got, measures) {
		t.Errorf("measures are computed anew when %v change (load/measures.go), and fact_measures reads %v", got, measures)
	}
	for _, name := range measures {
		if len(reads[name+"_contributions"]) == 0 {
			t.Errorf("load/views has no view %s_contributions", name)
		}
	}
}
