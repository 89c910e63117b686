package main

import "fmt"

// drivers are what the shares of the base services are based on.
var drivers = []struct {
	name    string
	weights func([]customer) []int64
}{
	{"Invånare i målgruppen", rooted},
	{"Antal anställda", sizes},
	{"Antal samtal", sizes},
	{"Lika andelar", func(list []customer) []int64 { return flatWeights(len(list)) }},
}

// rooted levels the sizes out.
func rooted(list []customer) []int64 {
	weights := sizes(list)
	for i, w := range weights {
		weights[i] = 40 + w/3
	}
	return weights
}

func flatWeights(n int) []int64 {
	weights := make([]int64, n)
	for i := range weights {
		weights[i] = 1
	}
	return weights
}

// shareUnits is the whole in units of the last decimal of a share.
const shareUnits = 1_000_000

// allocationBooks makes the allocation keys of each year. They were set in 2023 and have not changed since.
func allocationBooks(*figures) []workbook {
	var books []workbook
	for _, year := range []int{2023, 2024, 2025} {
		b := newBook(fmt.Sprintf("Fördelningsnycklar %d", year), democracy)
		s := b.sheet("Nycklar")
		s.title(fmt.Sprintf("Fördelningsnycklar %d", year), "Andel av tjänstens kostnad per kund")
		s.head("Tjänst", "Tjänstens namn", "Kundnr", "Kund", "Fördelningsnyckel", "Andel")
		for i, v := range baseServices {
			list := boards()
			for k, units := range split(shareUnits, drivers[i].weights(list)) {
				s.row(v.code, v.name, list[k].code, list[k].name, drivers[i].name, shareCell(units, k))
			}
			s.row("Summa "+v.name, nil, nil, nil, nil, share(1))
		}
		books = append(books, workbook{fmt.Sprintf("demokrati_och_medborgarservice/fordelningsnycklar_%d.xlsx", year), b})
	}
	return books
}

// shareCell writes a share as a number shown in percent or, now and then, as text.
func shareCell(units int64, row int) any {
	if row%7 == 3 {
		return decimalText(units, 4, "") + " %"
	}
	return share(float64(units) / shareUnits)
}
