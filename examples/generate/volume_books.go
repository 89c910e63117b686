package main

import (
	"fmt"
	"math/rand/v2"
)

// The ways in which the departments write months.
var (
	longMonths = []string{
		"Januari", "Februari", "Mars", "April", "Maj", "Juni", "Juli", "Augusti", "September",
		"Oktober", "November", "December",
	}
	upperMonths  = []string{"JAN", "FEB", "MAR", "APR", "MAJ", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"}
	numberMonths = []string{
		"jan.", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "sept.", "okt.", "nov.",
		"dec.",
	}
)

// volumeBooks makes one workbook per department with a sheet per item, customers down and months across.
func volumeBooks(f *figures) []workbook {
	var books []workbook
	for _, d := range departments {
		b := newBook("Volymer "+d.name, d.name)
		readme := b.sheet("Läs mig")
		readme.row("Volymer per kund och månad. En flik per volym. Tom cell betyder att uppgift saknas.")
		for _, i := range d.items {
			d.volumeSheet(b, i.count(f))
		}
		books = append(books, workbook{"volymer/volymer_" + d.file + ".xlsx", b})
	}
	return books
}

// volumeSheet writes an item: the rows of 2022 and their sum, the rows of 2023 and theirs, and the sum of all.
func (d department) volumeSheet(b *book, c counted) {
	r := random("volymblad " + c.item.name)
	s := b.sheet(c.item.name)
	s.title(c.item.name+" per kund", "Uttag 2023-12-04, "+d.name)
	s.head(append(append([]string{d.code, d.long, "År"}, d.months...), "Totalt år")...)
	var all [12]int64
	for year, span := range [][2]int{{0, 12}, {12, 23}} {
		var sums [12]int64
		for k, who := range c.customers {
			cells := []any{who.code, who.name, 2022 + year}
			for month := span[0]; month < span[1]; month++ {
				cells = append(cells, d.volumeCell(c, k, month, r))
				sums[month-span[0]] += c.units[k][month]
				all[month-span[0]] += c.units[k][month]
			}
			s.row(cells...)
		}
		s.row(c.sumCells(fmt.Sprintf("Summa %d", 2022+year), sums)...)
	}
	s.row(c.sumCells("Totalt båda åren", all)...)
}

// volumeCell writes a figure; missing ones stay empty and zeros do not.
func (d department) volumeCell(c counted, customer, month int, r *rand.Rand) any {
	n := c.units[customer][month]
	switch {
	case c.missing(customer, month):
		return nil
	case d.asText > 0 && r.Int64N(d.asText) == 0:
		return decimalText(n, c.item.decimals, noBreakSpace)
	}
	return c.value(n)
}

// value turns units of the last decimal into the number that is stored.
func (c counted) value(n int64) any {
	if c.item.decimals == 0 {
		return n
	}
	return float64(n) / 10
}

func (c counted) sumCells(label string, sums [12]int64) []any {
	cells := []any{nil, label, nil}
	for _, n := range sums {
		if c.item.decimals == 0 {
			cells = append(cells, total(n))
		} else {
			cells = append(cells, total(float64(n)/10))
		}
	}
	return cells
}
