package transform

import (
	"fmt"
	"math"
	"slices"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
)

// wanted is a heading that the mapping looks for, a column that it names by letter, or a label of a form.
type wanted struct {
	names    []string // the first that is found counts; none for a column by letter
	folded   []string
	required bool
	column   int // by letter; -1 for headings and labels
}

// want adds a heading to those that are looked for, once, and returns its index.
func (p *plan) want(names []string, required bool) int {
	for i := range p.wanted {
		if slices.Equal(p.wanted[i].names, names) {
			p.wanted[i].required = p.wanted[i].required || required
			return i
		}
	}
	w := wanted{names: names, required: required, column: -1}
	for _, name := range names {
		w.folded = append(w.folded, match.Fold(name))
	}
	p.wanted = append(p.wanted, w)
	return len(p.wanted) - 1
}

// wantColumn adds a column by its letters, which the validation has accepted.
func (p *plan) wantColumn(letters string) int {
	column, _ := mapping.ColumnIndex(letters)
	i := slices.IndexFunc(p.wanted, func(w wanted) bool { return w.column == column })
	if i < 0 {
		i = len(p.wanted)
		p.wanted = append(p.wanted, wanted{column: column})
	}
	return i
}

// refer returns the index of a heading that a rule names. When a column lists the name among its synonyms, the rule
// means that column, whichever synonym the sheet has.
func (p *plan) refer(names []string) int {
	if len(names) == 1 {
		folded := match.Fold(names[0])
		for i := range p.wanted {
			if slices.Contains(p.wanted[i].folded, folded) {
				p.wanted[i].required = true
				return i
			}
		}
	}
	return p.want(names, true)
}

// layout says where the columns of a sheet stand, as its heading tells.
type layout struct {
	blocks  []block // one, or several side by side
	marker  int     // a column with a heading; -1 when none is text
	mark    string  // what the heading's lowest row has there
	top     string  // of stacked headings, the first text of the uppermost row
	unknown []int   // columns with headings that the mapping does not name
	bare    []int   // columns without heading that the mapping does not name
	width   int     // no column from here on has a heading
}

// bind reads a heading. The layout is nil and the fault is not when it is none; hits is the number of headings that were
// found.
func (p *plan) bind(h *heading) (l *layout, hits int, fault *HeadingError) {
	l = &layout{marker: -1, top: h.top, width: len(h.cells)}
	fault = &HeadingError{Row: h.number}
	if p.spec.Heading.Beside {
		hits = p.bindBeside(h, l, fault)
	} else {
		hits = p.bindOnce(h, l, fault)
	}
	used := l.use(p, h)
	if p.across != nil {
		hits += p.across.bind(h, p, &l.blocks[0], used, fault)
	}
	p.leftOver(h, l, used)
	if len(fault.Missing) > 0 || fault.Twice != "" || fault.Uneven != "" {
		return nil, hits, fault
	}
	return l, hits, nil
}

// bindOnce finds every heading once.
func (p *plan) bindOnce(h *heading, l *layout, fault *HeadingError) (hits int) {
	b := block{to: math.MaxInt}
	for i := range p.wanted {
		w := &p.wanted[i]
		if w.column >= 0 {
			b.columns = append(b.columns, w.column)
			continue
		}
		column, twice := h.find(w)
		b.columns = append(b.columns, column)
		switch {
		case twice:
			fault.Twice = tell(h.cells[column])
		case column < 0 && w.required:
			fault.Missing = append(fault.Missing, w.names)
		}
		if column >= 0 {
			hits++
		}
	}
	l.blocks = append(l.blocks, b)
	return hits
}

// use tells which columns of the heading the blocks use, and takes the first with a text as the marker.
func (l *layout) use(p *plan, h *heading) (used []bool) {
	used = make([]bool, len(h.cells))
	for i := range l.blocks {
		for w, column := range l.blocks[i].columns {
			if column < 0 || column >= len(used) {
				continue
			}
			used[column] = true
			if l.marker < 0 && p.wanted[w].column < 0 && h.low[column] != "" && h.cells[column].Kind == cell.Text {
				l.marker, l.mark = column, h.low[column]
			}
		}
	}
	return used
}

// knows tells whether the mapping names a column by its letters, to map or to ignore it.
func (p *plan) knows(column int) bool {
	return slices.ContainsFunc(p.wanted, func(w wanted) bool { return w.column == column }) ||
		slices.Contains(p.ignored, match.Fold(cell.Column(column)))
}

// leftOver lists the columns that the mapping does not use.
func (p *plan) leftOver(h *heading, l *layout, used []bool) {
	for i, text := range h.texts {
		switch {
		case used[i] || p.knows(i):
		case text == "" && !h.hidden[i]:
			l.bare = append(l.bare, i)
		case !slices.Contains(p.ignored, h.folded[i]):
			l.unknown = append(l.unknown, i)
		}
	}
}

// note says which columns with headings are not mapped.
func (h *heading) note(sheet string, l *layout) []string {
	notes := make([]string, 0, len(l.unknown))
	for _, i := range l.unknown {
		what := "is not mapped; name it under columns or ignore"
		if h.hidden[i] {
			what = "is hidden and was skipped"
		}
		notes = append(notes, fmt.Sprintf("sheet %q: column %s %q %s", sheet, cell.Column(i), tell(h.cells[i]), what))
	}
	return notes
}
