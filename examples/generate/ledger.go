package main

import (
	"fmt"
	"math/rand/v2"
)

// ledger is the postings of a year by period, from the opening balances (0) to the adjustments (13).
type ledger struct {
	year    int
	periods [14][]posting
}

// ledgers makes the postings of both years; 2023 opens with the balances that 2022 closed with.
func ledgers(f *figures) []*ledger {
	first := newLedger(2022, openingOf2022(), actuals2022(f), 12)
	first.periods[13] = adjustments(first.year)
	second := newLedger(2023, first.closing(), actuals2023(f), november+1)
	return []*ledger{first, second}
}

// newLedger makes the postings from January to the last month.
func newLedger(year int, opening []balance, m *months, last int) *ledger {
	l := &ledger{year: year}
	r := random(fmt.Sprintf("huvudbok %d", year))
	l.periods[0] = openingPostings(year, opening)
	for month := 1; month <= last; month++ {
		l.periods[month] = vouchers(resultLines(&m[month-1], year, r), year*100+month, r)
	}
	return l
}

// balance is what an account holds.
type balance struct {
	account string
	amount  ore
}

// openingOf2022 are the balances that the sample begins with; they sum to zero.
func openingOf2022() []balance {
	return []balance{
		{equipment, 412_880_417_55},
		{receivables, 96_402_318_20},
		{bank, 31_077_904_00},
		{equity, -248_115_602_10},
		{payables, -171_930_288_75},
		{vat, -9_604_411_40},
		{payrollTax, -17_220_006_00},
		{accruals, -93_490_331_50},
	}
}

// closing returns the balances at the end of the year; the year's result has gone into equity.
func (l *ledger) closing() []balance {
	sums := map[string]ore{}
	for _, list := range l.periods {
		for _, p := range list {
			sums[p.account] += p.amount
		}
	}
	var balances []balance
	var rest ore
	for _, a := range balanceAccounts {
		balances = append(balances, balance{a.code, sums[a.code]})
		rest -= sums[a.code]
	}
	for i := range balances {
		if balances[i].account == equity {
			balances[i].amount += rest
		}
	}
	return balances
}

// openingPostings are the rows of period 00.
func openingPostings(year int, balances []balance) []posting {
	var list []posting
	for _, b := range balances {
		list = append(list, posting{
			period: year * 100, account: b.account, unit: balanceUnit, counterpart: suppliers,
			voucher: fmt.Sprintf("IB%d", year), date: date(year, 1, 1), text: "Ingående balans", amount: b.amount,
		})
	}
	return list
}

// adjustments are the rows of period 13: costs that the closing of the year moved, each against accruals.
func adjustments(year int) []posting {
	r := random(fmt.Sprintf("justeringar %d", year))
	var list []posting
	for i := range 12 {
		p := line(administration, area(i)%areaCount, otherCosts, year, ore(around(r, 0, 40_000))*kr+50, r)
		p.text = "Bokslutsjustering"
		voucher := fmt.Sprintf("BO%d13%05d", year, i+1)
		list = append(list, adjustment(p, year, voucher, r)...)
	}
	return list
}

func adjustment(p posting, year int, voucher string, r *rand.Rand) []posting {
	s := series{account: always(accruals)}
	pair := settle([]posting{p}, s, voucher, year*100+13, r)
	for i := range pair {
		pair[i].date = date(year, 12, 31)
	}
	return pair
}
