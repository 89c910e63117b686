package profile

import (
	"strings"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
)

// scan is a sheet of which some rows have been seen.
type scan struct {
	sheet    Sheet
	head     []cell.Row // the first rows, until the heading has been looked for
	headSize int
	decided  bool
	counted  int // rows that have been counted in columns
	columns  []*column
	budget   int // how many more distinct values may be kept
}

// add takes a row.
func (s *scan) add(row *cell.Row) {
	if row.IsBlank() {
		return
	}
	s.extend(row)
	if s.decided {
		s.count(row)
		return
	}
	kept := clone(row)
	s.head = append(s.head, kept)
	for _, c := range kept.Cells {
		s.headSize += len(c.Text) + 64
	}
	if len(s.head) == maxHead || s.headSize > maxHeadSize {
		s.decide()
	}
}

// extend counts the row into the extent of the sheet.
func (s *scan) extend(row *cell.Row) {
	s.sheet.Rows++
	if row.Hidden {
		s.sheet.HiddenRows++
	}
	first, last := 0, len(row.Cells)-1
	for row.Cells[first].IsEmpty() { // the row is not blank
		first++
	}
	for row.Cells[last].IsEmpty() {
		last--
	}
	e := &s.sheet.Extent
	if s.sheet.Rows == 1 {
		*e = cell.Range{FirstRow: row.Number, LastRow: row.Number, FirstColumn: first, LastColumn: last}
		return
	}
	e.LastRow = row.Number
	e.FirstColumn, e.LastColumn = min(e.FirstColumn, first), max(e.LastColumn, last)
}

// clone copies a row, to be kept.
func clone(row *cell.Row) cell.Row {
	kept := *row
	kept.Cells = make([]cell.Cell, len(row.Cells))
	for i, c := range row.Cells {
		c.Text = strings.Clone(c.Text)
		kept.Cells[i] = c
	}
	return kept
}

// decide looks for the heading in the rows that are held, and counts those below it.
func (s *scan) decide() {
	s.decided = true
	body := s.head
	if first, last := findHeading(s.head); last >= 0 {
		s.sheet.FirstHeading, s.sheet.LastHeading = s.head[first].Number, s.head[last].Number
		for i := first; i <= last; i++ {
			s.title(&s.head[i])
		}
		body = s.head[last+1:]
	}
	for i := range body {
		s.count(&body[i])
	}
	s.head = nil
}

// title adds a row of the heading to the headings of the columns.
func (s *scan) title(row *cell.Row) {
	for i, c := range row.Cells {
		if c.IsEmpty() {
			continue
		}
		column := s.column(i)
		words := strings.Fields(column.Heading + " " + string(c.AppendText(nil)))
		column.Heading = strings.Join(words, " ")
		if utf8.RuneCountInString(column.Heading) > MaxHeading {
			column.Heading = string([]rune(column.Heading)[:MaxHeading])
		}
	}
}

// column returns the column with that index.
func (s *scan) column(i int) *column {
	for len(s.columns) <= i {
		s.columns = append(s.columns, nil)
	}
	if s.columns[i] == nil {
		s.columns[i] = newColumn(i, &s.budget)
	}
	return s.columns[i]
}

// count counts the cells of a row.
func (s *scan) count(row *cell.Row) {
	s.counted++
	for i := range row.Cells {
		if c := &row.Cells[i]; !c.IsEmpty() {
			s.column(i).add(c, row.Number)
		}
	}
}

// finish returns what has been found.
func (s *scan) finish() *Sheet {
	if !s.decided {
		s.decide()
	}
	for _, c := range s.columns {
		if c != nil {
			s.sheet.Columns = append(s.sheet.Columns, c.finish(s.counted))
		}
	}
	return &s.sheet
}
