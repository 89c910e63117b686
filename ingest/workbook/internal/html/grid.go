package html

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// grid knows which places of a table are taken by cells that span rows.
type grid struct {
	until []int32 // by column: the last row that is taken
}

// clear frees the places from a column on, and returns how many columns had one taken.
func (g *grid) clear(column int) int {
	n := max(len(g.until)-column, 0)
	g.until = g.until[:len(g.until)-n]
	return n
}

// free returns the first column from the given one on that is free in a row.
func (g *grid) free(column, row int) int {
	for column < len(g.until) && int(g.until[column]) >= row {
		column++
	}
	return column
}

// take takes the places of a cell that spans several rows.
func (g *grid) take(r cell.Range) {
	for len(g.until) <= r.LastColumn {
		g.until = append(g.until, 0)
	}
	for c := r.FirstColumn; c <= r.LastColumn; c++ {
		g.until[c] = max(g.until[c], int32(r.LastRow))
	}
}

// place finds the place of the next cell in the row at hand, and takes all that it spans.
func (p *page) place(a attrs) (column int, err error) {
	column = p.grid.free(p.next, p.row.Number)
	p.cells += int64(column - p.next)
	if column >= format.MaxColumns {
		return 0, format.Refuse(format.ErrDamaged, "row %d has more than %d columns", p.row.Number, format.MaxColumns)
	}
	spanned := cell.Range{FirstRow: p.row.Number, FirstColumn: column}
	spanned.LastRow = min(spanned.FirstRow+a.rowspan-1, format.MaxRows)
	spanned.LastColumn = min(column+a.colspan-1, format.MaxColumns-1)
	if spanned.LastRow > spanned.FirstRow {
		p.cells += int64(a.colspan)
		p.grid.take(spanned)
	}
	if p.cells > p.book.limits.Cells {
		return 0, format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", p.book.limits.Cells, p.row.Number)
	}
	p.next = spanned.LastColumn + 1
	if p.layout != nil && !a.ignoreSpan && (a.rowspan > 1 || a.colspan > 1) {
		return column, p.layout.merge(spanned)
	}
	return column, nil
}

// put sets the cell in a column of the row at hand, which is beyond those that are set. Empty cells are left out.
func (p *page) put(column int, c cell.Cell) error {
	if c.Kind == cell.Empty {
		return nil
	}
	if column >= format.MaxColumns {
		return format.Refuse(format.ErrDamaged, "row %d has more than %d columns", p.row.Number, format.MaxColumns)
	}
	for len(p.row.Cells) < column {
		p.row.Cells = append(p.row.Cells, cell.Cell{})
	}
	p.row.Cells = append(p.row.Cells, c)
	return nil
}

// layout collects the layout of a sheet.
type layout struct {
	cell.Layout
	tables int
	left   int64 // bytes that it may still take
}

// merge adds a merged range.
func (l *layout) merge(r cell.Range) error {
	const size = 32
	if l.left -= size; l.left < 0 {
		return format.Refuse(format.ErrLimit, "the sheet has more than %d merged ranges", len(l.Merged))
	}
	l.Merged = append(l.Merged, r)
	return nil
}

// result returns what has been collected.
func (l *layout) result() cell.Layout {
	if l.tables > 1 {
		l.HiddenColumns = nil
	}
	return l.Layout
}

// describeColumn takes in the columns of a col tag.
func (p *page) describeColumn(a attrs) {
	t := p.table()
	if t == nil || p.layout == nil || len(p.tables) > 1 || t.column >= format.MaxColumns {
		return
	}
	first, last := t.column, min(t.column+a.span, format.MaxColumns)-1
	t.column = last + 1
	hidden := &p.layout.HiddenColumns
	switch n := len(*hidden); {
	case !a.hidden:
	case n > 0 && (*hidden)[n-1].Last == first-1:
		(*hidden)[n-1].Last = last
	default:
		*hidden = append(*hidden, cell.Span{First: first, Last: last})
	}
}
