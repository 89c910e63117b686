package transform

import (
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
)

// wanted is a heading that the mapping looks for.
type wanted struct {
	names    []string // the first that is found counts
	folded   []string
	required bool
}

// want adds a heading to those that are looked for, once, and returns its index.
func (m *Mapper) want(names []string, required bool) int {
	for i := range m.wanted {
		if slices.Equal(m.wanted[i].names, names) {
			m.wanted[i].required = m.wanted[i].required || required
			return i
		}
	}
	w := wanted{names: names, required: required}
	for _, name := range names {
		w.folded = append(w.folded, match.Fold(name))
	}
	m.wanted = append(m.wanted, w)
	return len(m.wanted) - 1
}

// refer returns the index of a heading that a rule names. When a column lists the name among its synonyms, the rule
// means that column, whichever synonym the sheet has.
func (m *Mapper) refer(names []string) int {
	if len(names) == 1 {
		folded := match.Fold(names[0])
		for i := range m.wanted {
			if slices.Contains(m.wanted[i].folded, folded) {
				m.wanted[i].required = true
				return i
			}
		}
	}
	return m.want(names, true)
}

// layout says where the columns of a sheet stand, as its heading row tells.
type layout struct {
	columns []int        // of the sheet, by wanted heading; -1 when an optional heading is missing
	across  []acrossCell // the headings of an across table
	marker  int          // a column with a heading; -1 when none is text
	mark    string       // its heading as written
	unknown []int        // columns of the sheet that the mapping does not name
}

// headingRow is a row that may be the heading.
type headingRow struct {
	number int
	texts  []string
	folded []string
	cells  []cell.Cell
}

// newHeadingRow copies what a row says as a heading.
func newHeadingRow(row *cell.Row) *headingRow {
	h := &headingRow{number: row.Number, cells: slices.Clone(row.Cells)}
	for i, c := range row.Cells {
		text := strings.Clone(string(appendText(nil, c)))
		h.cells[i].Text = text
		h.texts = append(h.texts, text)
		h.folded = append(h.folded, match.Fold(text))
	}
	return h
}

// find returns the column of the heading: the one written exactly so or, without one, the one that is the same when
// folded. It returns -1 when there is none; twice tells that there are several.
func (h *headingRow) find(w *wanted) (column int, twice bool) {
	for i, name := range w.names {
		if column, twice := only(h.texts, name); column >= 0 {
			return column, twice
		}
		if column, twice := only(h.folded, w.folded[i]); column >= 0 {
			return column, twice
		}
	}
	return -1, false
}

// only finds a text and tells whether it occurs again.
func only(texts []string, text string) (at int, again bool) {
	at = slices.Index(texts, text)
	return at, at >= 0 && slices.Contains(texts[at+1:], text)
}

// bind reads a row as the heading. The layout is nil and the fault is not when it is none; hits is the number of headings
// that were found.
func (m *Mapper) bind(h *headingRow) (l *layout, hits int, fault *HeadingError) {
	l = &layout{marker: -1}
	fault = &HeadingError{Row: h.number}
	used := make([]bool, len(h.cells))
	for i := range m.wanted {
		column, twice := h.find(&m.wanted[i])
		l.columns = append(l.columns, column)
		switch {
		case twice:
			fault.Twice = tell(h.cells[column])
		case column < 0 && m.wanted[i].required:
			fault.Missing = append(fault.Missing, m.wanted[i].names)
		}
		if column >= 0 {
			hits++
			used[column] = true
			if l.marker < 0 && h.cells[column].Kind == cell.Text {
				l.marker, l.mark = column, h.cells[column].Text
			}
		}
	}
	if m.across != nil {
		hits += m.across.bind(h, m, l, used, fault)
	}
	for i, text := range h.texts {
		if text != "" && !used[i] && !slices.Contains(m.ignored, h.folded[i]) {
			l.unknown = append(l.unknown, i)
		}
	}
	if len(fault.Missing) > 0 || fault.Twice != "" {
		return nil, hits, fault
	}
	return l, hits, nil
}

// headings lists the texts of the row for a message.
func (h *headingRow) headings() []string {
	var found []string
	for i, text := range h.texts {
		if h.cells[i].Kind == cell.Text && text != "" {
			found = append(found, tell(h.cells[i]))
		}
	}
	return found
}

// note says which columns of the sheet are not mapped.
func (h *headingRow) note(sheet string, l *layout) []string {
	notes := make([]string, 0, len(l.unknown))
	for _, i := range l.unknown {
		notes = append(notes, fmt.Sprintf("sheet %q: column %s %q is not mapped; name it under columns or ignore",
			sheet, cell.Column(i), tell(h.cells[i])))
	}
	return notes
}
