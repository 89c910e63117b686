package transform

import (
	"math"
	"slices"

	"nyckeltal/ingest/cell"
)

// bindBeside finds the same headings several times, one table beside the other. A heading that stands once belongs to
// every table.
func (p *plan) bindBeside(h *heading, l *layout, fault *HeadingError) (hits int) {
	columns, tables := make([][]int, len(p.wanted)), 1
	for i := range p.wanted {
		w := &p.wanted[i]
		if w.column >= 0 {
			columns[i] = []int{w.column}
			continue
		}
		columns[i] = h.findAll(w)
		tables = max(tables, len(columns[i]))
		if len(columns[i]) > 0 {
			hits++
		} else if w.required {
			fault.Missing = append(fault.Missing, w.names)
		}
	}
	for _, all := range columns {
		if len(all) > 1 && len(all) != tables {
			fault.Uneven = tell(h.cells[all[0]])
			columns, tables = nil, 1
			break
		}
	}
	l.blocks = tableBlocks(columns, tables)
	if mixed := mixed(columns, l.blocks); mixed >= 0 {
		fault.Uneven = tell(h.cells[mixed])
	}
	return hits
}

// findAll returns the columns of a heading, case, accents and spacing aside.
func (h *heading) findAll(w *wanted) (columns []int) {
	for _, name := range w.folded {
		for i, text := range h.folded {
			if text == name {
				columns = append(columns, i)
			}
		}
		if columns != nil {
			return columns
		}
	}
	return nil
}

// tableBlocks makes a block of each table.
func tableBlocks(columns [][]int, tables int) []block {
	blocks := make([]block, tables)
	for t := range blocks {
		b := &blocks[t]
		b.index, b.from, b.to = t, math.MaxInt, math.MaxInt
		for _, all := range columns {
			column := -1
			switch {
			case len(all) == 1:
				column = all[0]
			case len(all) == tables:
				column = all[t]
				b.own = append(b.own, column)
				b.from = min(b.from, column)
			}
			b.columns = append(b.columns, column)
		}
		if t > 0 {
			blocks[t-1].to = b.from
		}
	}
	if tables == 1 {
		blocks[0].from = 0
	}
	for t := range blocks {
		blocks[t].shared = blocks[0].from
	}
	return blocks
}

// mixed returns a column of a table that stands among those of another one, or -1.
func mixed(columns [][]int, blocks []block) int {
	for _, all := range columns {
		for t, column := range all {
			if len(all) > 1 && (column < blocks[t].from || column >= blocks[t].to) {
				return column
			}
		}
	}
	return -1
}

// nothing tells whether a table beside others has nothing in a row.
func (b *block) nothing(row *cell.Row) bool {
	return len(b.own) > 0 && !slices.ContainsFunc(b.own, func(column int) bool { return !row.At(column).IsEmpty() })
}
