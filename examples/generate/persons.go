package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// person is an invented employee.
type person struct {
	born         time.Time
	serial       int  // 980–999: numbers that are never given to people
	coordination bool // a coordination number: the day is 60 more
	name         string
	unit         unit
	hourly       bool
	grade        int64 // percent of full time
	longFrom     int   // months of a long sickness, as indexes; equal when there is none
	longTo       int
}

var (
	firstNames = []string{
		"Alva", "Bo", "Cecilia", "Dan", "Elin", "Filip", "Gun", "Hassan", "Ida", "Jonas", "Klara",
		"Leif", "Mona", "Nils", "Olga", "Per", "Rut", "Sven", "Tove", "Ulf",
	}
	lastNames = []string{"Exempelsson", "Testgren", "Provström", "Mönsterlund", "Påhittsdotter", "Fiktivberg"}
)

// shareOfStaff is how the staff is spread over the areas.
var shareOfStaff = []int64{17, 20, 9, 23, 12, 15, 4}

// staff invents people one after the other; no two have the same number.
type staff struct {
	r    *rand.Rand
	used map[string]bool
}

func newStaff(r *rand.Rand) *staff { return &staff{r: r, used: map[string]bool{}} }

// hire invents a person who begins in the month with the index.
func (s *staff) hire(month int, hourly bool) *person {
	r := s.r
	p := &person{
		name: pick(r, lastNames) + ", " + pick(r, firstNames), hourly: hourly,
		unit: pick(r, units[draw(r, shareOfStaff)]), grade: pick(r, []int64{100, 100, 100, 100, 100, 100, 100, 90, 80, 75}),
		coordination: r.IntN(120) == 0,
	}
	for p.serial == 0 || s.used[p.digits()] {
		p.born = date(1957+r.IntN(44), 1, 1).AddDate(0, 0, r.IntN(365))
		p.serial = 980 + r.IntN(20)
	}
	s.used[p.digits()] = true
	if r.IntN(14) == 0 {
		p.longFrom = month + r.IntN(20)
		p.longTo = p.longFrom + 3 + r.IntN(7)
	}
	return p
}

// longSick tells whether the person is away for a long time in the month.
func (p *person) longSick(month int) bool {
	return !p.hourly && month >= p.longFrom && month < p.longTo
}

// digits are the nine digits that the check digit is computed from.
func (p *person) digits() string {
	day := p.born.Day()
	if p.coordination {
		day += 60
	}
	return fmt.Sprintf("%02d%02d%02d%03d", p.born.Year()%100, int(p.born.Month()), day, p.serial)
}

// number writes the personal identity number in one of the ways in which payroll exports write it.
func (p *person) number(way int) string {
	d := p.digits()
	d += fmt.Sprint(checkDigit(d))
	switch way {
	case 0:
		return d[:6] + "-" + d[6:]
	case 1:
		return fmt.Sprint(p.born.Year()/100) + d
	}
	return fmt.Sprint(p.born.Year()/100) + d[:6] + "-" + d[6:]
}

// checkDigit is modulus 10 with the weights 2, 1, 2, …
func checkDigit(digits string) int {
	sum := 0
	for i, d := range digits {
		n := int(d-'0') * (2 - i%2)
		sum += n/10 + n%10
	}
	return (10 - sum%10) % 10
}
