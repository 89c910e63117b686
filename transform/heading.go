package transform

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
	"nyckeltal/transform/value"
)

// above looks for the heading in a row.
func (s *sheetRun) above(row *cell.Row) error {
	if row.Number > s.within {
		s.skip(mapping.SkipAbove)
		return s.noHeading()
	}
	h := newHeadingRow(row)
	l, hits, fault := s.bind(h)
	if fault != nil {
		if hits > s.hits {
			s.hits, s.nearest = hits, *fault
			s.nearest.Found = h.headings()
		}
		s.skip(mapping.SkipAbove)
		return nil
	}
	s.count.Heading = row.Number
	s.summary.Notes = append(s.summary.Notes, h.note(s.count.Name, l)...)
	s.skip(mapping.SkipHeading)
	return s.begin(h, l)
}

// noHeading is the fault of a sheet without heading row.
func (s *sheetRun) noHeading() error {
	fault := s.nearest
	fault.File, fault.Sheet, fault.Within = s.in.File, s.count.Name, s.within
	if s.hits > 0 {
		return &fault
	}
	fault.Row, fault.Found, fault.Missing = 0, nil, nil
	for _, w := range s.wanted {
		if w.required {
			fault.Missing = append(fault.Missing, w.names)
		}
	}
	if s.across != nil && len(s.across.names) == 0 {
		fault.Missing = append(fault.Missing, []string{s.across.expected()})
	}
	return &fault
}

// begin takes a heading row for the rows that follow.
func (s *sheetRun) begin(h *headingRow, l *layout) error {
	if s.control != nil {
		s.openSlots(l)
	}
	if s.across != nil && s.across.target != nil {
		if err := s.targets(h, l); err != nil {
			return err
		}
	}
	s.layout = l
	return nil
}

// openSlots opens the sums of the layout's columns, as far as an earlier heading has not; headings count as written.
func (s *sheetRun) openSlots(l *layout) {
	if s.tally == nil {
		s.tally = &tally{control: s.control}
	}
	if s.across == nil {
		s.tally.slot(acrossCell{})
	}
	for i := range l.across {
		l.across[i].slot = s.tally.slot(l.across[i])
	}
}

// targets turns the headings of an across table into codes.
func (s *sheetRun) targets(h *headingRow, l *layout) error {
	target := s.across.target
	book := newCodebook(target, s.in.Lookup)
	for i := range l.across {
		c := &l.across[i]
		v, problem := target.read(cell.Cell{Kind: cell.Text, Text: s.across.word(c.code)}, book)
		if problem != nil {
			return &ValueError{
				File: s.in.File, Sheet: s.count.Name, Cell: cell.Ref(c.column, h.number), Column: target.column.Name,
				Source: "the heading", Reason: problem.Reason, Expected: problem.Expected, Found: person.Redact(c.code),
			}
		}
		c.code = v.Str
	}
	return nil
}

// marked tells whether a row may be the heading again, in the same columns.
func (s *sheetRun) marked(row *cell.Row) bool {
	if s.layout.marker < 0 {
		return false
	}
	c := row.At(s.layout.marker)
	return c.Kind == cell.Text && value.Trim(c.Text) == s.layout.mark
}

// repeats tells whether a row is a heading again, in the same or in other columns; the rows below it follow it.
func (s *sheetRun) repeats(row *cell.Row) (bool, error) {
	h := newHeadingRow(row)
	l, _, _ := s.bind(h)
	if l == nil {
		return false, nil
	}
	s.skip(mapping.SkipHeading)
	return true, s.begin(h, l)
}
