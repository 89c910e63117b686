package main

import "math/rand/v2"

// planRow is a row of a budget or forecast: an account of a unit, maybe of a project, month by month.
type planRow struct {
	branch  branch
	area    area
	group   group
	account account
	unit    unit
	project string
	months  [12]ore // costs and revenue both positive
}

// year is the sum of the months.
func (p planRow) year() (sum ore) {
	for _, m := range p.months {
		sum += m
	}
	return sum
}

// budget2023 is the budget that counts: the version that was updated in March. Its months are phased: what has
// accumulated in November is not eleven twelfths of the year.
func budget2023(f *figures) *months {
	r := random("budget 2023")
	year, acc := costGoals(f, "Budget helår 2023"), costGoals(f, "Budget ack 2023")
	year.results = sharedResults(f.tkr("ekonomi", rowResult, "Budget helår 2023"), budgetGrain)
	acc.results = sharedResults(f.tkr("ekonomi", rowResult, "Budget ack 2023"), budgetGrain)
	whole, eleven := breakDown(year, budgetGrain), breakDown(acc, budgetGrain)
	m := spreadOver(eleven, november+1, 5, budgetGrain, r)
	whole.each(func(b branch, a area, c group, part *ore) {
		m[november+1][b][a][c] = *part - eleven[b][a][c]
	})
	return m
}

// budgetGrain is the smallest amount in a budget: it is written in tkr with two decimals.
const budgetGrain = tkr / 100

// The update in March lowered the year's costs by 40 mnkr in the administration and 20 mnkr in development, and the
// funding with them.
var loweredInMarch = [branchCount]ore{40_000 * tkr, 20_000 * tkr}

// budgetOfJanuary is the first version of the budget.
func budgetOfJanuary(m *months) *months {
	first := *m
	for month, lowered := range splitOre(loweredInMarch[administration], profile[personnel], budgetGrain) {
		for a, part := range splitOre(lowered, sharesOfArea[personnel], budgetGrain) {
			first[month][administration][a][personnel] += part
			first[month][administration][a][revenue] += part
		}
	}
	for month, lowered := range splitOre(loweredInMarch[development], profile[consultants], budgetGrain) {
		for a, part := range splitOre(lowered, sharesOfDevelopment, budgetGrain) {
			first[month][development][a][consultants] += part
			first[month][development][a][revenue] += part
		}
	}
	return &first
}

// forecast2023 is the forecast made in October for the whole year, in whole kronor.
func forecast2023(f *figures) *months {
	g := costGoals(f, "Prognos helår 2023")
	g.results = printedResults(f, "Prognos helår 2023")
	return spreadOver(breakDown(g, kr), 12, 10, kr, random("prognos 2023"))
}

// planRows breaks the amounts of a year down into rows by account, unit and project.
func planRows(m *months, year int, grain ore, r *rand.Rand) []planRow {
	var rows []planRow
	var year0 amounts
	year0.each(func(b branch, a area, c group, _ *ore) {
		if b == administration || a.developing() {
			rows = append(rows, bucketRows(m, year, b, a, c, grain, r)...)
		}
	})
	return rows
}

// bucketRows makes the rows of one branch, area and group: its two largest accounts, spread over two units.
func bucketRows(m *months, year int, b branch, a area, c group, grain ore, r *rand.Rand) []planRow {
	list, weights := groupAccounts(c, year)
	var rows []planRow
	var shares []int64
	for i := range min(2, len(list)) {
		for j := range min(2, len(units[a])) {
			row := planRow{branch: b, area: a, group: c, account: list[i], unit: units[a][j]}
			if b == development {
				row.project = pick(r, a.ofBranch(development)).code
			}
			rows = append(rows, row)
			shares = append(shares, weights[i]*around(r, 100, 30))
		}
	}
	for month := range m {
		for i, part := range splitOre(m[month][b][a][c], shares, grain) {
			rows[i].months[month] = part
		}
	}
	return rows
}
