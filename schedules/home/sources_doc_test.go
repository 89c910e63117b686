package home_test

import (
	"fmt"
	"testing"
)

// TestSourcesPage takes every example of the page: it is valid by the schema, and a home takes it.
func TestSourcesPage(t *testing.T) {
	schema := jobSchema(t)
	found := examples(t, "../../docs/sources.md", "(?s)```yaml\n(from: ?.*?```)")
	if len(found) < 10 {
		t.Errorf("only %d examples", len(found))
	}
	for i, example := range found {
		job := complete(example + "mapping: {sheets: {all: true}, columns: {customer: {heading: Kund}, name: {heading: Namn}}}\n")
		if err := validate(schema, job); err != nil {
			t.Errorf("example %d: %v", i, err)
		}
		h := write(t, map[string]string{
			"jobs/prov.yaml": job,
			"rclone.conf":    "[ekonomi]\ntype = smb\nhost = fil1\n[sharepoint]\ntype = onedrive\ndrive_id = x\n",
		})
		if _, err := h.Jobs(); err != nil {
			t.Error(fmt.Errorf("example %d: %w", i, err))
		}
	}
}
