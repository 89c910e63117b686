package main

import (
	"fmt"
	"time"
)

// planBooks makes the two versions of the budget and the forecast.
func planBooks(f *figures) []workbook {
	march := budget2023(f)
	january := budgetOfJanuary(march)
	return []workbook{
		{"ekonomi/budget_2023_v1.xlsx", budgetBook(january, 1, date(2023, 1, 16))},
		{"ekonomi/budget_2023_v2.xlsx", budgetBook(march, 2, date(2023, 3, 20))},
		{"ekonomi/prognos_2023_okt.xlsx", forecastBook(forecast2023(f))},
	}
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

var shortMonths = []string{"Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dec"}

// budgetBook writes a budget in tkr, with the sign of the budget system: revenue positive and costs negative. Areas
// have a line above and a sum below; the sums of everything stand at the bottom.
func budgetBook(m *months, version int, dated time.Time) *book {
	b := newBook(fmt.Sprintf("Budget 2023 version %d", version), "Ekonomi")
	s := b.stream("Budget", 9, 11, 7, 8, 34, 9, 9)
	s.title("Detaljbudget 2023, nämnden för Intraservice", fmt.Sprintf("Version %d, %s. Belopp i tkr, intäkter "+
		"positiva och kostnader negativa.", version, dated.Format("2006-01-02")))
	s.head(append(append([]string{"Version", "Daterad", "År", "Konto", "Kontonamn", "Ansvar", "Projekt"},
		shortMonths...), "Helår", "Kommentar")...)
	var income, costs planRow
	rows := planRows(m, 2023, budgetGrain, random("budgetrader 2023"))
	for a := range areaCount {
		s.row("Område: " + areaNames[a])
		first := s.next
		var sum planRow
		for _, row := range rows {
			if row.area != a {
				continue
			}
			row = row.effect()
			s.row(s.budgetCells(row, version, dated)...)
			sum.add(row)
			if row.group == revenue {
				income.add(row)
			} else {
				costs.add(row)
			}
		}
		s.row(s.sumCells("Summa "+areaNames[a], sum, first)...)
	}
	s.gap()
	s.row(s.sumCells("Summa intäkter", income, 0)...)
	s.row(s.sumCells("Summa kostnader", costs, 0)...)
	result := income
	result.add(costs)
	s.row(s.sumCells("Resultat", result, s.next-2)...)
	return b
}

// effect gives costs the sign that they have in a result.
func (p planRow) effect() planRow {
	if p.group != revenue {
		for i := range p.months {
			p.months[i] = -p.months[i]
		}
	}
	return p
}

// add adds the months of another row.
func (p *planRow) add(q planRow) {
	for i := range p.months {
		p.months[i] += q.months[i]
	}
}

// The columns of a budget's first and last month.
const firstMonthColumn, lastMonthColumn = "H", "S"

func (s *sheet) budgetCells(row planRow, version int, dated time.Time) []any {
	cells := []any{fmt.Sprint(version), dated, 2023, row.account.code, row.account.name, row.unit.code, text(row.project)}
	for _, amount := range row.months {
		cells = append(cells, amount.thousands())
	}
	return append(cells, s.yearCell(row))
}

// yearCell adds up the months of the next row by a formula.
func (s *sheet) yearCell(row planRow) any {
	return s.book.formula(row.year().thousands(), fmt.Sprintf("SUM(%s%d:%s%d)", firstMonthColumn, s.next, lastMonthColumn, s.next))
}

// sumCells writes a sum of rows under its label, which stands where the version would: by formulas over the rows from
// first to the one above, or as numbers when first is 0.
func (s *sheet) sumCells(label string, sum planRow, first int) []any {
	cells := []any{label, nil, nil, nil, nil, nil, nil}
	for i, amount := range sum.months {
		if first == 0 {
			cells = append(cells, total(amount.thousands()))
			continue
		}
		column := string(rune(firstMonthColumn[0]) + rune(i))
		cells = append(cells, s.book.formula(amount.thousands(), fmt.Sprintf("SUM(%s%d:%s%d)", column, first, column, s.next-1)))
	}
	return append(cells, s.yearCell(sum))
}

// forecastBook writes the forecast in kr with the ledger's sign, its months as YYYYMM and its codes as numbers, partly
// with the amounts as text.
func forecastBook(m *months) *book {
	r := random("prognosrader 2023")
	b := newBook("Prognos oktober 2023", "Ekonomi")
	s := b.stream("Prognos", 13, 8, 9, 9)
	s.title("Helårsprognos 2023 per oktober", "Belopp i kr, intäkter med minustecken")
	head := []string{"Prognosdatum", "Konto", "Ansvar", "Projekt"}
	for i := range 12 {
		head = append(head, fmt.Sprintf("2023%02d", i+1))
	}
	s.head(append(head, "Prognos helår")...)
	for _, row := range planRows(m, 2023, kr, r) {
		s.row(forecastCells(row, r.IntN(6) == 0)...)
	}
	s.row("Fastställd av förvaltningsledningen 2023-10-16")
	return b
}

// forecastCells writes a row; as text, amounts have a decimal comma and their thousands apart.
func forecastCells(row planRow, asText bool) []any {
	if row.group == revenue {
		for i := range row.months {
			row.months[i] = -row.months[i]
		}
	}
	cells := []any{date(2023, 10, 16), number(row.account.code), number(row.unit.code), text(row.project)}
	for _, amount := range row.months {
		switch {
		case amount == 0:
			cells = append(cells, nil)
		case asText && amount < 0:
			cells = append(cells, minusSign+decimalText(int64(-amount), 2, noBreakSpace))
		case asText:
			cells = append(cells, decimalText(int64(amount), 2, noBreakSpace))
		default:
			cells = append(cells, amount)
		}
	}
	return append(cells, total(row.year().kronor()))
}
