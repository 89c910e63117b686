package transform

import (
	"context"
	"fmt"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// run is the mapping of one delivery.
type run struct {
	*Mapper
	in      Input
	sink    Sink
	summary Summary
	sources []source
	persons []source // fields that need the record's period: pseudonym, age group, sex
	codes   []*codebook
	pseudo  *person.Pseudonymiser
	seen    map[string]place // the keys so far, of a dimension
	key     []byte
	record  record.Record
	rejects []record.Reject // of the current row
	drafts  []draft         // of the current row
	buf     []byte
}

// source is a field that is read from every row.
type source struct {
	*field
	codes *codebook
}

// place is where a key was first seen.
type place struct {
	sheet string
	row   int
}

// draft is a record to be of the current row, without what all records of the row share.
type draft struct {
	cell   acrossCell
	period period.Period
	units  int64
	tally  int
}

// newRun prepares the mapping of one delivery.
func newRun(m *Mapper, in Input, sink Sink) (*run, error) {
	r := &run{Mapper: m, in: in, sink: sink, seen: map[string]place{}}
	r.summary.Skips = map[string]int{}
	r.record.Values = make([]record.Value, len(m.dataset.Columns))
	for i := range m.dataset.Columns {
		r.record.Values[i] = absent(&m.dataset.Columns[i])
	}
	for _, f := range m.fields {
		book := newCodebook(f, in.Lookup)
		r.codes = append(r.codes, book)
		switch {
		case f.wanted < 0:
		case f.private:
			r.persons = append(r.persons, source{f, book})
		default:
			r.sources = append(r.sources, source{f, book})
		}
		if f.column.Type == record.Person && len(in.Key) == 0 {
			return nil, ErrNoKey
		}
	}
	r.pseudo = person.NewPseudonymiser(in.Key)
	return r, nil
}

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
			fault.Missing = append(fault.Missing, w.names[0])
		}
	}
	if s.across != nil && len(s.across.names) == 0 {
		fault.Missing = append(fault.Missing, s.across.expected())
	}
	return &fault
}

// constants fills the columns that are the same for the whole sheet.
func (s *sheetRun) constants() error {
	for i, f := range s.fields {
		if f.wanted >= 0 || s.across != nil && (f == s.across.value || f == s.across.target) {
			continue
		}
		v, from, found, problem := s.constant(f, s.codes[i])
		if problem != nil {
			return &ValueError{
				File: s.in.File, Sheet: s.count.Name, Column: f.column.Name, Source: from,
				Reason: problem.Reason, Expected: problem.Expected, Found: found,
			}
		}
		s.record.Values[f.index] = v
	}
	return nil
}

// constant returns the value of a column that is the same for the whole sheet, and where it comes from.
func (s *sheetRun) constant(f *field, codes *codebook) (v record.Value, from, found string, problem *value.Problem) {
	spec := &f.spec
	switch {
	case spec.Constant != "":
		v, problem = value.Constant(f.column, string(spec.Constant))
		if problem == nil && f.column.Type == record.Code {
			v.Str, problem = codes.check(v.Str)
		}
		return v, "the mapping's constant", string(spec.Constant), problem
	case spec.File:
		p := s.in.Period
		if p == 0 && s.in.Year != 0 {
			p = period.New(s.in.Year, 0)
		}
		if p == 0 {
			problem = &value.Problem{Reason: record.Missing, Expected: "{period} or {year} in the job's file pattern"}
		}
		return record.Value{Int: int64(p)}, "the file's name", "", problem
	case spec.Sheet:
		from, found = "the sheet's name", s.count.Name
	default:
		from, found = "the file name's "+spec.Capture, s.in.Captures[spec.Capture]
	}
	v, problem = f.read(cell.Cell{Kind: cell.Text, Text: found}, codes)
	return v, from, person.Redact(found), problem
}

// row does with a row what is to be done: exactly one of the counts goes up.
func (s *sheetRun) row(row *cell.Row) error {
	switch {
	case s.layout == nil:
		return s.above(row)
	case row.IsBlank():
		s.skip(mapping.SkipBlank)
		return nil
	case s.repeats(row):
		s.skip(mapping.SkipHeading)
		return nil
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
	if err := s.begin(h, l); err != nil {
		return err
	}
	s.count.Heading = row.Number
	s.summary.Notes = append(s.summary.Notes, h.note(s.count.Name, l)...)
	if s.control != nil {
		n := max(1, len(l.across))
		s.tally = &tally{control: s.control, sums: make([]int64, n), unread: make([]bool, n), totals: make([]total, n)}
	}
	s.skip(mapping.SkipHeading)
	return nil
}

// begin takes a heading row for the rows that follow.
func (s *sheetRun) begin(h *headingRow, l *layout) error {
	if s.across != nil && s.across.target != nil {
		if err := s.targets(h, l); err != nil {
			return err
		}
	}
	s.layout = l
	return nil
}

// targets turns the headings of an across table into codes.
func (s *sheetRun) targets(h *headingRow, l *layout) error {
	target := s.across.target
	book := newCodebook(target, s.in.Lookup)
	for i := range l.across {
		c := &l.across[i]
		v, problem := target.read(cell.Cell{Kind: cell.Text, Text: c.code}, book)
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

// repeats tells whether a row is the heading again, in the same columns.
func (s *sheetRun) repeats(row *cell.Row) bool {
	c := row.At(s.layout.marker)
	if s.layout.marker < 0 || c.Kind != cell.Text || value.Trim(c.Text) != s.layout.mark {
		return false
	}
	_, _, fault := s.bind(newHeadingRow(row))
	return fault == nil
}
