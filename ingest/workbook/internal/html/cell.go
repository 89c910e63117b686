package html

import (
	"bytes"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/decimal"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/numfmt"
	"nyckeltal/ingest/workbook/internal/texts"
)

// pageCell is the cell whose text is being read.
type pageCell struct {
	open   bool
	column int
	start  int  // of its text in page.text
	after  bool // it is what follows a table within a cell

	stated  cell.Cell // what the attributes say, if its kind is not Empty
	isText  bool      // it is a text, even an empty one
	isFault bool      // the text is an error
	isNum   bool      // the text is a number
	kind    cell.Kind // of that
	formula bool
}

// startCell begins a cell.
func (p *page) startCell(a attrs) error {
	if err := p.endCell(); err != nil {
		return err
	}
	if t := p.table(); t == nil || !t.begun {
		if err := p.startRow(false); err != nil {
			return err
		}
	}
	column, err := p.place(a)
	if err != nil {
		return err
	}
	p.cell = pageCell{open: true, column: column, formula: a.formula, isText: a.isText}
	p.state(&a)
	p.cell.start = len(p.text)
	return nil
}

// state takes in what the attributes say of the cell's value.
func (p *page) state(a *attrs) {
	c := &p.cell
	switch {
	case a.isFault && len(a.fault) > 0:
		c.stated = cell.Cell{Kind: cell.Error, Text: p.keep(a.fault)}
	case a.isFault:
		c.isFault = true
	case a.isBoolean:
		c.stated = boolean(a.boolean)
	case a.isText && len(a.text) > 0:
		c.stated = cell.Cell{Kind: cell.Text, Text: p.keep(a.text)}
	case a.isText:
	case len(a.number) > 0:
		p.stateNumber(a)
	case a.isNumber:
		c.isNum, c.kind = true, p.styles.kind(a)
	}
}

// stateNumber takes in a number in an attribute.
func (p *page) stateNumber(a *attrs) {
	digits := bytes.TrimSpace(a.number)
	num, ok := decimal.Parse(digits)
	if !ok {
		return
	}
	kind := cell.Number
	if a.sdnum == nil {
		kind = p.styles.kind(a)
	} else if fields := bytes.SplitN(a.sdnum, []byte(";"), 3); len(fields) == 3 {
		if string(fields[2]) == "BOOLEAN" {
			p.cell.stated = boolean(digits)
			return
		}
		kind = numfmt.Kind(string(fields[2]))
	}
	if kind == cell.Date {
		num += p.book.dateOffset
	}
	p.cell.stated = cell.Cell{Kind: kind, Text: p.keep(digits), Num: num}
}

// keep returns a copy of bytes of the tag at hand that is valid until the next row.
func (p *page) keep(b []byte) string {
	start := len(p.text)
	p.text = append(p.text, b...)
	return texts.View(p.text[start:])
}

// boolean returns the cell of a boolean, or an empty one if it is none.
func boolean(value []byte) cell.Cell {
	switch strings.ToUpper(string(bytes.TrimSpace(value))) {
	case "TRUE", "1":
		return cell.Cell{Kind: cell.Bool, Num: 1}
	case "FALSE", "0":
		return cell.Cell{Kind: cell.Bool}
	}
	return cell.Cell{}
}

// isErrorCode tells whether a text is one by which spreadsheet programs show an error.
func isErrorCode(text []byte) bool {
	switch string(text) {
	case "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!":
		return true
	}
	return bytes.HasPrefix(text, []byte("Err:"))
}

// endCell ends the cell at hand, if there is one, and puts it in the row.
func (p *page) endCell() error {
	c := p.cell
	if !c.open {
		return nil
	}
	p.cell = pageCell{}
	text := trim(p.text[c.start:])
	value := c.value(text)
	if value.Kind == cell.Empty {
		return nil
	}
	value.Formula = c.formula
	if len(value.Text) > p.book.limits.CellBytes {
		return format.At("cell "+cell.Ref(c.column, p.row.Number), p.checkSize(len(value.Text)))
	}
	if c.after {
		p.next = c.column + 1
	}
	return p.put(c.column, value)
}

// value returns the cell, whose text is given.
func (c *pageCell) value(text []byte) cell.Cell {
	switch c.stated.Kind {
	case cell.Empty:
	case cell.Number, cell.Date, cell.Duration:
		if isErrorCode(text) { // LibreOffice states a 0 for it
			return cell.Cell{Kind: cell.Error, Text: texts.View(text)}
		}
		return c.stated
	default:
		return c.stated
	}
	switch {
	case len(text) == 0 && c.formula && !c.isText:
		return cell.Cell{Kind: cell.Error, Text: format.NoValue}
	case len(text) == 0:
		return cell.Cell{}
	}
	value := cell.Cell{Kind: cell.Text, Text: texts.View(text)}
	if c.isFault {
		value.Kind = cell.Error
	}
	if c.isNum {
		if num, ok := decimal.Parse(text); ok {
			value.Kind, value.Num = c.kind, num
		}
	}
	return value
}
