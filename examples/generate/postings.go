package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// posting is a row of the ledger. Revenue and debts are negative.
type posting struct {
	period      int // YYYYMM
	account     string
	unit        unit
	project     string
	activity    string
	counterpart string
	voucher     string
	date        time.Time
	text        string
	amount      ore
	group       group // of postings that are part of the result
}

// linesPerMonth is roughly how many lines of a month's vouchers are part of the result.
const linesPerMonth = 1750

// resultLines breaks the amounts of a month down into lines of the income statement, in no order.
func resultLines(x *amounts, year int, r *rand.Rand) []posting {
	var gross ore
	x.each(func(_ branch, _ area, _ group, part *ore) { gross += abs(*part) })
	var lines []posting
	x.each(func(b branch, a area, c group, part *ore) {
		if *part == 0 {
			return
		}
		amount := *part
		if c == revenue {
			amount = -amount
		}
		n := 4 + int(abs(*part)*linesPerMonth/gross)
		for _, share := range splitOre(amount, uneven(r, n), 1) {
			lines = append(lines, line(b, a, c, year, share, r))
		}
		lines = append(lines, mistake(lines[len(lines)-1], r)...)
	})
	r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return lines
}

func abs(o ore) ore {
	if o < 0 {
		return -o
	}
	return o
}

// line draws the codes of a line.
func line(b branch, a area, c group, year int, amount ore, r *rand.Rand) posting {
	list, weights := groupAccounts(c, year)
	p := posting{
		account: list[draw(r, weights)].code, unit: pick(r, units[a]), activity: a.activity(),
		counterpart: counterpart(c, r), text: pick(r, postingTexts[c]), amount: amount, group: c,
	}
	if own := a.ofBranch(b); b == development || r.IntN(5) == 0 {
		p.project = pick(r, own).code
	}
	return p
}

// mistake sometimes returns a line that was posted twice and taken back: the pair changes no sum.
func mistake(p posting, r *rand.Rand) []posting {
	if r.IntN(3) != 0 {
		return nil
	}
	again, back := p, p
	again.text, back.text = p.text, "Rättelse dubbelbokning"
	back.amount = -p.amount
	return []posting{again, back}
}

// draw returns an index with a chance in proportion to its weight.
func draw(r *rand.Rand, weights []int64) int {
	var sum int64
	for _, w := range weights {
		sum += w
	}
	x := r.Int64N(sum)
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// counterpart draws who the other side of a line is.
func counterpart(c group, r *rand.Rand) string {
	switch {
	case c == revenue:
		return customers[draw(r, sizes(customers))].code
	case c == personnel:
		return employees
	case r.IntN(8) == 0:
		return pick(r, customers).code
	}
	return suppliers
}

// postingTexts are what stands in the free text of postings.
var postingTexts = [groupCount][]string{
	revenue:     {"Månadsdebitering tjänster", "Debitering enligt kundavtal", "Tilläggstjänst", "Avrop arbetsplats"},
	personnel:   {"Lönekörning", "Arbetsgivaravgift", "Pension", "Semesterlöneskuld"},
	consultants: {"Konsultstöd", "Avrop ramavtal", "Projektledning", "Systemutveckling", "Köpt tjänst"},
	itServices:  {"Licens", "Driftavtal", "Molntjänst", "Support och underhåll", "Datakommunikation"},
	otherCosts:  {"Hyra", "Leasing", "Förbrukningsmaterial", "Kurs", "Resa", "Avskrivning", "Porto"},
}

// series is a series of vouchers and how they are settled.
type series struct {
	prefix  string
	most    int // lines of a voucher
	account func(r *rand.Rand) string
	other   string // counterpart of the settling line; empty takes that of the first line
}

// seriesOf are the voucher series by group.
var seriesOf = [groupCount]series{
	revenue:     {"KF", 5, always(receivables), ""},
	personnel:   {"LO", 12, oneOf(payrollTax, accruals, bank), treasury},
	consultants: {"LF", 3, always(payables), ""},
	itServices:  {"LF", 4, always(payables), ""},
	otherCosts:  {"LF", 4, oneOf(payables, payables, payables, equipment, accruals), ""},
}

func always(account string) func(*rand.Rand) string {
	return func(*rand.Rand) string { return account }
}

func oneOf(accounts ...string) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return pick(r, accounts) }
}

// vouchers gathers the lines of a month into vouchers that each sum to zero, and adds the payments between
// balance accounts.
func vouchers(lines []posting, period int, r *rand.Rand) []posting {
	var all []posting
	counter := 0
	number := func(prefix string) string {
		counter++
		return fmt.Sprintf("%s%d%05d", prefix, period, counter)
	}
	for c := range groupCount {
		own := ofGroup(lines, c)
		for len(own) > 0 {
			n := min(len(own), 1+r.IntN(seriesOf[c].most))
			all = append(all, settle(own[:n], seriesOf[c], number(seriesOf[c].prefix), period, r)...)
			own = own[n:]
		}
	}
	return append(all, payments(all, number, period, r)...)
}

func ofGroup(lines []posting, c group) []posting {
	var own []posting
	for _, p := range lines {
		if p.group == c {
			own = append(own, p)
		}
	}
	return own
}

// settle makes a voucher of the lines: their counterpart is that of the first, and a balance account takes the sum.
func settle(lines []posting, s series, voucher string, period int, r *rand.Rand) []posting {
	day := postingDay(period, r)
	var sum ore
	for i := range lines {
		lines[i].period, lines[i].voucher, lines[i].date = period, voucher, day
		lines[i].counterpart = lines[0].counterpart
		sum += lines[i].amount
	}
	other := s.other
	if other == "" {
		other = lines[0].counterpart
	}
	return append(lines[:len(lines):len(lines)], posting{
		period: period, account: s.account(r), unit: balanceUnit,
		counterpart: other, voucher: voucher, date: day, text: lines[0].text, amount: -sum,
	})
}

// postingDay draws a day of the month, now and then one of the first days of the next: invoices that came late are
// posted to the month that they belong to.
func postingDay(period int, r *rand.Rand) time.Time {
	day := 1 + r.IntN(28)
	if r.IntN(25) == 0 {
		day = 32 + r.IntN(6)
	}
	return date(period/100, period%100, day)
}

// payments settle most of what the month's vouchers left on balance accounts: customers pay, suppliers are paid, taxes
// are drawn.
func payments(list []posting, number func(prefix string) string, period int, r *rand.Rand) []posting {
	open := map[string]ore{}
	for _, p := range list {
		open[p.account] += p.amount
	}
	var paid []posting
	for _, s := range []struct {
		account, other string
		payments       int
	}{
		{receivables, pick(r, customers).code, 40},
		{payables, suppliers, 34},
		{payrollTax, treasury, 10},
		{accruals, suppliers, 6},
	} {
		amount := open[s.account] / 1000 * ore(around(r, 985, 25))
		for _, part := range splitOre(amount, uneven(r, s.payments), 1) {
			p := posting{
				period: period, account: s.account, unit: balanceUnit, counterpart: s.other,
				voucher: number("BE"), date: postingDay(period, r), text: "Betalning", amount: -part,
			}
			paid = append(paid, p)
			p.account, p.amount = bank, part
			paid = append(paid, p)
		}
	}
	return paid
}
