package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// kind is what a job loads.
type kind string

// The kinds of jobs that departments have, and the registers that all of them use.
const (
	ledger  kind = "ledger"
	volume  kind = "volume"
	budget  kind = "budget"
	payroll kind = "payroll"
)

// registers are the jobs of the dimensions.
var registers = []string{"accounts", "units", "customers"}

// job is a job of a department.
type job struct {
	name string
	kind kind
	n    int // among those of its kind
}

// departments returns the jobs beside the registers: of twenty, one is a budget and one the payroll, and the others are
// ledgers and volumes.
func departments(jobs int) []job {
	counts := map[kind]int{}
	var list []job
	for i := range jobs - len(registers) {
		k := [2]kind{ledger, volume}[i%2]
		switch i % 20 {
		case 2:
			k = budget
		case 3:
			k = payroll
		}
		list = append(list, job{fmt.Sprintf("%s-%03d", k, counts[k]+1), k, counts[k]})
		counts[k]++
	}
	return list
}

// columns are the mapped columns of each kind; the workbooks' headings are theirs.
var columns = map[kind]string{
	ledger: `
    period: {file: true}
    account: {heading: Account}
    organisation: {heading: Unit}
    voucher: {heading: Voucher}
    amount: {heading: Amount, unit: kr}`,
	volume: `
    period: {file: true}
    item: {heading: Item}
    customer: {heading: Customer}
    quantity: {heading: Amount}`,
	budget: `
    scenario: {constant: budget}
    version: {constant: v1}
    span: {constant: month}
    period: {heading: Period, format: YYYYMM}
    account: {heading: Account}
    organisation: {heading: Unit}
    value: {heading: Amount, unit: kr}`,
	payroll: `
    period: {file: true}
    person: {heading: Person}
    organisation: {heading: Unit}
    employment: {constant: monthly}
    scheduled_hours: {heading: Scheduled}
    worked_hours: {heading: Worked}
    sick_hours: {heading: Amount}`,
}

// datasets are those of each kind, and what the total of the workbook adds up.
var datasets = map[kind][2]string{
	ledger: {"ledger", "amount"}, volume: {"volume", "quantity"}, budget: {"plan", "value"}, payroll: {"payroll", "sick_hours"},
}

const departmentJob = `job: %[1]s
title: %[1]s
dataset: %[2]s
after: [accounts, units, customers]
from: {path: inbox/%[1]s, pattern: "%[1]s_{%[3]s}.xlsx"}
schedule: {at: "02:30", zone: UTC}
max_rejects: 5%%
mapping:
  sheets: {name: Data}
  columns:%[4]s
  skip:
    - {name: total, first: "^Total$"}
  control: {rule: total, label: "^Total$", heading: Amount, column: %[5]s}
`

const registerJob = `job: %[1]s
title: %[1]s
dataset: %[2]s
from: {path: inbox/%[1]s, pattern: %[1]s.xlsx}
schedule: {at: "02:30", zone: UTC}
mapping:
  sheets: {name: Data}
  columns:
    %[2]s: {heading: Code}
    name: {heading: Name}
    %[3]s: {heading: Kind%[4]s}
`

const catalogueText = `# The indicators of the long run.
small_groups: {sickness: 3, hours: 3}
indicators:
`

const indicatorText = `  - id: %[1]s
    name: {sv: %[1]s, en: %[1]s}
    definition: {sv: %[1]s, en: %[1]s}
    family: %[2]s
    unit: "%[3]s"
    decimals: 2
    additivity: %[4]s
    frequency: month
    direction: neutral
    tolerance: 5
    %[5]s
`

// writeHome writes configuration, catalogue and jobs.
func writeHome(dir string, jobs []job, keepDays int) error {
	files := map[string]string{
		"nyckeltal.yaml": fmt.Sprintf("# The home of the long run: see docs/performance.md.\norganisation: {name: Long run}\nlanguage: en\nretention: %d days\n", keepDays),
		"catalogue.yaml": catalogueText +
			fmt.Sprintf(indicatorText, "costs", "finance", "kr", "sum", "numerator: [{measure: ledger.costs}]") +
			fmt.Sprintf(indicatorText, "result", "finance", "kr", "sum", "numerator: [{measure: ledger.result, factor: -1}]") +
			fmt.Sprintf(indicatorText, "letters", "volume", "st", "sum", "numerator: [{measure: volume.letters}]") +
			fmt.Sprintf(indicatorText, "parcels", "volume", "st", "sum", "numerator: [{measure: volume.parcels}]") +
			fmt.Sprintf(indicatorText, "sickness", "hr", "%", "ratio",
				"numerator: [{measure: payroll.sick_hours}]\n    denominator: [{measure: payroll.scheduled_hours}]\n    multiplier: 100"),
		"jobs/accounts.yaml":  fmt.Sprintf(registerJob, "accounts", "account", "groups", `, separator: ","`),
		"jobs/units.yaml":     fmt.Sprintf(registerJob, "units", "organisation", "area", ""),
		"jobs/customers.yaml": fmt.Sprintf(registerJob, "customers", "customer", "kind", ""),
	}
	for _, j := range jobs {
		capture := "period:200601"
		if j.kind == budget {
			capture = "year"
		}
		d := datasets[j.kind]
		files["jobs/"+j.name+".yaml"] = fmt.Sprintf(departmentJob, j.name, d[0], capture, columns[j.kind], d[1])
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			return err
		}
	}
	return nil
}

// The codes that departments use. newAccount is posted on before the chart of accounts has it.
const (
	newAccount  = "6990"
	unknownCode = "9999" // of a unit or a customer that never exists
	movingUnit  = "1000" // reports under another area after the reorganisation
)

// accounts are the report groups of each account.
var accounts = map[string]string{
	"3010": "income,result", "3020": "income,result", "4010": "costs,result", "5010": "costs,result", "6010": "costs,result",
	newAccount: "costs,result",
}

// areas are the areas that units report under.
var areas = [4]string{"North", "East", "South", "West"}

// unitsPerArea is how many units an area has before the reorganisation.
const unitsPerArea = 10

// unit is the code of a unit of an area.
func unit(area, n int) string { return fmt.Sprint(1000 + unitsPerArea*area + n%unitsPerArea) }

// customers is how many customers there are.
const customers = 30

func customer(n int) string { return fmt.Sprint(200 + n%customers) }

// posts tells whether the report groups of an account have the group.
func posts(account, group string) bool {
	return strings.Contains(","+accounts[account]+",", ","+group+",")
}
