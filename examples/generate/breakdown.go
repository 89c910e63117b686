package main

import "math/rand/v2"

// amounts are sums per branch, area and group: costs positive, and revenue positive too.
type amounts [branchCount][areaCount][groupCount]ore

// How costs are shared. The rows of sharesOfArea are the groups.
var (
	sharesOfDevelopment = []int64{120, 200, 430, 250} // by developing area
	mixOfDevelopment    = []int64{330, 400, 150, 120} // by group of cost
	sharesOfArea        = [groupCount][]int64{
		personnel:   {170, 195, 95, 225, 120, 155, 40},
		consultants: {90, 110, 170, 430, 110, 60, 30},
		itServices:  {110, 130, 150, 520, 50, 35, 5},
		otherCosts:  {60, 50, 60, 640, 120, 55, 15},
	}
)

// breakDown finds amounts with the sums that g wants. The amounts are multiples of grain.
func breakDown(g goals, grain ore) amounts {
	var x amounts
	totals := [groupCount]ore{
		personnel: g.personnel, consultants: g.consultants, itServices: g.it,
		otherCosts: g.costs - g.personnel - g.consultants - g.it,
	}
	for i, cost := range splitOre(g.development, sharesOfDevelopment, grain) {
		for j, part := range splitOre(cost, mixOfDevelopment, grain) {
			x[development][i][personnel+group(j)] = part
			totals[personnel+group(j)] -= part
		}
	}
	for c := personnel; c < groupCount; c++ {
		for a, part := range splitOre(totals[c], sharesOfArea[c], grain) {
			x[administration][a][c] = part
		}
	}
	x.each(func(b branch, a area, c group, part *ore) {
		if c == revenue {
			*part = g.results[b][a]
		} else {
			x[b][a][revenue] += *part
		}
	})
	return x
}

// each visits every amount: of each branch and area the revenue first.
func (x *amounts) each(visit func(branch, area, group, *ore)) {
	for b := range branchCount {
		for a := range areaCount {
			for c := range groupCount {
				visit(b, a, c, &x[b][a][c])
			}
		}
	}
}

// months are the amounts of the twelve months of a year.
type months [12]amounts

// result is the surplus of a month.
func (m *months) result(month int) (sum ore) {
	m[month].each(func(_ branch, _ area, c group, part *ore) {
		if c == revenue {
			sum += *part
		} else {
			sum -= *part
		}
	})
	return sum
}

// profile says how the amounts of a group are spread over the year.
var profile = [groupCount][]int64{
	revenue:     {98, 99, 101, 100, 101, 100, 95, 97, 101, 102, 103, 103},
	personnel:   {101, 100, 102, 101, 102, 103, 92, 95, 100, 101, 101, 102},
	consultants: {80, 98, 110, 102, 105, 98, 48, 84, 108, 116, 120, 131},
	itServices:  {112, 101, 103, 99, 98, 101, 96, 97, 99, 100, 101, 106},
	otherCosts:  {97, 98, 101, 99, 100, 101, 97, 98, 100, 101, 102, 109},
}

// spreadOver divides the amounts among the months from January to the last one, uneven by some permille.
func spreadOver(x amounts, last int, permille int64, grain ore, r *rand.Rand) *months {
	var m months
	x.each(func(b branch, a area, c group, part *ore) {
		weights := jitter(r, profile[c][:last], permille)
		for i, p := range splitOre(*part, weights, grain) {
			m[i][b][a][c] = p
		}
	})
	return &m
}

// move takes an amount out of one month and spreads it over the earlier months.
func (m *months) move(b branch, a area, c group, month int, amount ore) {
	m[month][b][a][c] -= amount
	for i, p := range splitOre(amount, profile[c][:month], 1) {
		m[i][b][a][c] += p
	}
}
