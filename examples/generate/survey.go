package main

import "math/rand/v2"

// answers are those of one customer to one question: how many, and the sum of the points from 1 to 10.
type answers struct{ count, points int64 }

// questions are those that the customer satisfaction index is made of.
var questions = []string{
	"Hur nöjd är du med Intraservice i sin helhet?",
	"Hur väl uppfyller Intraservice dina förväntningar?",
	"Hur nära ett ideal kommer Intraservice?",
}

// surveyBooks makes the survey of 2022; there was none in 2023.
func surveyBooks(f *figures) []workbook {
	r := random("kundundersökning")
	grid := surveyed(f.scaled("indikator_ar", "Nöjd Kund Index (NKI)", "Utfall 2022", 1), r)
	b := newBook("Kundundersökning 2022", "Kund och service")
	s := b.sheet("Resultat")
	s.title("Kundundersökning 2022", "Skala 1–10, svar per kund och fråga")
	s.head("Kundnr", "Kund", "Fråga", "Antal svar", "Summa poäng", "Medel")
	var sum answers
	for i, c := range customers {
		for q, a := range grid[i] {
			s.row(c.code, c.name, questions[q], a.count, a.points, float64(a.points*100/a.count)/100)
			sum.count += a.count
			sum.points += a.points
		}
	}
	s.row("Samtliga kunder", nil, nil, total(sum.count), total(sum.points))
	return []workbook{{"kund_och_service/kundundersokning_2022.xlsx", b}}
}

// surveyed finds answers whose pooled index, (mean - 1) / 9 * 100, rounds to tenths of an index point.
func surveyed(tenths int64, r *rand.Rand) [][]answers {
	grid := make([][]answers, len(customers))
	var weights []int64
	var count int64
	for i, c := range customers {
		for range questions {
			a := answers{count: 4 + c.size/6 + r.Int64N(4)}
			grid[i] = append(grid[i], a)
			count += a.count
			weights = append(weights, a.count*around(r, 1000, 90))
		}
	}
	// Every answer has one point for sure; the others are nine at most.
	for k, extra := range split((count*9*tenths+500)/1000, weights) {
		a := &grid[k/len(questions)][k%len(questions)]
		a.points = a.count + extra
	}
	return grid
}
