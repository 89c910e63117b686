package main

import (
	"fmt"
	"math/rand/v2"
	"sort"
)

// payrollBooks makes one workbook per month.
func payrollBooks(f *figures) []workbook {
	var books []workbook
	for _, m := range payroll(f) {
		books = append(books, workbook{"hr/lon_" + m.date().Format("2006-01") + ".xlsx", m.book()})
	}
	return books
}

// book writes the month: people by unit, with a sum after each unit and one at the end.
func (m *payMonth) book() *book {
	month := m.date().Format("2006-01")
	r := random("lön " + month)
	b := newBook("Tidutfall "+month, "HR")
	s := b.stream("Tidutfall", 17, 26, 9, 15, 8, 14, 12, 14, 18)
	s.title("Tidutfall "+month, "Timmar per person. Innehåller personuppgifter.")
	s.head("Personnummer", "Namn", "Ansvar", "Avlöningsform", "Syss.grad", "Ordinarie tid", "Utförd tid",
		"Sjukfrånvaro", "varav dag 60 och framåt")
	sheets := append([]timesheet(nil), m.sheets...)
	sort.SliceStable(sheets, func(i, j int) bool { return sheets[i].person.unit.code < sheets[j].person.unit.code })
	var sum, all timesheet
	for i, t := range sheets {
		s.row(t.cells(r)...)
		sum.add(t)
		all.add(t)
		if i+1 == len(sheets) || sheets[i+1].person.unit != t.person.unit {
			s.row(sum.sums("Summa ansvar " + t.person.unit.code)...)
			sum = timesheet{}
		}
	}
	s.row(all.sums(fmt.Sprintf("Totalt %d personer", len(sheets)))...)
	return b
}

// cells writes a person's row. Hours are numbers, now and then text.
func (t timesheet) cells(r *rand.Rand) []any {
	p := t.person
	cells := []any{
		p.number(r.IntN(6)), p.name, p.unit.code, "Månadsavlönad", p.grade, t.scheduled.hours(),
		t.worked.hours(), t.sick.hours(), nil,
	}
	if p.hourly {
		cells[3], cells[4], cells[5] = "Timavlönad", nil, nil
	}
	if t.long > 0 {
		cells[8] = t.long.hours()
	}
	if r.IntN(15) == 0 {
		cells[6] = decimalText(int64(t.worked)*25, 2, noBreakSpace)
	}
	return cells
}

// add adds the hours of another.
func (t *timesheet) add(other timesheet) {
	t.scheduled += other.scheduled
	t.worked += other.worked
	t.sick += other.sick
	t.long += other.long
}

// sums writes a row of sums.
func (t timesheet) sums(label string) []any {
	return []any{
		label, nil, nil, nil, nil, total(t.scheduled.hours()), total(t.worked.hours()), total(t.sick.hours()),
		total(t.long.hours()),
	}
}
