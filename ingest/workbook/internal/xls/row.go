package xls

import (
	"encoding/binary"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// rowParser parses the cells of one sheet, which come row by row, into one row that it uses again and again.
type rowParser struct {
	book       *Book
	dateOffset float64      // added to the serials of dates
	strings    *texts.Table // nil until a cell refers to it
	hidden     *rowSet
	yield      func(*cell.Row, error) bool

	row     cell.Row
	cells   int64  // in all rows so far
	column  int    // of the last cell
	awaited bool   // its text follows
	text    []byte // texts of this row that are not shared
	scratch []byte
}

// visit takes the next record, for scan.
func (p *rowParser) visit(r *records, id uint16, data []byte) (goOn bool, err error) {
	switch {
	case isCell(id):
	case p.awaited && (id == recString || id == recString2):
		return true, p.at(p.column, p.formulaText(r, id, data))
	default:
		return true, nil
	}
	if len(data) < 4 {
		return false, short("a cell", data)
	}
	if number := int(binary.LittleEndian.Uint16(data)) + 1; number != p.row.Number {
		if goOn, err := p.flush(); err != nil || !goOn {
			return false, err
		}
		p.row = cell.Row{Number: number, Hidden: p.hidden.has(number - 1), Cells: p.row.Cells[:0]}
		p.text = p.text[:0]
	}
	p.awaited = false
	p.column = int(binary.LittleEndian.Uint16(data[2:]))
	switch id {
	case recBlank, recMulBlank, recBlank2:
		return true, nil
	case recMulRK:
		return true, p.severalRK(data)
	}
	value, err := p.value(r, id, data)
	if err == nil {
		err = p.put(value)
	}
	return true, p.at(p.column, err)
}

// severalRK reads the numbers of cells that stand side by side ([MS-XLS] 2.4.175).
func (p *rowParser) severalRK(data []byte) error {
	const size = 6 // format and number
	for data = data[4:]; len(data) >= size; data = data[size:] {
		packed := binary.LittleEndian.Uint32(data[2:])
		if err := p.put(p.number(biff.RK(packed), int(binary.LittleEndian.Uint16(data)))); err != nil {
			return p.at(p.column, err)
		}
		p.column++
	}
	return nil
}

// formulaText reads the text that is the result of the formula in the last cell.
func (p *rowParser) formulaText(r *records, id uint16, data []byte) error {
	p.awaited = false
	width := 2
	if id == recString2 {
		width = 1
	}
	value, err := p.label(r, data, width)
	if err != nil {
		return err
	}
	value.Formula = value.Kind != cell.Empty
	p.row.Cells[p.column] = value
	return nil
}

// put sets the last cell. Of several records for the same cell the last one counts, as in spreadsheet programs.
func (p *rowParser) put(c cell.Cell) error {
	switch {
	case p.column >= format.MaxColumns:
		return format.Refuse(format.ErrDamaged, "row %d has a cell in column %d", p.row.Number, p.column+1)
	case int64(len(p.text)) > p.book.limits.Memory:
		return format.Refuse(format.ErrLimit, "row %d takes more than %d bytes", p.row.Number, p.book.limits.Memory)
	case c.Kind == cell.Empty && p.column >= len(p.row.Cells):
		return nil
	}
	for len(p.row.Cells) <= p.column {
		p.row.Cells = append(p.row.Cells, cell.Cell{})
	}
	p.row.Cells[p.column] = c
	return nil
}

// flush hands out the row that has been read, without empty cells at its end, if it holds anything.
func (p *rowParser) flush() (goOn bool, err error) {
	n := len(p.row.Cells)
	for n > 0 && p.row.Cells[n-1].Kind == cell.Empty {
		n--
	}
	p.row.Cells = p.row.Cells[:n]
	if p.cells += int64(n); p.cells > p.book.limits.Cells {
		return false, format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", p.book.limits.Cells, p.row.Number)
	}
	return n == 0 || p.yield(&p.row, nil), nil
}

// at adds the address of a cell of this row to an error, if there is one.
func (p *rowParser) at(column int, err error) error {
	if err == nil {
		return nil
	}
	return format.At("cell "+cell.Ref(column, p.row.Number), err)
}
