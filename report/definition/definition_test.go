package definition_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nyckeltal/ingest/config"
	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
)

// small is a definition without fault; the cases below spoil it.
const small = `report: month
title: Month
period: month
highlights:
  - {table: costs, row: staff, column: actual, against: budget}
sections:
  - id: economy
    title: {sv: Ekonomi, en: Economy}
    content:
      - table:
          id: costs
          caption: Costs
          unit: tkr
          columns:
            - {id: actual, heading: "Actual {year}", scenario: actual, window: ytd}
            - {id: budget, heading: Budget, scenario: budget, window: ytd}
            - {id: status, heading: Status, status: ytd}
          rows:
            - {indicator: staff, leave_blank: [budget]}
            - group: by branch
              rows:
                - {indicator: staff, slice: {kind: branch, name: development}, style: subtotal}
      - breakdown:
          id: services
          caption: Services
          by: service
          columns:
            - {id: actual, heading: Actual, scenario: actual, shift: -1}
      - list: {id: projects, kind: project, heading: Projects}
      - chart: {id: trend, caption: Trend, kind: rolling, indicators: [staff]}
      - note: Read this
`

func TestParse(t *testing.T) {
	d, err := definition.Parse("small.yaml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	table := d.Sections[0].Content[0].Table
	if got := d.Sections[0].Title.In(locale.English); got != "Economy" {
		t.Errorf("English title: %q", got)
	}
	if got := d.Title.In(locale.Swedish); got != "Month" {
		t.Errorf("one title for all languages: %q", got)
	}
	if got := table.Rows[1].Rows[0].Identity(table); got != "staff/branch/development" {
		t.Errorf("identity of the slice's row: %q", got)
	}
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"unknown key": {
			"caption: Costs", "captoin: Costs",
			`small.yaml:12:11: unknown key "captoin" (did you mean "caption"?)`,
		},
		"unknown key far from all": {
			"period: month", "period: month\nfrequency: 3",
			`small.yaml:4:1: unknown key "frequency"`,
		},
		"unknown language":   {"en: Economy", "de: Economie", `small.yaml:8:26: unknown key "de"`},
		"not YAML":           {"report: month", "report: [month", `small.yaml:`},
		"wrong type":         {"shift: -1", "shift: last", `small.yaml:28:`},
		"no name":            {"report: month", "report: ", `small.yaml:1:`},
		"bad name":           {"report: month", "report: My Report", `small.yaml:1:9: report: "My Report" is not a name`},
		"calendar":           {"period: month", "period: moth", `small.yaml:3:9: period: expected one of month, year, found "moth" (did you mean "month"?)`},
		"scenario":           {"heading: Budget, scenario: budget", "heading: Budget, scenario: budgets", `small.yaml:16:55: sections[0].content[0].table.columns[1].scenario: expected one of actual, budget, forecast, target, found "budgets" (did you mean "budget"?)`},
		"window":             {"status: ytd", "status: week", `small.yaml:17:53: sections[0].content[0].table.columns[2].status: expected one of month, ytd`},
		"status and window":  {"status: ytd", "status: ytd, window: ytd", `a column of status, trend or deviation has neither scenario, window nor shift`},
		"placeholder":        {"{year}", "{yaer}", `small.yaml:15:37: sections[0].content[0].table.columns[0].heading: unknown placeholder {yaer}`},
		"leave blank":        {"[budget]", "[budgets]", `small.yaml:19:48: sections[0].content[0].table.rows[0].leave_blank[0]: the table costs has no column "budgets" (did you mean "budget"?): it has actual, budget`},
		"highlight row":      {"row: staff", "row: staf", `small.yaml:5:25: highlights[0].row: the table costs has no row "staf" (did you mean "staff"?)`},
		"highlight table":    {"{table: costs, row", "{table: cost, row", `highlights[0].table: the report has no table "cost"`},
		"highlight status":   {"against: budget", "against: status", `the table costs has no column "status"`},
		"row twice":          {", slice: {kind: branch, name: development}", "", `the row "staff" exists already in this table`},
		"column twice":       {"{id: budget, heading", "{id: actual, heading", `"actual" exists already in this table`},
		"block twice":        {"id: trend", "id: costs", `the block "costs" exists already in this report`},
		"slice kind":         {"kind: branch,", "kind: brunch,", `expected one of organisation, area, branch`},
		"slice name":         {"name: development", `name: ""`, `the slice has no name`},
		"style":              {"style: subtotal", "style: bold", `expected one of subtotal, total, found "bold"`},
		"no indicator":       {"{indicator: staff, leave_blank: [budget]}", "{id: staff}", `the row names no indicator`},
		"group with figures": {"group: by branch", "group: by branch\n              indicator: staff", `a group has no figures of its own`},
		"two kinds":          {"- note: Read this", "- note: Read this\n        list: {id: x, kind: project, heading: X}", `expected exactly one of table, breakdown, list, chart and note, found 2`},
		"no kind":            {"- note: Read this", "- note: \"\"", `found 0`},
		"breakdown":          {"by: service", "by: servcie", `did you mean "service"?`},
		"list kind":          {"kind: project", "kind: programme", `expected one of activity, assignment, project`},
		"chart kind":         {"kind: rolling", "kind: pie", `expected one of months, rolling`},
		"no indicators":      {"[staff]", "[]", `the chart names no indicators`},
		"no text":            {"caption: Costs", `caption: ""`, `a text is missing`},
		"deviation": {
			"{id: status, heading: Status, status: ytd}", "{id: status, heading: Status, status: ytd}\n            - {id: off, heading: Off, deviation: {of: actul, against: status}}",
			`columns[3].deviation.of: the table costs has no column "actul" (did you mean "actual"?): it has actual, budget`,
		},
		"deviation of no figures": {
			"{id: status, heading: Status, status: ytd}", "{id: status, heading: Status, status: ytd}\n            - {id: off, heading: Off, deviation: {of: actual, against: status}}",
			`columns[3].deviation.against: the table costs has no column "status"`,
		},
		"status and trend":       {"status: ytd", "status: ytd, trend: ytd", `expected at most one of status, trend and deviation, found 2`},
		"trend window":           {"status: ytd", "trend: week", `expected one of month, ytd`},
		"for":                    {"period: month", "period: month\nfor: aera", `small.yaml:4:6: for: expected one of organisation, area`},
		"part of the whole":      {`"Actual {year}"`, `"Actual {for}"`, `{for} is filled in reports of a part of the organisation only`},
		"name of the whole":      {"kind: branch,", "kind: total,", `the slice total is the whole organisation and has no name`},
		"shares of indicators":   {"kind: rolling", "kind: shares, scenario: budget", `it has neither indicators nor target`},
		"shares without a plan":  {"kind: rolling, indicators: [staff]", "kind: shares", `scenario: expected one of actual, budget, forecast, target, found ""`},
		"scenario of indicators": {"kind: rolling", "kind: rolling, scenario: budget", `only charts of the kind shares have scenario`},
		"window of months":       {"kind: rolling", "kind: months, window: ytd", `only charts of the kind budget have a window`},
		"note of a group":        {"group: by branch", "group: by branch\n              note: x", `a group has no figures of its own`},
		"decimals":               {"unit: tkr", "decimals: 11", `expected 0 to 10 decimals, found 11`},
	} {
		t.Run(name, func(t *testing.T) {
			spoiled := strings.Replace(small, c.old, c.new, 1)
			if spoiled == small {
				t.Fatalf("%q is not in the definition", c.old)
			}
			_, err := definition.Parse("small.yaml", []byte(spoiled))
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
			var problem *config.Problem
			if !errors.As(err, &problem) {
				t.Errorf("%T is not a *Problem", err)
			}
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	spoiled := strings.NewReplacer("period: month", "period: week", "kind: rolling", "kind: pie").Replace(small)
	_, err := definition.Parse("small.yaml", []byte(spoiled))
	if err == nil || strings.Count(err.Error(), "small.yaml:") != 2 {
		t.Errorf("want two faults, got %v", err)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", small)
	write(t, dir, "b.yml", strings.Replace(small, "report: month", "report: other", 1))
	write(t, dir, "notes.txt", "not a definition")
	all, err := definition.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].Name != "month" || all[1].Name != "other" {
		t.Errorf("loaded %v", all)
	}
	if found, err := definition.Find(all, "other"); err != nil || found != all[1] {
		t.Errorf("found %v, %v", found, err)
	}
	_, err = definition.Find(all, "mont")
	var unknown *definition.UnknownReportError
	if !errors.As(err, &unknown) || err.Error() != `no report "mont" (did you mean "month"?): there are month, other` {
		t.Errorf("got %v", err)
	}
}

func TestLoadFaults(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", small)
	write(t, dir, "b.yaml", small)
	write(t, dir, "c.yaml", "report: [")
	all, err := definition.Load(dir)
	if len(all) != 1 || err == nil || !strings.Contains(err.Error(), `b.yaml: the report "month" is also defined in `) ||
		!strings.Contains(err.Error(), "c.yaml:1:") {
		t.Errorf("got %d definitions and %v", len(all), err)
	}
	if none, err := definition.Load(filepath.Join(dir, "absent")); none != nil || err != nil {
		t.Errorf("absent directory: %v, %v", none, err)
	}
	_, err = definition.Find(nil, "x")
	if err == nil || err.Error() != `no report "x": there are no report definitions` {
		t.Errorf("got %v", err)
	}
}

// FuzzParse: any input gives a definition or an error, never a panic.
func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("report: [\n"))
	f.Add([]byte("sections: [{content: [{table: {rows: [{rows: [{}]}]}}]}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := definition.Parse("fuzz.yaml", data)
		if (d == nil) == (err == nil) {
			t.Errorf("definition %v and error %v", d, err)
		}
	})
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
