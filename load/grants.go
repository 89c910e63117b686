package load

import (
	"fmt"
	"slices"
	"strings"
)

// Grants is SQL that gives a ClickHouse server what the embedded engine does by itself: the roles nyckeltal_analyst, nyckeltal_auditor and
// nyckeltal_admin, which read the views that Readable lists, within the limits. An administrator of the server runs it; running it again
// brings the roles up to date. Accounts are then made with CREATE USER … DEFAULT ROLE nyckeltal_analyst.
func Grants(c Connection, limits Limits) string {
	g := &grants{database: quoteName(c.Database), on: c.Topology.onCluster()}
	g.add("-- Roles for those who read %s with tools of their own. Run it as an administrator; it may be run again.", c.Database)
	g.add("-- The views must answer by the rights of their owner: set default_normal_view_sql_security = 'DEFINER' for the")
	g.add("-- pipeline's account before the first migrate, or the roles see views but no rows.")
	g.add("-- An account:  CREATE USER anna%s IDENTIFIED BY '…' DEFAULT ROLE %s;", g.on, roleName(Analyst))
	for _, role := range Roles() {
		g.role(role)
	}
	g.limits(limits)
	g.persons(c.Topology)
	return g.text.String()
}

// roleName is the name of a role on a server, which may have others.
func roleName(role string) string { return "nyckeltal_" + role }

// grants writes the statements.
type grants struct {
	text     strings.Builder
	database string // quoted
	on       string // the clause ON CLUSTER, with a blank in front
}

func (g *grants) add(format string, args ...any) { fmt.Fprintf(&g.text, format+"\n", args...) }

func (g *grants) role(role string) {
	name := roleName(role)
	g.add("\nCREATE ROLE IF NOT EXISTS %s%s;", name, g.on)
	g.add("REVOKE%s ALL ON %s.* FROM %s;", g.on, g.database, name)
	for _, view := range Readable(role) {
		g.add("GRANT%s SELECT ON %s.%s TO %s;", g.on, g.database, view, name)
	}
}

// limits bounds what the roles' statements take. Clients such as clickhouse-go and Grafana send max_execution_time with every one.
func (g *grants) limits(limits Limits) {
	roles := g.roles(Roles())
	g.add("\nCREATE SETTINGS PROFILE OR REPLACE nyckeltal_readers%s SETTINGS readonly = 1,", g.on)
	g.add("    max_execution_time = %d MIN 1 MAX %[1]d CHANGEABLE_IN_READONLY, max_memory_usage = %d READONLY,", int(limits.Time.Seconds()), limits.Memory)
	g.add("    max_result_rows = %d READONLY, result_overflow_mode = 'throw' READONLY TO %s;", limits.Rows, roles)
	g.add("CREATE QUOTA OR REPLACE nyckeltal_readers%s KEYED BY user_name FOR INTERVAL 1 hour MAX queries = 10000, execution_time = 1800 TO %s;", g.on, roles)
}

// persons hides the rows of single persons from the roles, should somebody ever grant the table by mistake. Views read it with the rights
// of their owner.
func (g *grants) persons(t Topology) {
	few := g.roles([]string{Analyst, Auditor})
	tables := []string{"payroll_records"}
	if t.distributed(tables[0]) {
		tables = append(tables, tables[0]+localSuffix)
	}
	g.add("")
	for _, table := range tables {
		g.add("CREATE ROW POLICY OR REPLACE nyckeltal_no_persons%s ON %s.%s USING 0 TO %s;", g.on, g.database, table, few)
		g.add("CREATE ROW POLICY OR REPLACE nyckeltal_all_else%s ON %s.%s USING 1 TO ALL EXCEPT %s;", g.on, g.database, table, few)
	}
}

func (g *grants) roles(roles []string) string {
	names := slices.Clone(roles)
	for i, role := range names {
		names[i] = roleName(role)
	}
	return strings.Join(names, ", ")
}
