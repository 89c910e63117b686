package transform

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
	"nyckeltal/transform/value"
)

// PrivacyError says that sheets hold personal identity numbers in columns that the mapping does not declare.
type PrivacyError struct {
	File    string
	Columns []PrivateColumn
}

// PrivateColumn is a column of a sheet that holds personal identity numbers.
type PrivateColumn struct {
	Sheet   string
	Column  string // its letters
	Heading string // "" without one
	Count   int    // of cells with such numbers
}

// Error names the columns and says how to mend it. It holds no number.
func (e *PrivacyError) Error() string {
	var columns []string
	for _, c := range e.Columns {
		text := fmt.Sprintf("sheet %s, column %s", c.Sheet, c.Column)
		if c.Heading != "" {
			text += fmt.Sprintf(" %q", c.Heading)
		}
		columns = append(columns, fmt.Sprintf("%s (%d cells)", text, c.Count))
	}
	return fmt.Sprintf("%s: personal identity numbers in columns that are not declared: %s; take the numbers out, "+
		"fill a column of type person from them, or accept them in the mapping, as in privacy: {allow: [%s]}", e.File, strings.Join(columns, "; "), e.Columns[0].allowed())
}

// allowed is how the mapping would name the column.
func (c PrivateColumn) allowed() string {
	if c.Heading == "" {
		return c.Column
	}
	return c.Heading
}

// watch looks for personal identity numbers in the cells of a sheet, column by column.
type watch struct {
	columns []watched
}

// watched counts what the cells of a column look like.
type watched struct {
	certain, shaped int // numbers that only persons have, and others that are written like them
	possible, ten   int // ten digits that may be of a person, and all ten digits
}

// see counts a cell. Most cells are passed by after a look at their kind and length.
func (w *watched) see(c *cell.Cell) {
	var like person.Likeness
	switch c.Kind {
	case cell.Text:
		text := c.Text
		if len(text) < 10 {
			return
		}
		if text[0]-'0' > 9 || text[len(text)-1]-'0' > 9 {
			text = value.Trim(text)
		}
		like = person.Recognise(text)
	case cell.Number:
		if !(c.Num >= 1e9 && c.Num < 1e12) || c.Num != math.Trunc(c.Num) {
			return
		}
		like = person.RecogniseNumber(int64(c.Num))
	}
	switch like {
	case person.Certain:
		w.certain++
		w.shaped++
	case person.Shaped:
		w.shaped++
	case person.Possible:
		w.possible++
		w.ten++
	case person.Ten:
		w.ten++
	}
}

// several is the number of ten digits that may be of persons from which on they count.
const several = 3

// persons returns how many cells of the column hold numbers of persons, as far as can be told: one that cannot be
// anything else is enough, unless most that are written like it are something else; of ten digits several must be, and
// most.
func (w *watched) persons() int {
	n := 0
	if 2*w.certain > w.shaped {
		n = w.certain
	}
	if w.possible >= several && 2*w.possible > w.ten {
		n += w.possible
	}
	return n
}

// row looks at the cells of a row.
func (w *watch) row(row *cell.Row) {
	for len(w.columns) < len(row.Cells) {
		w.columns = append(w.columns, watched{})
	}
	columns := w.columns[:len(row.Cells)]
	for i := range row.Cells {
		switch c := &row.Cells[i]; c.Kind {
		case cell.Text:
			if len(c.Text) >= 10 && mayBeNumber(c.Text) {
				columns[i].see(c)
			}
		case cell.Number:
			if c.Num >= 1e9 {
				columns[i].see(c)
			}
		}
	}
}

// mayBeNumber passes most texts by: the first five characters of a number are digits, after white space if any.
func mayBeNumber(text string) bool {
	first := text[0]
	return first-'0' <= 9 && text[4]-'0' <= 9 || first <= ' ' || first >= 0x80
}

// watchPair looks at the cells of a row of a form; wanted is the index of its label, or -1.
func (s *sheetRun) watchPair(row *cell.Row, wanted int) {
	if wanted < 0 || !slices.Contains(s.mayHold, wanted) {
		s.watch.row(row)
		return
	}
	label, _ := nextFilled(row, 0)
	column, _ := nextFilled(row, label+1)
	if column >= 0 && slices.Contains(s.private, wanted) && !slices.Contains(s.count.Private, column) {
		s.count.Private = append(s.count.Private, column)
	}
}

// watchedEnd notes the columns with numbers of persons that the layout does not declare, and begins anew.
func (s *sheetRun) watchedEnd() {
	if s.layout == nil {
		return
	}
	s.notePrivate()
	for i := range s.watch.columns {
		n := s.watch.columns[i].persons()
		if n == 0 || s.declared(i) {
			continue
		}
		s.exposed = append(s.exposed, PrivateColumn{
			Sheet: person.Redact(s.count.Name), Column: cell.Column(i), Heading: s.headingOf(i), Count: n,
		})
		if !slices.Contains(s.count.Private, i) {
			s.count.Private = append(s.count.Private, i)
		}
	}
	clear(s.watch.columns)
}

// headingOf returns the heading of a column, for messages.
func (s *sheetRun) headingOf(column int) string {
	if column >= len(s.headings) {
		return ""
	}
	return person.Redact(s.headings[column])
}

// declared tells whether numbers of persons may stand in a column.
func (s *sheetRun) declared(column int) bool {
	return s.holds(column, s.mayHold)
}

// holds tells whether a column is one of the wanted ones, in any block of the layout.
func (s *sheetRun) holds(column int, wanted []int) bool {
	if s.form != nil {
		return false // see watchPair
	}
	return slices.ContainsFunc(s.layout.blocks, func(b block) bool {
		return slices.ContainsFunc(wanted, func(w int) bool { return b.columns[w] == column })
	})
}

// compilePrivacy finds out which headings are private, and under which numbers of persons may stand.
func (p *plan) compilePrivacy() {
	for _, f := range p.fields {
		if f.private && f.wanted >= 0 {
			p.private = append(p.private, f.wanted)
		}
	}
	for _, heading := range p.spec.Private {
		p.private = append(p.private, p.named(heading))
	}
	p.mayHold = slices.Clone(p.private)
	for _, heading := range p.spec.Privacy.Allow {
		p.mayHold = append(p.mayHold, p.named(heading))
	}
	for _, f := range p.fields {
		f.allowed = f.wanted >= 0 && slices.Contains(p.mayHold, f.wanted)
	}
}

// named returns the index of a heading, or of a column by its letters when there are no headings.
func (p *plan) named(name string) int {
	if _, ok := mapping.ColumnIndex(name); ok && p.spec.Heading.None {
		return p.wantColumn(name)
	}
	folded := match.Fold(name)
	i := slices.IndexFunc(p.wanted, func(w wanted) bool { return slices.Contains(w.folded, folded) })
	if i >= 0 {
		return i
	}
	return p.want([]string{name}, false)
}

// notePrivate adds the private columns of the layout to the sheet's summary.
func (s *sheetRun) notePrivate() {
	if s.layout == nil || s.form != nil {
		return
	}
	for i := range s.layout.blocks {
		for _, wanted := range s.private {
			if column := s.layout.blocks[i].columns[wanted]; column >= 0 && !slices.Contains(s.count.Private, column) {
				s.count.Private = append(s.count.Private, column)
			}
		}
	}
	slices.Sort(s.count.Private)
}

// close notes what only the whole delivery tells.
func (r *run) close() {
	if len(r.exposed) > 0 {
		r.faults = append(r.faults, &PrivacyError{File: person.Redact(r.in.File), Columns: r.exposed})
	}
	for _, p := range r.plans {
		for _, book := range p.codes {
			if note := book.note(); note != "" {
				r.summary.Notes = append(r.summary.Notes, note)
			}
		}
	}
}
