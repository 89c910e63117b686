package load

import (
	"slices"
	"strings"
	"time"

	"nyckeltal/load/guard"
)

// The roles of those who read the warehouse with a tool of their own. All of them only read.
const (
	Analyst = "analyst" // key figures and dimensions
	Auditor = "auditor" // also where figures came from: records, lineage, rejects, and what was published before
	Admin   = "admin"   // every view, also those with rows of single persons
)

// Roles are the names of all roles, the narrowest first.
func Roles() []string { return []string{Analyst, Auditor, Admin} }

// forAnalysts are views without anything of single persons. Those of the first kind tell nothing of staff at all, so that two times of
// theirs may be compared.
var (
	withoutStaff = strings.Fields(`account organisation project customer service indicators indicator_terms catalogue_version closed_periods
		finance_indicators invoice_counts sla_compliance unit_costs result_by_area cost_per_service cost_per_customer project_status
		delivery_status`)
	withStaff = strings.Fields(`kpi_values kpi_status kpi_monthly kpi_tertial kpi_yearly hr_indicators`)
	ofToday   = strings.Fields(`delivery_calendar run_history`) // whose past is in their rows
)

// forAuditors are further views; lineage tells cells of single persons, without their names.
var forAuditors = strings.Fields(`current_publications late_deliveries closing_pins current_plan ledger volume ticket plan allocation status
	ledger_contributions ticket_contributions volume_contributions plan_contributions measures cube kpi_cube kpi_windows warnings rejects lineage
	deliveries settlements`)

// Readable are the views that a role may read, and their twins (_as_of), which show an earlier time. An analyst gets no twins of
// views with figures of staff: from what two times of a month differ by, the hours of one person who came later could be told.
func Readable(role string) []string {
	names := slices.Concat(withoutStaff, withStaff, ofToday)
	twins := withoutStaff
	switch role {
	case Auditor:
		names = append(names, forAuditors...)
		twins = names
	case Admin:
		names = nil
		for name := range viewNames() {
			names = append(names, name)
		}
		twins = names
	}
	readable := slices.Clone(names)
	for _, name := range twins {
		readable = append(readable, name+asOfSuffix)
	}
	slices.Sort(readable)
	return readable
}

// Limits bound every statement of those who read the embedded warehouse.
type Limits struct {
	Time   time.Duration
	Memory int64 // bytes
	Rows   int64 // of a result
}

// Policies are what each role may do, for package guard.
func Policies(limits Limits) map[string]guard.Policy {
	policies := make(map[string]guard.Policy)
	for _, role := range Roles() {
		policies[role] = guard.Policy{Relations: Readable(role), Time: limits.Time, Memory: limits.Memory, Rows: limits.Rows}
	}
	return policies
}
