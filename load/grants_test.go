package load_test

import (
	"strings"
	"testing"
	"time"

	"nyckeltal/load"
)

func TestGrantsAreStatements(t *testing.T) {
	w := open(t)
	for _, topology := range []load.Topology{{}, {Layout: load.Replicated, Cluster: "all"}, {Layout: load.Sharded, Cluster: "all"}} {
		text := load.Grants(load.Connection{Database: "city figures", Topology: topology}, load.Limits{Time: time.Minute, Memory: 4e9, Rows: 1e7})
		var plain []string
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "--") {
				plain = append(plain, line)
			}
		}
		statements := strings.Split(strings.TrimSpace(strings.Join(plain, "")), ";\n")
		if len(statements) < 100 {
			t.Errorf("%s: only %d statements", topology.Layout, len(statements))
		}
		for _, statement := range statements {
			statement = strings.TrimSuffix(statement, ";")
			var formatted string
			if err := w.Conn().QueryRow(t.Context(), "SELECT formatQuery(?)", statement).Scan(&formatted); err != nil {
				t.Errorf("%s: %v", statement, err)
			}
			if (topology.Cluster != "") != strings.Contains(formatted, "ON CLUSTER") {
				t.Errorf("%s: %s", topology.Layout, formatted)
			}
		}
	}
}

// TestEveryViewIsForSomebody looks whether what roles may read is there.
func TestEveryViewIsForSomebody(t *testing.T) {
	w := open(t)
	views := ask(t, w, "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View'")
	exists := map[string]bool{}
	for _, name := range views {
		exists[name] = true
	}
	for _, role := range load.Roles() {
		for _, name := range load.Readable(role) {
			if !exists[name] {
				t.Errorf("%s may read %s, which there is not", role, name)
			}
		}
	}
	if admin := load.Readable(load.Admin); len(admin) != len(views) {
		t.Errorf("an admin reads %d of %d views", len(admin), len(views))
	}
	for _, name := range load.Readable(load.Analyst) {
		for _, kept := range []string{"payroll", "lineage", "contributions", "kpi_values_as_of", "hr_indicators_as_of", "kpi_monthly_as_of"} {
			if name == kept {
				t.Errorf("an analyst may read %s", name)
			}
		}
	}
}
