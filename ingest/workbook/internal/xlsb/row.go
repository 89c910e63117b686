package xlsb

import (
	"context"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// rowParser gathers the cells of one sheet in one row that it uses again and again.
type rowParser struct {
	ctx        context.Context
	book       *Book
	formats    []cell.Kind
	dateOffset float64      // added to the serials of dates
	strings    *texts.Table // nil until a cell refers to it

	row    cell.Row // number 0 before the first one
	column int      // of the last cell of the row, with or without a value
	cells  int64    // in all rows so far
	texts  arena    // of this row
}

// begin begins the row of a BrtRowHdr ([MS-XLSB] 2.4.761).
func (p *rowParser) begin(body []byte) error {
	const flags, hidden = 11, 0x10
	if len(body) <= flags {
		return format.Refuse(format.ErrDamaged, "the head of the row after row %d is cut off", p.row.Number)
	}
	row := field(body, 0)
	switch {
	case row >= format.MaxRows:
		return format.Refuse(format.ErrDamaged, "a row has the number %d", uint64(row)+1)
	case int(row) < p.row.Number:
		return format.Refuse(format.ErrDamaged, "row %d stands after row %d", row+1, p.row.Number)
	}
	p.row = cell.Row{Number: int(row) + 1, Hidden: body[flags]&hidden != 0, Cells: p.row.Cells[:0]}
	p.column = -1
	p.texts.reset()
	return nil
}

// end counts the cells of the row.
func (p *rowParser) end() error {
	p.cells += int64(len(p.row.Cells))
	if limit := p.book.parts.Limits.Cells; p.cells > limit {
		return format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", limit, p.row.Number)
	}
	return nil
}

// put sets the cell in a column. Empty cells at the end of the row are left out.
func (p *rowParser) put(column int, c cell.Cell) error {
	if c.Kind == cell.Empty {
		return nil
	}
	for len(p.row.Cells) <= column {
		p.row.Cells = append(p.row.Cells, cell.Cell{})
	}
	if p.row.Cells[column].Kind != cell.Empty {
		return p.at(column, format.Refuse(format.ErrDamaged, "the cell stands twice in the sheet"))
	}
	p.row.Cells[column] = c
	return nil
}

// at adds the address of a cell of this row to an error.
func (p *rowParser) at(column int, err error) error {
	return format.At("cell "+cell.Ref(column, p.row.Number), err)
}
