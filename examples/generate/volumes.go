package main

import "math/rand/v2"

// item is something that a department counts per customer and month. Its name is its row in the report.
type item struct {
	name     string
	stock    bool // a level at the end of the month, not a count of what happened in it
	decimals int
	season   []int64
	schools  bool // only for those who run schools
	boards   bool // only for boards
	wobble   int64
}

// department delivers a workbook of volumes in its own layout.
type department struct {
	file, name string
	code, long string // its headings of the customer's number and name
	months     []string
	asText     int64 // one of so many cells is text; 0 is none
	items      []item
}

var flat = []int64{100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100}

// departments are those that deliver volumes.
var departments = []department{
	{"ekonomi", "Ekonomi", "Kundnr", "Kund", longMonths, 9, []item{
		{name: "Leverantörsfakturor", season: []int64{104, 99, 106, 98, 103, 101, 72, 84, 103, 108, 111, 109}},
		{name: "Kundfakturor", season: []int64{101, 98, 101, 99, 100, 102, 88, 92, 102, 104, 105, 102}},
	}},
	{"hr", "HR", "Kund-id", "Kundens namn", shortMonths, 0, []item{
		{name: "Lönespecifikationer", season: []int64{97, 98, 98, 98, 99, 103, 112, 109, 99, 98, 98, 98}},
		{name: "Löneärenden", season: []int64{112, 101, 99, 96, 97, 104, 98, 92, 101, 102, 98, 96}},
	}},
	{"kund_och_service", "Kund och service", "Motpart", "Kund", upperMonths, 5, []item{
		{name: "Serviceärenden", season: []int64{109, 102, 106, 96, 99, 94, 58, 108, 118, 107, 106, 95}},
	}},
	{"digital_infrastruktur", "Digital infrastruktur", "Kundnr", "Kund", numberMonths, 0, []item{
		{name: "Pedagogiska datorer", stock: true, season: flat, schools: true, wobble: 4},
		{name: "Administrativa datorer", stock: true, season: flat, wobble: 4},
		{name: "Datalagring", stock: true, decimals: 1, season: flat, wobble: 6},
		{name: "IT-infrastruktur", stock: true, season: flat, boards: true, wobble: 3},
	}},
}

// customersOf returns who is counted for an item, with their weights.
func (i item) customersOf() (list []customer, weights []int64) {
	schools := map[string]bool{"0160": true, "0165": true, "0170": true, "0175": true}
	for _, c := range customers {
		if i.schools && !schools[c.code] || i.boards && c.kind != board {
			continue
		}
		list = append(list, c)
		weights = append(weights, c.size)
	}
	return list, weights
}

// newcomer became a customer in April 2022: there are no figures before.
const newcomer = "0485"

// counted is the figures of an item in units of its last decimal, by customer and month from January 2022 to
// November 2023. A month without a figure is missing, which is something else than 0.
type counted struct {
	item      item
	customers []customer
	units     [][]int64
	missing   func(customer, month int) bool
}

// count breaks an item down to customers.
func (i item) count(f *figures) counted {
	r := random("volym " + i.name)
	list, weights := i.customersOf()
	c := counted{
		item: i, customers: list, units: make([][]int64, len(list)),
		missing: func(customer, month int) bool { return list[customer].code == newcomer && month < 3 },
	}
	totals := i.flow
	if i.stock {
		totals = i.levels
	}
	for month, sum := range totals(f, r) {
		own := weights
		if !i.stock {
			own = jitter(r, weights, 60)
		}
		own = append([]int64(nil), own...)
		for k := range own {
			if c.missing(k, month) {
				own[k] = 0
			}
		}
		for k, part := range split(sum, own) {
			c.units[k] = append(c.units[k], part)
		}
	}
	return c
}

// flow returns the totals of a count by month. The report prints the sums of January to November of both years and of
// the twelve months to November 2023, which decide December 2022.
func (i item) flow(f *figures, r *rand.Rand) []int64 {
	first := f.whole("indikator_manad", i.name, "Utfall Nov 2022")
	second := f.whole("indikator_manad", i.name, "Utfall Nov 2023")
	rolling := f.whole("indikator_manad", i.name, "R12 Utfall Nov 2023")
	season := i.season[:november+1]
	totals := append(split(first, jitter(r, season, 25)), rolling-second)
	return append(totals, split(second, jitter(r, season, 25))...)
}

// levels returns the totals of a stock by month: from a level some percent away to the printed one of December 2022,
// and on to the printed one of November 2023.
func (i item) levels(f *figures, r *rand.Rand) []int64 {
	scale := int64(1)
	for range i.decimals {
		scale *= 10
	}
	unrounded := func(column string) int64 {
		return f.whole("indikator_tertial", i.name, column)*scale + around(r, 0, scale*2/5)
	}
	december, last := unrounded("Utfall T3 2022"), unrounded("Utfall T3 2023")
	start := december * around(r, 985, 20) / 1000
	var totals []int64
	for month := range 12 {
		totals = append(totals, i.between(start, december, int64(month), 11, r))
	}
	for month := range int64(11) {
		totals = append(totals, i.between(december, last, month+1, 11, r))
	}
	return totals
}

// between returns a level on the way from one to another; the ends are exact.
func (i item) between(from, to, step, steps int64, r *rand.Rand) int64 {
	level := from + (to-from)*step/steps
	if step == 0 || step == steps {
		return level
	}
	return level * around(r, 1000, i.wobble) / 1000
}
