package main

// resultOfOctober is the accumulated result at the end of October 2023, which the text of the report gives as "ca 25
// mkr"; what it gives as the November cost of the two large development projects is surgeOfNovember.
const (
	resultOfOctober = 25_018 * tkr
	surgeOfNovember = 5_500 * tkr
)

const november = 10 // counted from 0

// actuals2023 are the postings of January to November 2023.
func actuals2023(f *figures) *months {
	r := random("utfall 2023")
	g := costGoals(f, "Utfall ack 2023").unrounded(r)
	g.results = unroundedResults(f, "Ack utfall perioden 2023", r)
	m := spreadOver(breakDown(g, 1), november+1, 20, 1, r)
	// The development costs of November are high, and some of its revenue is invoiced later.
	m.move(development, leadership, consultants, november, -surgeOfNovember*3/4)
	m.move(development, leadership, personnel, november, -surgeOfNovember/4)
	wanted := f.tkr("resultat", "Resultat", "Ack utfall perioden 2023") - resultOfOctober
	m.move(administration, infrastructure, revenue, november, m.result(november)-wanted)
	return m
}

// actuals2022 are the postings of the whole of 2022; the report knows those of January to November.
func actuals2022(f *figures) *months {
	r := random("utfall 2022")
	g := costGoals(f, "Utfall ack 2022").unrounded(r)
	g.results = sharedResults(f.tkr("ekonomi", rowResult, "Utfall ack 2022")+ore(around(r, 0, int64(tkr)*2/5)), 1)
	x := breakDown(g, 1)
	m := spreadOver(x, november+1, 20, 1, r)
	x.each(func(b branch, a area, c group, part *ore) {
		m[november+1][b][a][c] = *part * ore(around(r, profile[c][november+1], 3)) / 1100
	})
	return m
}
