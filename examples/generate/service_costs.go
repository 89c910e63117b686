package main

import "time"

// statement is what the base services cost in a year, as their provider states it.
type statement struct {
	kind    string
	year    int
	version string
	dated   time.Time
}

var statements = []statement{
	{"Utfall", 2023, "bokslut", date(2024, 1, 31)},
	{"Budget", 2024, "beslutad", date(2023, 12, 11)},
	{"Förslag budget", 2025, "förslag", date(2024, 3, 1)},
}

// costKinds are the kinds of cost of a service, with their weights.
var (
	costKinds       = []string{"Personal", "Licenser och drift", "Köpta tjänster", "Utveckling inom förvaltning"}
	weightsOfKinds  = []int64{52, 21, 15, 12}
	weightsOfBasics = []int64{9, 31, 55, 5}
)

const totalCostRow = "Total förvaltningskostnad befintliga bastjänster"

// serviceCostBooks makes the statement of the base services' costs, with a block per year.
func serviceCostBooks(f *figures) []workbook {
	r := random("tjänstekostnader")
	b := newBook("Tjänstekostnader", democracy)
	s := b.stream("Förvaltningskostnad", 9, 40, 28, 7, 16, 11, 12, 16)
	s.title("Förvaltningskostnad per bastjänst", "Inklusive utveckling inom förvaltning, kronor")
	s.head("Tjänst", "Tjänstens namn", "Kostnadsslag", "År", "Underlag", "Version", "Daterad", "Belopp")
	for _, st := range statements {
		whole := ore(f.whole("forvaltningskostnad", totalCostRow, labelOf(st.kind, st.year))) * kr
		for i, cost := range splitOre(whole, jitter(r, weightsOfBasics, 30), 100*kr) {
			v := baseServices[i]
			for k, part := range splitOre(cost, jitter(r, weightsOfKinds, 80), 100*kr) {
				s.row(v.code, v.name, costKinds[k], st.year, st.kind, st.version, st.dated, part)
			}
			s.row("Summa "+v.name, nil, nil, nil, nil, nil, nil, total(cost.kronor()))
		}
		s.row("Total förvaltningskostnad "+labelOf(st.kind, st.year), nil, nil, nil, nil, nil, nil, total(whole.kronor()))
		s.gap()
	}
	return []workbook{{"demokrati_och_medborgarservice/tjanstekostnader.xlsx", b}}
}
