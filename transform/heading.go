package transform

import (
	"slices"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
	"nyckeltal/transform/value"
)

// begin takes a heading for the rows that follow; it is nil when there is none.
func (s *sheetRun) begin(h *heading, l *layout) error {
	s.watchedEnd()
	if h != nil {
		s.headings = h.texts
	}
	s.openBlocks(l)
	s.openSlots(l)
	if s.across != nil && len(s.across.targets) > 0 {
		if err := s.targets(h, l); err != nil {
			return err
		}
	}
	s.layout = l
	if s.spec.Pairs {
		s.form = s.newForm()
	}
	if h != nil {
		for _, note := range h.note(s.count.Name, l) {
			s.note("%s", note)
		}
	}
	return nil
}

// openSlots opens the sums of the layout's columns, as far as an earlier heading has not; headings count as written.
func (s *sheetRun) openSlots(l *layout) {
	for i := len(s.tallies); i < len(s.controls); i++ {
		s.tallies = append(s.tallies, &tally{control: s.controls[i]})
	}
	for _, t := range s.tallies { // all of them have the same slots
		for i := range l.blocks {
			b := &l.blocks[i]
			if s.across == nil {
				b.slot = t.slot(acrossCell{block: b.index})
			}
			for i := range b.across {
				b.across[i].slot = t.slot(b.across[i])
			}
		}
	}
}

// targets turns the headings of an across table into codes.
func (s *sheetRun) targets(h *heading, l *layout) error {
	for i, target := range s.across.targets {
		book := s.codes[slices.Index(s.fields, target)]
		for j := range l.blocks[0].across {
			if err := s.target(h, &l.blocks[0].across[j], i, book); err != nil {
				return err
			}
		}
	}
	return nil
}

// target turns what a heading of an across table says for one column into a code.
func (s *sheetRun) target(h *heading, c *acrossCell, i int, book *codebook) error {
	if len(c.words) == 0 {
		return nil // the heading of an extra, which says nothing
	}
	target, word := s.across.targets[i], c.words[i]
	v, problem := target.read(cell.Cell{Kind: cell.Text, Text: target.word(word)}, book)
	if problem != nil {
		return &ValueError{
			File: s.in.File, Sheet: s.count.Name, Cell: cell.Ref(c.column, h.number), Column: target.column.Name,
			Source: "the heading", Reason: problem.Reason, Expected: problem.Expected, Found: person.Redact(word),
		}
	}
	c.codes = append(c.codes, v.Str)
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
	if s.spec.Heading.None || s.stacked > 1 {
		return false, nil
	}
	h := s.readHeading([]*cell.Row{row}, row.Number, &s.shape)
	l, _, _ := s.bind(h)
	if l == nil {
		return false, nil
	}
	s.skip(mapping.SkipHeading)
	return true, s.begin(h, l)
}

// stack holds back rows that may be stacked headings again, until they are or are not.
func (s *sheetRun) stack(row *cell.Row) (held bool, err error) {
	if len(s.held) == 0 && !s.tops(row) {
		return false, nil
	}
	s.held = append(s.held, keep(row))
	last := s.held[0].Number + s.stacked - 1
	if row.Number < last {
		return true, nil
	}
	if row.Number == last {
		h := s.readHeading(s.held, row.Number, &s.shape)
		if l, _, _ := s.bind(h); l != nil {
			for range s.held {
				s.pass(mapping.SkipHeading)
			}
			s.held = nil
			return true, s.begin(h, l)
		}
	}
	return true, s.release()
}

// tops tells whether a row holds the first text of the uppermost row of stacked headings.
func (s *sheetRun) tops(row *cell.Row) bool {
	return s.layout.top != "" && slices.ContainsFunc(row.Cells, func(c cell.Cell) bool {
		return c.Kind == cell.Text && value.Trim(c.Text) == s.layout.top
	})
}

// release maps the rows that were held back: the first is no heading, and the others may be.
func (s *sheetRun) release() error {
	held := s.held
	s.held = nil
	for i, row := range held {
		next := s.row
		if i == 0 {
			next = s.plainRow
		}
		if err := next(row); err != nil {
			return err
		}
	}
	return nil
}
