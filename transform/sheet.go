package transform

import (
	"context"
	"fmt"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
)

// sheetRun is the mapping of one sheet.
type sheetRun struct {
	*run
	layout  *layout
	nearest HeadingError // of the rows above the heading
	hits    int          // of the nearest row
	tally   *tally
	count   SheetSummary
}

// sheet maps one sheet.
func (r *run) sheet(ctx context.Context, sheet Sheet) error {
	s := &sheetRun{run: r, count: SheetSummary{Name: sheet.Name}}
	r.record.Sheet = sheet.Name
	if err := s.constants(); err != nil {
		return err
	}
	err := s.rows(ctx, sheet)
	s.close()
	switch {
	case err != nil:
		return err
	case s.layout == nil:
		return s.noHeading()
	case s.tally != nil:
		return s.tally.check(r.in.File, sheet.Name)
	}
	return nil
}

// rows maps the rows of the sheet.
func (s *sheetRun) rows(ctx context.Context, sheet Sheet) error {
	for row, err := range sheet.Rows(ctx) {
		if err != nil {
			return fmt.Errorf("%s, sheet %s: %w", s.in.File, sheet.Name, err)
		}
		if s.count.Rows%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s.count.Rows++
		if err := s.row(row); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// close adds the sheet's counts to those of the delivery.
func (s *sheetRun) close() {
	total := &s.summary
	total.Sheets = append(total.Sheets, s.count)
	total.Rows += s.count.Rows
	total.Records += s.count.Records
	total.Mapped += s.count.Mapped
	total.Rejected += s.count.Rejected
	total.Skipped += s.count.Skipped
}

// row does with a row what is to be done: exactly one of the counts goes up.
func (s *sheetRun) row(row *cell.Row) error {
	switch {
	case s.layout == nil:
		return s.above(row)
	case row.IsBlank():
		s.skip(mapping.SkipBlank)
		return nil
	case s.marked(row):
		if repeated, err := s.repeats(row); repeated || err != nil {
			return err
		}
	}
	for i := range s.skips {
		if text, ok := s.skips[i].match(row, s.layout, s.buf[:0]); ok {
			s.skip(s.skips[i].name)
			if s.tally != nil && s.control.spec.Rule == s.skips[i].name && s.control.label.Match(text) {
				s.tally.row(row, s.layout)
			}
			return nil
		}
	}
	return s.data(row)
}

// skip counts a row that is no data.
func (s *sheetRun) skip(name string) {
	s.count.Skipped++
	s.summary.Skips[name]++
}
