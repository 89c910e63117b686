package xls

import (
	"encoding/binary"
	"math"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// isCell tells whether a record is that of a cell, or of several side by side. All of them begin with the row and the
// column, both counted from 0.
func isCell(id uint16) bool {
	switch id {
	case recNumber, recRK, recLabelSST, recMulRK, recFormula, recLabel, recRString, recBoolErr, recFormula3, recFormula4,
		recInteger2, recNumber2, recLabel2, recBoolErr2, recBlank, recMulBlank, recBlank2:
		return true
	}
	return false
}

// contents is what follows the address in the record of a cell.
type contents struct {
	format int    // the cell's format
	value  []byte // what comes after that
}

// split returns the contents of a cell's record. Up to BIFF2 three bytes say how the cell looks, and the number format is
// in the second of them.
func (p *rowParser) split(data []byte) (c contents, err error) {
	const address = 4
	size := 2
	if p.book.version == biff2 {
		size = 3
	}
	if len(data) < address+size {
		return c, short("its record", data)
	}
	look := data[address:]
	c.value = look[size:]
	if c.format = int(binary.LittleEndian.Uint16(look)); p.book.version == biff2 {
		c.format = int(look[1] & 0x3f)
	}
	return c, nil
}

// value reads the cell of a record that is that of one cell with a value.
func (p *rowParser) value(r *records, id uint16, data []byte) (cell.Cell, error) {
	c, err := p.split(data)
	if err != nil {
		return cell.Cell{}, err
	}
	if len(c.value) < valueSize(id) {
		return cell.Cell{}, short("its record", data)
	}
	switch id {
	case recNumber, recNumber2:
		return p.number(math.Float64frombits(binary.LittleEndian.Uint64(c.value)), c.format), nil
	case recRK:
		return p.number(biff.RK(binary.LittleEndian.Uint32(c.value)), c.format), nil
	case recInteger2:
		return p.number(float64(binary.LittleEndian.Uint16(c.value)), c.format), nil
	case recLabelSST:
		return p.shared(binary.LittleEndian.Uint32(c.value))
	case recLabel, recRString:
		return p.label(r, c.value, 2)
	case recLabel2:
		return p.label(r, c.value, 1)
	case recBoolErr, recBoolErr2:
		if c.value[1] != 0 {
			return cell.Cell{Kind: cell.Error, Text: biff.ErrorText(c.value[0])}, nil
		}
		return boolean(c.value[0]), nil
	}
	return p.formula(c), nil
}

// valueSize returns the size of the smallest value that a record of that type has.
func valueSize(id uint16) int {
	switch id {
	case recNumber, recNumber2, recFormula, recFormula3, recFormula4:
		return 8
	case recRK, recLabelSST:
		return 4
	case recInteger2, recBoolErr, recBoolErr2:
		return 2
	}
	return 0
}

// number returns the cell of a number, which is a date if its format makes it one.
func (p *rowParser) number(f float64, cellFormat int) cell.Cell {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return cell.Cell{Kind: cell.Error, Text: "#NUM!"}
	}
	start := len(p.text)
	p.text = biff.AppendNumber(p.text, f)
	kind := cell.Number
	if cellFormat < len(p.book.formats) {
		kind = p.book.formats[cellFormat]
	}
	if kind == cell.Date {
		f += p.dateOffset
	}
	return cell.Cell{Kind: kind, Text: texts.View(p.text[start:]), Num: f}
}

// boolean returns the cell of a truth value.
func boolean(value byte) cell.Cell {
	if value != 0 {
		return cell.Cell{Kind: cell.Bool, Num: 1}
	}
	return cell.Cell{Kind: cell.Bool}
}

// label returns the cell of a text that stands in the sheet itself, with its length in that many bytes.
func (p *rowParser) label(r *records, value []byte, width int) (cell.Cell, error) {
	c := continued{data: value, records: r, scratch: p.scratch}
	start := len(p.text)
	var err error
	p.text, err = p.book.appendText(p.text, &c, width)
	p.scratch = c.scratch
	switch size := len(p.text) - start; {
	case err != nil:
		return cell.Cell{}, err
	case size > p.book.limits.CellBytes:
		return cell.Cell{}, format.Refuse(format.ErrLimit, "its text takes %d bytes, more than %d", size, p.book.limits.CellBytes)
	case size == 0:
		return cell.Cell{}, nil
	}
	return cell.Cell{Kind: cell.Text, Text: texts.View(p.text[start:])}, nil
}

// shared returns the cell of the shared string with that index.
func (p *rowParser) shared(index uint32) (cell.Cell, error) {
	if p.strings == nil {
		table, err := p.book.sharedStrings()
		if err != nil {
			return cell.Cell{}, err
		}
		p.strings = table
	}
	return p.strings.Cell(uint64(index))
}

// formula returns the cell of a formula with its result ([MS-XLS] 2.5.133): a number, or what is no number at all and
// tells by its first byte what it stands for. A text follows in a record of its own.
func (p *rowParser) formula(c contents) cell.Cell {
	const text, truth, fault, empty = 0, 1, 2, 3
	var value cell.Cell
	switch result := c.value[:8]; {
	case result[6] != 0xff || result[7] != 0xff:
		value = p.number(math.Float64frombits(binary.LittleEndian.Uint64(result)), c.format)
	case result[0] == truth:
		value = boolean(result[2])
	case result[0] == fault:
		value = cell.Cell{Kind: cell.Error, Text: biff.ErrorText(result[2])}
	case result[0] == empty:
		return cell.Cell{}
	default:
		p.awaited = result[0] == text
		value = cell.Cell{Kind: cell.Error, Text: format.NoValue}
	}
	value.Formula = true
	return value
}
