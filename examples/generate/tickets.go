package main

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"time"
)

// ticket is a case of the service centre. A zero time is one that it does not have.
type ticket struct {
	opened, due, resolved time.Time
	priority              string
	customer              customer
	service               service
}

// priorities and the time in which they are to be resolved.
var priorities = []struct {
	name   string
	within time.Duration
	weight int64
}{
	{"P1", 4 * time.Hour, 2},
	{"P2", 8 * time.Hour, 13},
	{"P3", 24 * time.Hour, 50},
	{"P4", 120 * time.Hour, 35},
}

// tertial is a workbook of tickets.
type tertial struct {
	year, months int // from September on
	measured     int64
	column       string
	first        int // number of the first ticket
}

var tertials = []tertial{
	{2022, 4, 4860, "Utfall T3 2022", 410_233},
	{2023, 3, 3930, "Utfall T3 2023", 498_120},
}

// tickets invents the tickets of a tertial. Of those that are measured, so many are met that the share rounds to the
// printed figure. Tickets without an agreed time, and open ones that are due after the month, are not measured.
func (t tertial) tickets(f *figures, r *rand.Rand) []ticket {
	percent := f.whole("indikator_tertial", "Efterlevnad servicenivå - SLA", t.column)
	met := (t.measured*percent*10 + around(r, 0, t.measured*3)) / 1000
	var list []ticket
	for i := range t.measured {
		k := newTicket(t.year, 9+r.IntN(t.months), r)
		if i < met {
			k.meet(r)
		} else {
			k.miss(r)
		}
		list = append(list, k)
	}
	for range t.measured / 12 {
		k := newTicket(t.year, 9+r.IntN(t.months), r)
		k.escape(r)
		list = append(list, k)
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].opened.Before(list[j].opened) })
	return list
}

// newTicket opens a ticket at some minute of a working day.
func newTicket(year, month int, r *rand.Rand) ticket {
	opened := date(year, month, 1+r.IntN(30)).Add(time.Duration(7*60+r.IntN(10*60)) * time.Minute)
	weights := make([]int64, len(priorities))
	for i, p := range priorities {
		weights[i] = p.weight
	}
	p := priorities[draw(r, weights)]
	return ticket{
		opened: opened, due: opened.Add(p.within), priority: p.name,
		customer: customers[draw(r, sizes(customers))], service: pick(r, ownServices),
	}
}

// minutes draws a time of so many minutes at most.
func minutes(r *rand.Rand, most time.Duration) time.Duration {
	return time.Duration(r.Int64N(int64(most/time.Minute))) * time.Minute
}

// meet resolves the ticket in time, now and then in the last minute.
func (k *ticket) meet(r *rand.Rand) {
	k.resolved = k.due
	if r.IntN(50) != 0 {
		k.resolved = k.opened.Add(minutes(r, k.due.Sub(k.opened)))
	}
}

// miss resolves the ticket too late, or leaves it open although it was due within the month.
func (k *ticket) miss(r *rand.Rand) {
	if k.due.Month() != k.opened.Month() || r.IntN(6) != 0 {
		k.resolved = k.due.Add(time.Minute + minutes(r, 200*time.Hour))
	}
}

// escape makes a ticket that is not measured.
func (k *ticket) escape(r *rand.Rand) {
	lastDay := date(k.opened.Year(), int(k.opened.Month())+1, 0)
	if r.IntN(3) == 0 {
		k.opened = lastDay.Add(k.opened.Sub(k.opened.Truncate(24 * time.Hour)))
		k.priority = "P4"
		k.due = k.opened.Add(120 * time.Hour)
		return
	}
	k.priority, k.due = "", time.Time{}
	if r.IntN(4) != 0 {
		k.resolved = k.opened.Add(minutes(r, 300*time.Hour))
	}
}

// ticketBooks makes a workbook per tertial.
func ticketBooks(f *figures) []workbook {
	var books []workbook
	for _, t := range tertials {
		name := fmt.Sprintf("arenden_%d_t3", t.year)
		r := random(name)
		b := newBook(fmt.Sprintf("Ärenden tertial 3 %d", t.year), "Kund och service")
		s := b.stream("Ärenden", 12, 9, 8, 8, 9, 18, 18, 18, 12)
		s.title(fmt.Sprintf("Ärenden tertial 3 %d", t.year), "Registrerade i ärendesystemet, lokal tid")
		s.head("Ärendenr", "Månad", "Kundnr", "Tjänst", "Prioritet", "Registrerat", "Lösas senast", "Löst datum", "Läge")
		list := t.tickets(f, r)
		for i, k := range list {
			s.row(k.cells(fmt.Sprintf("INC%07d", t.first+i), r)...)
		}
		s.row(fmt.Sprintf("Antal ärenden: %d", len(list)))
		books = append(books, workbook{"kund_och_service/" + name + ".xlsx", b})
	}
	return books
}

// cells writes a ticket.
func (k ticket) cells(number string, r *rand.Rand) []any {
	state := "Stängt"
	if k.resolved.IsZero() {
		state = "Öppet"
	}
	return []any{
		number, k.opened.Format("2006-01"), k.customer.code, k.service.code, text(k.priority),
		timeCell(k.opened, r), timeCell(k.due, r), timeCell(k.resolved, r), state,
	}
}

// timeCell writes a time as a date or, now and then, as text.
func timeCell(t time.Time, r *rand.Rand) any {
	switch way := r.IntN(12); {
	case t.IsZero():
		return nil
	case way < 2:
		return t.Format("2006-01-02 15:04")
	case way == 2:
		return t.Format("2006-01-02 15:04:05")
	}
	return moment(t)
}
