package transform

import (
	"context"
	"fmt"
	"slices"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
)

// sheetRun is the mapping of one sheet.
type sheetRun struct {
	*run
	*planRun             // nil until the heading of a plan is found
	shape    cell.Layout // what the sheet says of itself, when a plan needs it
	searches []search
	head     []*cell.Row // the rows so far, while the heading is looked for
	titles   []*cell.Row // those above the heading
	layout   *layout
	blocks   []*blockRun // those of the layout
	held     []*cell.Row // rows that may be stacked headings again
	filled   cell.Row    // the current row with what is filled down
	form     *form       // nil unless the sheet is a form
	watch    watch       // for personal identity numbers
	headings []string    // of the layout, by column
	tallies  []*tally    // as the controls of the plan
	count    SheetSummary
}

// sheet maps one sheet.
func (r *run) sheet(ctx context.Context, c chosen) error {
	s := &sheetRun{run: r, count: SheetSummary{Name: c.Name}}
	for _, i := range c.plans {
		s.searches = append(s.searches, newSearch(r.plans[i]))
	}
	err := s.open(ctx, &c.Sheet)
	if err == nil {
		err = s.rows(ctx, &c.Sheet)
	}
	if err == nil {
		err = s.end()
	}
	s.close()
	return err
}

// rows maps the rows of the sheet.
func (s *sheetRun) rows(ctx context.Context, sheet *Sheet) error {
	n := 0
	for row, err := range sheet.Rows(ctx) {
		if err != nil {
			return fmt.Errorf("%s, sheet %s: %w", s.in.File, sheet.Name, err)
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		n++
		if err := s.row(row); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// end finishes a sheet whose rows have all been read.
func (s *sheetRun) end() error {
	if s.layout == nil {
		for i := range s.searches {
			s.searches[i].over = true
		}
		if err := s.decide(); err != nil {
			return err
		}
	}
	for len(s.held) > 0 {
		if err := s.release(); err != nil {
			return err
		}
	}
	if s.form != nil {
		return s.closeForm()
	}
	s.checkTotals()
	return nil
}

// close adds the sheet's counts to those of the delivery.
func (s *sheetRun) close() {
	if s.layout == nil {
		for range s.head {
			s.pass(mapping.SkipAbove)
		}
	}
	s.watchedEnd()
	total := &s.summary
	total.Sheets = append(total.Sheets, s.count)
	total.Rows += s.count.Rows
	total.Records += s.count.Records
	total.Mapped += s.count.Mapped
	total.Rejected += s.count.Rejected
	total.Skipped += s.count.Skipped
}

// row does with a row what is to be done. It may be kept until later rows tell what it is; in the end exactly one of the
// counts goes up.
func (s *sheetRun) row(row *cell.Row) error {
	switch {
	case s.layout == nil:
		return s.seek(row)
	case s.form != nil:
		return s.pair(row)
	case s.stacked > 1:
		if held, err := s.stack(row); held || err != nil {
			return err
		}
	}
	return s.plainRow(row)
}

// plainRow maps a row below the heading.
func (s *sheetRun) plainRow(row *cell.Row) error {
	s.count.Rows++
	s.watch.row(row)
	if row.IsBlank() {
		s.skip(mapping.SkipBlank)
		return nil
	}
	if s.marked(row) {
		if repeated, err := s.repeats(row); repeated || err != nil {
			return err
		}
	}
	name, data := "", false
	for _, b := range s.blocks {
		rule := s.recognise(row, b)
		if name == "" || name == mapping.SkipNoValues {
			name = rule // that of a table beside others tells more than that there is nothing in this one
		}
		b.idle = rule != ""
		data = data || !b.idle
	}
	if !data {
		s.skip(name)
		return nil
	}
	return s.fill(row)
}

// fill maps a row of data block by block: to records, or to rejects.
func (s *sheetRun) fill(row *cell.Row) error {
	s.rejects, s.drafts = s.rejects[:0], s.drafts[:0]
	filled := row
	if len(s.fillDown) > 0 {
		filled = s.filledDown(row)
	}
	for _, b := range s.blocks {
		if !b.idle {
			s.data(filled, b)
		}
	}
	s.checkKeys(filled)
	s.checkRecords(filled)
	if len(s.rejects) > 0 {
		if repeated, err := s.repeats(row); repeated || err != nil {
			return err
		}
	}
	s.noteBare(row)
	return s.finish(filled, 1)
}

// recognise returns the name under which a block of the row is skipped, or "" when it is data.
func (s *sheetRun) recognise(row *cell.Row, b *blockRun) string {
	for i := range s.skips {
		rule := &s.skips[i]
		if text, ok := rule.match(row, b.block, s.buf[:0]); ok {
			s.totalRow(row, b, rule.name, text)
			s.setGroups(b, rule, text)
			return rule.name
		}
	}
	if b.nothing(row) {
		return mapping.SkipNoValues
	}
	return ""
}

// skip counts a row that is no data.
func (s *sheetRun) skip(name string) {
	s.count.Skipped++
	s.summary.Skips[name]++
}

// pass counts a row that was read and kept, and is no data.
func (s *sheetRun) pass(name string) {
	s.count.Rows++
	s.skip(name)
}

// note adds a note to the summary, once.
func (s *sheetRun) note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(s.summary.Notes, note) {
		s.summary.Notes = append(s.summary.Notes, note)
	}
}

// noteBare notes the columns without heading in which a row of data holds something.
func (s *sheetRun) noteBare(row *cell.Row) {
	l := s.layout
	for ; l.width < len(row.Cells); l.width++ {
		if !s.knows(l.width) {
			l.bare = append(l.bare, l.width)
		}
	}
	for i := 0; i < len(l.bare); i++ {
		column := l.bare[i]
		if row.At(column).IsEmpty() {
			continue
		}
		s.note("sheet %q: column %s has no heading, holds values (first in row %d) and is not mapped",
			s.count.Name, cell.Column(column), row.Number)
		l.bare = slices.Delete(l.bare, i, i+1)
		i--
	}
}
