package load_test

import (
	"fmt"
	"strings"
	"testing"

	"nyckeltal/transform/record"
)

// lineage are the columns that every table of records begins with.
var lineage = []string{"load_id", "sheet", "row", "cell", "origin"}

func TestTablesHaveTheColumnsOfTheDatasets(t *testing.T) {
	w := open(t)
	for _, d := range record.Datasets() {
		rows, err := w.Conn().Query(t.Context(), "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = ? ORDER BY position", d.Name+"_records")
		if err != nil {
			t.Fatal(err)
		}
		var have []string
		for rows.Next() {
			var name, typ string
			if err := rows.Scan(&name, &typ); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(typ, "Decimal") || strings.Contains(typ, "Nullable") {
				name += " " + typ
			}
			have = append(have, name)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		want := append([]string{}, lineage...)
		for _, c := range d.Columns {
			want = append(want, describe(c))
		}
		if strings.Join(have, ", ") != strings.Join(want, ", ") {
			t.Errorf("%s_records:\n have %s\n want %s", d.Name, strings.Join(have, ", "), strings.Join(want, ", "))
		}
	}
}

// describe is the column's name, with the type where precision or NULL matter.
func describe(c record.Column) string {
	inner := ""
	switch c.Type {
	case record.Decimal:
		inner = fmt.Sprintf("Decimal(18, %d)", c.Scale)
	case record.Int:
		inner = "Int32"
	case record.Date:
		inner = "Date32"
	case record.DateTime:
		inner = "DateTime('UTC')"
	}
	switch {
	case inner == "":
		return c.Name
	case !c.Required:
		return c.Name + " Nullable(" + inner + ")"
	case c.Type == record.Decimal:
		return c.Name + " " + inner
	}
	return c.Name
}

func TestEveryViewAnswersAndIsExplained(t *testing.T) {
	w := open(t)
	rows, err := w.Conn().Query(t.Context(), "SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND engine = 'View' AND NOT endsWith(name, '_as_of')")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for rows.Next() {
		var name, comment string
		if err := rows.Scan(&name, &comment); err != nil {
			t.Fatal(err)
		}
		if comment == "" {
			t.Errorf("view %s has no comment", name)
		}
		names = append(names, name)
	}
	for _, name := range names {
		var n uint64
		if err := w.Conn().QueryRow(t.Context(), "SELECT count() FROM "+name).Scan(&n); err != nil {
			t.Errorf("view %s: %v", name, err)
		}
	}
	for _, expected := range []string{
		"kpi_monthly", "kpi_tertial", "kpi_yearly", "finance_indicators", "result_by_area", "hr_indicators", "invoice_counts",
		"sla_compliance", "cost_per_service", "cost_per_customer", "unit_costs", "project_status", "delivery_status", "rejects", "lineage",
	} {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+expected+" ") {
			t.Errorf("there is no view %s", expected)
		}
	}
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	w := open(t)
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var versions uint64
	if err := w.Conn().QueryRow(t.Context(), "SELECT count() FROM schema_versions").Scan(&versions); err != nil {
		t.Fatal(err)
	}
	if versions != 1 {
		t.Errorf("%d versions are registered, want 1", versions)
	}
}
