package docs_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"nyckeltal/load"
	"nyckeltal/load/catalogue"
	"nyckeltal/load/catalogue/handbook"
	"nyckeltal/schedules/home"
)

var update = flag.Bool("update", false, "write the page anew")

// readable are the views that a role may read, without their twins.
func readable(role string) []string {
	return slices.DeleteFunc(load.Readable(role), func(name string) bool { return strings.HasSuffix(name, "_as_of") })
}

const introduction = `# The indicators and the views

This page is generated from the catalogue of the sample organisation and from the views (` + "`go generate ./docs`" + `). How a
figure is computed, from records to a value, stands in [kpi.md](kpi.md); how the views hang together, with examples, in
[model.md](model.md). The page of indicators of an organisation of your own is what ` + "`nyckeltal indicators --format markdown`" + ` writes.

The comments stand in the warehouse too, where ` + "`DESCRIBE kpi_monthly`" + ` and many tools show them.

## Indicators

`

const forAnalysts = `## Views for analysts

What accounts of the role analyst may read. Each of these views, and each of those below, has a twin that shows an earlier
time: ` + "`finance_indicators_as_of(at = '2023-12-05 14:30:00')`" + `, in UTC, has the columns of ` + "`finance_indicators`" + `. Of views with
figures of staff (` + "`kpi_*`, `hr_indicators`" + `) the twins are for auditors only, [since](kpi.md#small-groups) two times of a small group
can be told apart.

`

const forAuditors = `## Views for auditors

These lead from the records to the figures and back. In the views of records every row carries its place in the delivery.

`

const forAdmins = `## Other views

Accounts of the role admin read these too: rows of single persons, as pseudonyms, and what the others are made of.

`

// TestKeyFigures compares kpis.md with the catalogue and the views.
func TestKeyFigures(t *testing.T) {
	want := keyFigures(t)
	if *update {
		if err := os.WriteFile("kpis.md", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile("kpis.md"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("kpis.md is not what the catalogue and the views say; run go generate ./docs (%v)", err)
	}
}

// keyFigures makes the page.
func keyFigures(t *testing.T) []byte {
	t.Helper()
	var page bytes.Buffer
	page.WriteString(introduction)
	if err := handbook.Markdown(&page, entries(t), 3); err != nil {
		t.Fatal(err)
	}
	comments := make(map[string]string)
	for _, row := range ask(t, "SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND engine = 'View' AND NOT endsWith(name, '_as_of') ORDER BY name") {
		comments[row[0]] = row[1]
	}
	columns := make(map[string][][]string)
	for _, row := range ask(t, `SELECT table, name, replaceRegexpAll(type, 'LowCardinality\\(([^()]+)\\)', '\\1'), comment FROM system.columns
		WHERE database = currentDatabase() ORDER BY table, position`) {
		columns[row[0]] = append(columns[row[0]], row[1:])
	}
	write := func(head string, views []string) {
		page.WriteString(head)
		for _, view := range views {
			if comments[view] == "" || len(columns[view]) == 0 {
				t.Errorf("there is no view %s", view)
			}
			fmt.Fprintf(&page, "### %s\n\n%s.\n\n| column | type | what it holds |\n| --- | --- | --- |\n", view, handbook.Escape(comments[view]))
			for _, c := range columns[view] {
				fmt.Fprintf(&page, "| `%s` | %s | %s |\n", c[0], c[1], handbook.Escape(c[2]))
			}
			page.WriteString("\n")
		}
	}
	told := readable(load.Analyst)
	write(forAnalysts, told)
	for _, further := range []struct{ head, role string }{{forAuditors, load.Auditor}, {forAdmins, load.Admin}} {
		views := slices.DeleteFunc(readable(further.role), func(name string) bool { return slices.Contains(told, name) })
		write(further.head, views)
		told = append(told, views...)
	}
	return bytes.TrimSuffix(page.Bytes(), []byte("\n"))
}

// entries are those of the sample's catalogue.
func entries(t *testing.T) []handbook.Entry {
	t.Helper()
	h, err := home.Open("../examples/intraservice")
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := h.Jobs()
	if err != nil {
		t.Fatal(err)
	}
	filling := make(handbook.Jobs)
	for _, j := range jobs {
		filling[j.Dataset] = append(filling[j.Dataset], j.Name)
	}
	c, err := catalogue.Load("../examples/intraservice/catalogue.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return handbook.New(c, filling)
}
