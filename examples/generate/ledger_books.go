package main

import (
	"fmt"
	"math/rand/v2"
)

// ledgerBooks makes one workbook of transactions per year. The headings of the two years differ, as they do after an
// upgrade of the economy system.
func ledgerBooks(f *figures) []workbook {
	heads := [][]string{
		{
			"Period", "Kontonr", "Ansvar", "Projekt", "Verksamhet", "Tjänst", "Motpart", "Ver.nr",
			"Bokföringsdatum", "Text", "Belopp (kr)",
		},
		{
			"Period", "Konto", "Ansvar", "Projekt", "Verksamhet", "Tjänst", "Motpart", "Verifikation",
			"Datum", "Text", "Belopp",
		},
	}
	var books []workbook
	for i, l := range ledgers(f) {
		books = append(books, workbook{fmt.Sprintf("ekonomi/huvudbok_%d.xlsx", l.year), ledgerBook(l, heads[i])})
	}
	return books
}

// ledgerBook writes the transactions: title rows, a repeated heading and a subtotal for every period, and a sum.
func ledgerBook(l *ledger, head []string) *book {
	r := random(fmt.Sprintf("utskrift %d", l.year))
	b := newBook(fmt.Sprintf("Huvudbok %d", l.year), "Ekonomi")
	s := b.stream("Transaktioner", 9, 8, 9, 9, 11, 8, 9, 16, 12, 26, 18)
	s.title("Göteborgs Stad, nämnden för Intraservice", fmt.Sprintf("Huvudbok, transaktioner %d", l.year),
		"Urval: alla konton. Belopp i kr, intäkter och skulder med minus.")
	var all ore
	for i, list := range l.periods {
		if len(list) == 0 {
			continue
		}
		if i%3 == 1 || i == 0 {
			s.head(head...) // printed anew on the first page of every quarter
		}
		var sum ore
		for _, p := range list {
			s.row(ledgerCells(p, r)...)
			sum += p.amount
		}
		all += sum
		s.row(ledgerSum(fmt.Sprintf("Delsumma %d", l.year*100+i), len(list), sum)...)
	}
	s.gap()
	s.row(ledgerSum("Summa", 0, all)...)
	s.row("Källa: ekonomisystemet, uttag 2023-12-07 07:14")
	scratchSheet(b, head)
	return b
}

// ledgerSum writes a row of sums; every complete period sums to zero.
func ledgerSum(label string, count int, sum ore) []any {
	cells := make([]any, 11)
	cells[0] = label
	if count > 0 {
		cells[9] = fmt.Sprintf("%d transaktioner", count)
	}
	cells[10] = total(sum.kronor())
	return cells
}

// ledgerCells writes a posting. Which cells are text varies, as it does where rows were pasted or typed in.
func ledgerCells(p posting, r *rand.Rand) []any {
	cells := []any{
		p.period, number(p.account), p.unit.code, text(p.project), text(p.activity), nil, p.counterpart,
		p.voucher, p.date, p.text, p.amount.kronor(),
	}
	if p.group != revenue {
		cells[5] = text(p.unit.service)
	}
	switch r.IntN(8) {
	case 0:
		cells[0], cells[1] = fmt.Sprint(p.period), p.account
	case 1:
		cells[2] = number(p.unit.code)
	}
	switch r.IntN(5) {
	case 0:
		cells[8] = p.date.Format("2006-01-02")
	case 1:
		cells[8] = p.date.Format("20060102")
	}
	if r.IntN(3) == 0 {
		cells[10] = p.amount.text(r)
	}
	return cells
}

// scratchSheet adds a hidden sheet that somebody works in: it looks like transactions and must not be read.
func scratchSheet(b *book, head []string) {
	s := b.stream("Arbetsblad")
	s.row("Avstämning pågår, använd inte")
	s.head(head...)
	s.row(202399, 9999, "???", nil, nil, nil, "0900", "TEST", "igår", "Differens att utreda", "1 23,4 5")
	s.row(202311, 7459, "620110", nil, nil, nil, "0900", "TEST", "2023-11-31", "Reservering?", 1_000_000)
	s.row(nil, nil, nil, nil, nil, nil, nil, nil, nil, "Kvar att förklara", brokenReference)
	s.hide()
}
