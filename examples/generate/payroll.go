package main

import (
	"math/rand/v2"
	"time"
)

// quarters is a time in quarters of an hour.
type quarters int64

func (q quarters) hours() float64 { return float64(q) / 4 }

// timesheet is what the payroll system knows of a person and a month.
type timesheet struct {
	person                        *person
	scheduled, worked, sick, long quarters
}

// payMonth is a month of payroll; its index counts from January 2022.
type payMonth struct {
	index  int
	sheets []timesheet
}

func (m *payMonth) date() time.Time { return date(2022, 1+m.index, 1) }

// The months of payroll, as indexes.
const (
	november2022 = 10
	november2023 = 22
)

// hoursOfFullTime is the divisor that turns worked hours of a month into full-time workers (månadsarbetare).
const hoursOfFullTime = 165

// Permille of the schedule that people are sick or on leave, by calendar month.
var (
	sickPermille  = []int64{63, 67, 62, 55, 51, 47, 41, 44, 52, 53, 0, 61}
	leavePermille = []int64{95, 85, 60, 90, 80, 140, 560, 260, 50, 60, 65, 210}
)

// payroll makes every month from January 2022 to November 2023.
func payroll(f *figures) []*payMonth {
	r := random("lön")
	s := newStaff(r)
	var employed []*person
	var months []*payMonth
	for i := 0; i <= november2023; i++ {
		employed = s.renew(employed, i)
		m := &payMonth{index: i}
		for _, p := range employed {
			m.sheets = append(m.sheets, timesheet{person: p, scheduled: m.schedule(p)})
		}
		m.fallSick(m.sickGoal(f, r), r)
		m.work(f, r)
		months = append(months, m)
	}
	return months
}

// headcount is how many people with a monthly salary there are.
func headcount(month int) int { return 716 + min(month, november2022)/5 - max(month-november2022, 0)*4 }

// renew lets people go and hires others.
func (s *staff) renew(employed []*person, month int) []*person {
	var kept []*person
	salaried, hourly := 0, 0
	for i, p := range employed {
		if s.r.IntN(90) == 0 || salaried == headcount(month) && !p.hourly {
			continue
		}
		kept = append(kept, employed[i])
		if p.hourly {
			hourly++
		} else {
			salaried++
		}
	}
	for ; salaried < headcount(month); salaried++ {
		kept = append(kept, s.hire(month, false))
	}
	for ; hourly < 26; hourly++ {
		kept = append(kept, s.hire(month, true))
	}
	return kept
}

// schedule returns the ordinary hours of a person; staff paid by the hour has none.
func (m *payMonth) schedule(p *person) quarters {
	if p.hourly {
		return 0
	}
	var days int64
	for d := m.date(); d.Month() == m.date().Month(); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			days++
		}
	}
	return quarters(days * 8 * 4 * p.grade / 100)
}

// sickGoal returns the hours of sickness that staff with a schedule must have together.
func (m *payMonth) sickGoal(f *figures, r *rand.Rand) quarters {
	var scheduled int64
	for _, t := range m.sheets {
		scheduled += int64(t.scheduled)
	}
	permille := around(r, sickPermille[m.index%12], 3)
	switch m.index {
	case november2022:
		permille = f.scaled("hr", "Sjukfrånvaro", "Utfall Nov 2022", 1)
	case november2023:
		permille = f.scaled("hr", "Sjukfrånvaro", "Utfall Nov 2023", 1)
	}
	return quarters((scheduled*permille + around(r, 0, scheduled*3/10)) / 1000)
}

// fallSick spreads the sickness: all the time of those who are away for long, and some days of others. A few who are
// paid by the hour are sick too; they do not count in the goal.
func (m *payMonth) fallSick(goal quarters, r *rand.Rand) {
	weights := make([]int64, len(m.sheets))
	for i := range m.sheets {
		t := &m.sheets[i]
		switch {
		case t.person.longSick(m.index):
			t.sick, t.long = t.scheduled, t.scheduled
			goal -= t.scheduled
		case t.person.hourly && r.IntN(6) == 0:
			t.sick = quarters(8 + r.IntN(56))
		case !t.person.hourly && r.IntN(10) < 3:
			weights[i] = (1 + r.Int64N(5)) * t.person.grade
		}
	}
	for i, q := range split(int64(goal), weights) {
		m.sheets[i].sick += quarters(q)
	}
}

// work spreads the hours that were worked. In the months that the report prints they add up to its figure.
func (m *payMonth) work(f *figures, r *rand.Rand) {
	weights := make([]int64, len(m.sheets))
	var natural int64
	for i, t := range m.sheets {
		present := int64(t.scheduled-t.sick) * (1000 - around(r, leavePermille[m.index%12], 40)) / 1000
		if t.person.hourly {
			present = around(r, 240, 160)
		}
		weights[i] = max(present, 0)
		natural += weights[i]
	}
	goal := natural
	switch m.index {
	case november2022:
		goal = workedGoal(f, "Utfall Nov 2022", r)
	case november2023:
		goal = workedGoal(f, "Utfall Nov 2023", r)
	}
	for i, q := range split(goal, weights) {
		m.sheets[i].worked = quarters(q)
	}
}

// workedGoal returns the quarters that round to a printed number of full-time workers with one decimal.
func workedGoal(f *figures, column string, r *rand.Rand) int64 {
	tenths := f.scaled("hr", "Månadsarbetare", column, 1)
	return tenths*hoursOfFullTime*4/10 + around(r, 0, 20)
}
