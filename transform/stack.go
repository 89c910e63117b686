package transform

import (
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
)

// heading is what one row, or several stacked ones, say as headings.
type heading struct {
	first, number int         // the uppermost and the lowest row
	top           string      // the first text of the uppermost of several rows
	low           []string    // the texts of the lowest row, by column
	cells         []cell.Cell // what is shown, by column: the texts of stacked cells are joined
	texts         []string    // of the cells; "" where the heading does not count
	folded        []string
	hidden        []bool // columns whose headings do not count
}

// readHeading reads the rows up to number as a heading: those of rows that belong to it, which may be fewer than it has,
// as readers leave out rows that the file does not hold.
func (p *plan) readHeading(rows []*cell.Row, number int, shape *cell.Layout) *heading {
	h := &heading{first: number - p.stacked + 1, number: number}
	width := 0
	for _, row := range rows {
		width = max(width, len(row.Cells))
	}
	h.low, h.hidden, h.cells = make([]string, width), make([]bool, width), make([]cell.Cell, width)
	for _, row := range rows {
		h.add(row, p.spec.Heading.Fill, shape)
	}
	for i, c := range h.cells {
		h.hidden[i] = p.spec.Heading.SkipHidden && c.Text != "" && hidden(shape, i)
		if h.hidden[i] {
			c.Text = ""
		}
		h.texts, h.folded = append(h.texts, c.Text), append(h.folded, match.Fold(c.Text))
	}
	return h
}

// add joins a row to those above it.
func (h *heading) add(row *cell.Row, fill bool, shape *cell.Layout) {
	upper, left := row.Number < h.number, cell.Cell{}
	for i := range h.cells {
		c := shown(row.At(i))
		switch {
		case c.Text != "":
			left = c
		case upper && (fill || merged(row.Number, i, shape)):
			c = left
		}
		if !upper {
			h.low[i] = c.Text
		} else if h.top == "" && row.Number == h.first && c.Kind == cell.Text {
			h.top = c.Text
		}
		switch above := h.cells[i].Text; {
		case above == "":
			h.cells[i] = c
		case c.Text != "":
			h.cells[i] = cell.Cell{Kind: cell.Text, Text: above + " " + c.Text}
		}
	}
}

// shown returns a copy of a cell whose Text is what it shows.
func shown(c cell.Cell) cell.Cell {
	c.Text = strings.Clone(string(appendText(nil, c)))
	return c
}

// merged tells whether a column is merged with columns to its left, in a row where the merged cell begins.
func merged(row, column int, shape *cell.Layout) bool {
	return slices.ContainsFunc(shape.Merged, func(r cell.Range) bool {
		return r.FirstRow == row && r.FirstColumn < column && column <= r.LastColumn
	})
}

// hidden tells whether a column is hidden.
func hidden(shape *cell.Layout, column int) bool {
	return slices.ContainsFunc(shape.HiddenColumns, func(s cell.Span) bool { return s.First <= column && column <= s.Last })
}

// find returns the column of the heading: the one written exactly so or, without one, the one that is the same when
// folded. It returns -1 when there is none; twice tells that there are several.
func (h *heading) find(w *wanted) (column int, twice bool) {
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

// headings lists the texts of the heading for a message.
func (h *heading) headings() []string {
	var found []string
	for i, text := range h.texts {
		if h.cells[i].Kind == cell.Text && text != "" {
			found = append(found, tell(h.cells[i]))
		}
	}
	return found
}
