package main

import (
	"fmt"
	"os"
	"path/filepath"

	"nyckeltal/ingest/period"
)

// deliver is what departments and the keepers of the registers put into the inbox for a night.
func (s *simulation) deliver(night int) error {
	c := s.calendar
	s.truth.charted, s.truth.moved = night >= c.charting, night >= c.moving
	if night == 1 || night == c.charting || night == c.moving {
		if err := s.writeRegisters(night); err != nil {
			return err
		}
	}
	for _, b := range s.books(night) {
		if err := b.write(filepath.Join(s.dir, "inbox"), s.evening(night)); err != nil {
			return fmt.Errorf("write %s: %w", b.place(), err)
		}
		s.truth.deliver(b)
		s.note(b)
	}
	if night == c.charting {
		s.truth.reload()
	}
	return nil
}

// note counts a workbook that has been delivered.
func (s *simulation) note(b book) {
	s.told.delivered++
	switch {
	case b.fault.refused():
		s.told.refused++
		return
	case b.fault == strayRows:
		s.told.stray++
	}
	for p := range s.truth.closed {
		if _, waits := s.truth.held[spot{b.place(), p}]; waits {
			s.told.late++
			return
		}
	}
}

// books are the workbooks that are delivered for a night.
func (s *simulation) books(night int) []book {
	var list []book
	for _, j := range s.jobs {
		switch {
		case night == 1 && j.kind == budget:
			list = append(list, book{job: j, period: 202400})
		case night == 1:
			list = append(list, book{job: j, period: months[0]}, book{job: j, period: months[1]})
		case night == s.calendar.newMonth && j.kind != budget:
			list = append(list, book{job: j, period: months[2], fault: s.fault(3)})
		default:
			if b, comes := s.another(j, night); comes {
				list = append(list, b)
			}
		}
	}
	return list
}

// another is a workbook that a department delivers once more: because the last one was refused, or because it has something
// to correct.
func (s *simulation) another(j job, night int) (book, bool) {
	b := book{job: j, period: months[s.calendar.month(night)]}
	switch {
	case j.kind == budget:
		b.period = 202400
	case s.random.IntN(10) < 3:
		b.period = months[s.random.IntN(len(months)-1)]
	}
	for _, p := range append([]period.Period{202400}, months[:]...) {
		lying, there := s.truth.inbox[book{job: j, period: p}.place()]
		if there && lying.fault.refused() && s.random.IntN(10) < 7 {
			lying.version++
			lying.fault = clean
			return lying, true
		}
	}
	if s.random.IntN(s.corrected()) > 0 {
		return b, false
	}
	b.version = s.truth.inbox[b.place()].version + 1
	b.fault = s.fault(12)
	return b, true
}

// corrected is of how many departments one corrects something in a night: ten, and fewer where few must make a story.
func (s *simulation) corrected() int {
	const most, least, jobs = 10, 2, 20
	return min(most, max(least, s.opt.jobs/jobs))
}

// fault draws what is wrong with a workbook: so many of a hundred are refused, and a quarter has stray rows.
func (s *simulation) fault(refused int) fault {
	switch n := s.random.IntN(100); {
	case n < refused:
		return manyStray + fault(s.random.IntN(3))
	case n < refused+25:
		return strayRows
	}
	return clean
}

// writeRegisters writes the registers as they are for a night.
func (s *simulation) writeRegisters(night int) error {
	accountLines := [][]any{{"Code", "Name", "Kind"}}
	for _, code := range []string{"3010", "3020", "4010", "5010", "6010", newAccount} {
		if code != newAccount || s.truth.charted {
			accountLines = append(accountLines, []any{code, "Account " + code, accounts[code]})
		}
	}
	unitLines := [][]any{{"Code", "Name", "Kind"}}
	for area := range areas {
		for n := range unitsPerArea {
			code := unit(area, n)
			unitLines = append(unitLines, []any{code, "Unit " + code, s.truth.area(code)})
		}
	}
	customerLines := [][]any{{"Code", "Name", "Kind"}}
	for n := range customers {
		customerLines = append(customerLines, []any{customer(n), "Customer " + customer(n), "board"})
	}
	for name, lines := range map[string][][]any{"accounts": accountLines, "units": unitLines, "customers": customerLines} {
		path := filepath.Join(s.dir, "inbox", name, name+".xlsx")
		if err := writeWorkbook(path, lines); err != nil {
			return err
		}
		if err := os.Chtimes(path, s.evening(night), s.evening(night)); err != nil {
			return err
		}
	}
	return nil
}
