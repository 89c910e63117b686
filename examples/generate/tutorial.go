package main

import (
	"fmt"
	"strconv"
	"time"
)

// tutorialBooks makes the workbook of docs/tutorial.md: the books of a small museum as its accounting program exports
// them, in another shape than the sample organisation's. It is made of nothing but what stands here.
func tutorialBooks() []workbook {
	b := newBook("Ledger 2024", "Norrby Museum")
	museumLedger(b)
	museumAccounts(b)
	return []workbook{{"norrby_ledger_2024.xlsx", b}}
}

// museumPosting is a posting that comes back every month: this much, and more from month to month.
type museumPosting struct {
	day, unit, account int
	text               string
	amount, growth     ore // cost positive, revenue negative
}

var museumPostings = []museumPosting{
	{3, 10, 5010, "Rent", 4_200_000, 0},
	{8, 20, 3010, "Tickets", -3_815_500, -412_050},
	{8, 20, 4010, "Goods for the shop", 912_345, 20_010},
	{15, 20, 3020, "Shop", -1_640_000, -215_075},
	{21, 10, 5060, "Cleaning", 318_750, 0},
	{22, 30, 3990, "Grant of the town", -7_500_000, 0},
	{25, 10, 7010, "Salaries", 4_785_000, 0},
	{25, 30, 7010, "Salaries", 2_390_000, 0},
	{28, 30, 5900, "Posters", 145_990, 33_333},
}

var museumChart = []struct {
	account    int
	name, kind string
}{
	{3010, "Admissions", "Revenue"},
	{3020, "Sales of the shop", "Revenue"},
	{3990, "Grants", "Revenue"},
	{4010, "Goods", "Cost"},
	{5010, "Rent", "Cost"},
	{5060, "Cleaning", "Cost"},
	{5900, "Advertising", "Cost"},
	{7010, "Salaries", "Cost"},
}

// museumLedger writes the postings of three months with debit and credit side by side, each month with its sum below it.
func museumLedger(b *book) {
	s := b.stream("Ledger", 12, 10, 13, 10, 22, 14, 14)
	s.title("Norrby Museum", "Ledger 2024-01-01 to 2024-03-31, in kr")
	s.head("Date", "Voucher", "Cost centre", "Account", "Text", "Debit", "Credit")
	var debits, credits ore
	voucher := 0
	for month := time.January; month <= time.March; month++ {
		var debit, credit ore
		for _, p := range museumPostings {
			voucher++
			amount := p.amount + p.growth*ore(month-time.January)
			date := time.Date(2024, month, p.day, 0, 0, 0, 0, time.UTC)
			cells := []any{date, fmt.Sprintf("V%03d", voucher), p.unit, p.account, p.text, amount, nil}
			if amount < 0 {
				cells[5], cells[6] = nil, -amount
				credit -= amount
			} else {
				debit += amount
			}
			s.row(cells...)
		}
		s.row("Total "+month.String(), nil, nil, nil, nil, total(debit.kronor()), total(credit.kronor()))
		debits, credits = debits+debit, credits+credit
	}
	s.row("Total", nil, nil, nil, nil, total(debits.kronor()), total(credits.kronor()))
}

// museumAccounts writes the chart of accounts.
func museumAccounts(b *book) {
	s := b.stream("Accounts", 10, 22, 10)
	s.head("Account", "Name", "Type")
	for _, a := range museumChart {
		s.row(strconv.Itoa(a.account), a.name, a.kind)
	}
}
