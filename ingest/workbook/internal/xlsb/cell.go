package xlsb

import (
	"encoding/binary"
	"math"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
)

// cell adds the cell of a record to the row, if it is that of one.
func (p *rowParser) cell(id int, body []byte) error {
	if id > brtShortIsst && id != brtCellRString {
		return nil
	}
	column, style, content, err := p.head(id, body)
	if err != nil {
		return err
	}
	p.column = column
	c, err := p.value(id, style, content)
	if err != nil {
		return p.at(column, err)
	}
	return p.put(column, c)
}

// head returns what the record of a cell begins with ([MS-XLSB] 2.5.10): the column, except in short ones, and the
// number of its format in 24 bits with 8 others behind it.
func (p *rowParser) head(id int, body []byte) (column, style int, content []byte, err error) {
	const columnSize, styleSize, styleBits = 4, 4, 1<<24 - 1
	column = p.column + 1
	short := id >= brtShortBlank && id <= brtShortIsst
	switch {
	case p.row.Number == 0:
		return 0, 0, nil, format.Refuse(format.ErrDamaged, "a cell stands before the first row")
	case short && len(body) >= styleSize:
	case !short && len(body) >= columnSize+styleSize:
		column = int(field(body, 0))
		body = body[columnSize:]
	default:
		return 0, 0, nil, format.Refuse(format.ErrDamaged, "a cell of row %d is cut off", p.row.Number)
	}
	if column >= format.MaxColumns {
		return 0, 0, nil, format.Refuse(format.ErrDamaged, "row %d has more than %d columns", p.row.Number, format.MaxColumns)
	}
	return column, int(field(body, 0) & styleBits), body[styleSize:], nil
}

// value returns the typed cell of a record with that content, behind its head. What follows the value, such as the
// formula, is left alone.
func (p *rowParser) value(id, style int, content []byte) (cell.Cell, error) {
	formula := id >= brtFmlaString && id <= brtFmlaError
	switch id {
	case brtCellBlank, brtShortBlank:
		return cell.Cell{}, nil
	case brtCellSt, brtShortSt, brtFmlaString:
		text, _, err := wideString(content, p.book.parts.Limits.CellBytes)
		if err != nil {
			return cell.Cell{}, err
		}
		return p.text(text, formula)
	case brtCellRString:
		text, err := richText(content, p.book.parts.Limits.CellBytes)
		if err != nil {
			return cell.Cell{}, err
		}
		return p.text(text, formula)
	case brtCellReal, brtShortReal, brtFmlaNum:
		if len(content) < 8 {
			return cell.Cell{}, errShort()
		}
		return p.number(math.Float64frombits(binary.LittleEndian.Uint64(content)), style, formula), nil
	case brtCellRk, brtShortRk, brtCellIsst, brtShortIsst:
		if len(content) < 4 {
			return cell.Cell{}, errShort()
		}
		if id == brtCellRk || id == brtShortRk {
			return p.number(biff.RK(field(content, 0)), style, formula), nil
		}
		return p.shared(field(content, 0))
	}
	return flag(id, content, formula)
}

// flag returns the cell of a boolean or an error, which take one byte.
func flag(id int, content []byte, formula bool) (cell.Cell, error) {
	switch {
	case len(content) == 0:
		return cell.Cell{}, errShort()
	case id == brtCellError || id == brtShortError || id == brtFmlaError:
		return cell.Cell{Kind: cell.Error, Formula: formula, Text: biff.ErrorText(content[0])}, nil
	case content[0] != 0:
		return cell.Cell{Kind: cell.Bool, Formula: formula, Num: 1}, nil
	}
	return cell.Cell{Kind: cell.Bool, Formula: formula}, nil
}

// number returns the cell of a number, which is a date if its format makes it one. What is not a number, or not finite,
// may not be stored ([MS-XLSB] 2.5.172): it is an error, and of a formula it says that there is no value yet.
func (p *rowParser) number(f float64, style int, formula bool) cell.Cell {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		if formula {
			return cell.Cell{Kind: cell.Error, Formula: true, Text: format.NoValue}
		}
		return cell.Cell{Kind: cell.Error, Text: "#NUM!"}
	}
	c := cell.Cell{Kind: cell.Number, Formula: formula, Text: p.texts.number(f), Num: f}
	if style < len(p.formats) {
		c.Kind = p.formats[style]
		if c.Kind == cell.Date {
			c.Num += p.dateOffset
		}
	}
	return c
}

// text returns the cell of a text in UTF-16 that stands in the sheet itself.
func (p *rowParser) text(wide []byte, formula bool) (cell.Cell, error) {
	if len(wide) == 0 {
		return cell.Cell{}, nil
	}
	limits := &p.book.parts.Limits
	text := p.texts.wide(wide)
	switch {
	case len(text) > limits.CellBytes:
		return cell.Cell{}, errLong(int64(len(text)), limits.CellBytes)
	case p.texts.used > limits.Memory:
		return cell.Cell{}, format.Refuse(format.ErrLimit, "the texts of row %d take more than %d bytes", p.row.Number,
			limits.Memory)
	}
	return cell.Cell{Kind: cell.Text, Formula: formula, Text: text}, nil
}

// shared returns the cell of the shared string with that index.
func (p *rowParser) shared(index uint32) (cell.Cell, error) {
	if p.strings == nil {
		table, err := p.book.sharedStrings(p.ctx)
		if err != nil {
			return cell.Cell{}, err
		}
		p.strings = table
	}
	return p.strings.Cell(uint64(index))
}
