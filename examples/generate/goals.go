package main

import "math/rand/v2"

// goals are the sums that the postings or plans of a span of months must have. Costs and surplus are positive.
type goals struct {
	costs, personnel, consultants, it ore
	development                       ore // costs of the development projects, also part of the groups above
	results                           [branchCount][areaCount]ore
}

// The rows of the table ekonomi.
const (
	rowCosts       = "Verksamhetens kostnader"
	rowPersonnel   = "Personalkostnader"
	rowConsultants = "Konsultkostnader"
	rowIT          = "IT-tjänster, IT-program och licenser"
	rowDevelopment = "Kostnad utvecklingsprojekt"
	rowResult      = "Verksamhetens resultat"
)

// costGoals reads a column of the table ekonomi, with the results left open.
func costGoals(f *figures, column string) goals {
	return goals{
		costs:       f.tkr("ekonomi", rowCosts, column),
		personnel:   f.tkr("ekonomi", rowPersonnel, column),
		consultants: f.tkr("ekonomi", rowConsultants, column),
		it:          f.tkr("ekonomi", rowIT, column),
		development: f.tkr("ekonomi", rowDevelopment, column),
	}
}

// unrounded moves every cost by less than half a tkr, so that it still rounds to the printed figure.
func (g goals) unrounded(r *rand.Rand) goals {
	for _, cost := range []*ore{&g.costs, &g.personnel, &g.consultants, &g.it, &g.development} {
		*cost += ore(around(r, 0, int64(tkr)*2/5))
	}
	return g
}

// printedResults reads a column of the table resultat: the printed parts.
func printedResults(f *figures, column string) (results [branchCount][areaCount]ore) {
	for b := range branchCount {
		for a := range areaCount {
			row := branchNames[b] + "/" + areaNames[a]
			if b == administration || a.developing() {
				results[b][a] = f.tkr("resultat", row, column)
			}
		}
	}
	return results
}

// unroundedResults finds unrounded results: each part rounds to its printed figure, so does the sum of each branch,
// and so does the sum of all, even where the printed parts add up to another figure than the printed sum.
func unroundedResults(f *figures, column string, r *rand.Rand) [branchCount][areaCount]ore {
	results := printedResults(f, column)
	sums := [branchCount]ore{
		f.tkr("resultat", "förvaltning/Summa förvaltning", column),
		f.tkr("resultat", "utveckling/Summa utveckling", column),
	}
	all := f.tkr("resultat", "Resultat", column)
	lacking := all - sums[administration] - sums[development]
	// A fifth of the rounding is left to the sum of all; the branches share the rest.
	offset := lacking - lacking/5 + ore(around(r, 0, int64(tkr)/50))
	shares := splitOre(offset, []int64{54, 46}, 1)
	for b := range branchCount {
		spread(&results[b], sums[b]+shares[b], b, r)
	}
	return results
}

// spread moves the printed results of a branch by fractions of a tkr, so that they add up to sum.
func spread(results *[areaCount]ore, sum ore, b branch, r *rand.Rand) {
	var weights []int64
	var areas []area
	for a := range areaCount {
		sum -= results[a]
		if b == administration || a.developing() {
			areas = append(areas, a)
			weights = append(weights, 1)
		}
	}
	parts := splitOre(sum, weights, 1)
	for i := range parts[:len(parts)-1] {
		shift := ore(around(r, 0, int64(tkr)/8))
		parts[i] += shift
		parts[i+1] -= shift
	}
	for i, a := range areas {
		results[a] += parts[i]
	}
}

// sharedResults divides a result that no report breaks down among the areas, surplus and deficit alike.
func sharedResults(total ore, grain ore) (results [branchCount][areaCount]ore) {
	surplus := [areaCount]int64{40, 160, 0, 420, 500, 270, 0}
	deficit := [branchCount][areaCount]int64{{0, 0, 130, 0, 0, 0, 20}, {10, 0, 180, 50, 0, 0, 0}}
	for a := range areaCount {
		results[administration][a] = total * ore(surplus[a]-deficit[administration][a]) / 1000 / grain * grain
		results[development][a] = -total * ore(deficit[development][a]) / 1000 / grain * grain
	}
	rest := total
	for b := range branchCount {
		for a := range areaCount {
			rest -= results[b][a]
		}
	}
	results[administration][infrastructure] += rest
	return results
}
