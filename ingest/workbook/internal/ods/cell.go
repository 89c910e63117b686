package ods

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/decimal"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/texts"
)

// rawCell is a cell as the file writes it (OpenDocument 1.3 part 3, 9.1.4).
type rawCell struct {
	repeats       int // it stands so many times
	columns, rows int // it is shown on
	kind          []byte
	values        [stringValue + 1][]byte
	holds         attr   // which of them goes with the kind
	value         []byte // the one that goes with the kind, nil when it is missing
	style         []byte // nil when it has none
	formula       bool
	certain       bool // the file says whether it is an error
	wrong         bool // and it is one

	text  []byte // of its paragraphs
	shown bool   // it has any
}

// attr is an attribute of a cell.
type attr uint8

// The first ones hold the value of a cell. Its kind tells which of them counts.
const (
	noValue attr = iota
	numberValue
	dateValue
	timeValue
	boolValue
	stringValue
	kindAttr
	styleAttr
	formulaAttr
	repeatAttr
	columnsAttr
	rowsAttr
)

// attrOf returns which attribute has a name, noValue for others.
func attrOf(name []byte) attr {
	switch string(name) {
	case "value-type":
		return kindAttr
	case "value":
		return numberValue
	case "date-value":
		return dateValue
	case "time-value":
		return timeValue
	case "boolean-value":
		return boolValue
	case "string-value":
		return stringValue
	case "style-name":
		return styleAttr
	case "formula":
		return formulaAttr
	case "number-columns-repeated":
		return repeatAttr
	case "number-columns-spanned":
		return columnsAttr
	case "number-rows-spanned":
		return rowsAttr
	}
	return noValue
}

// attributes reads the tag of the cell.
func (c *rawCell) attributes(s *markup.Scanner) error {
	c.begin()
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		c.set(attrOf(name), value)
	}
	if text := c.values[stringValue]; bytes.IndexByte(text, '&') >= 0 || bytes.IndexByte(text, '\r') >= 0 {
		var err error
		if c.values[stringValue], err = markup.AppendResolved(nil, text); err != nil {
			return err
		}
	}
	c.choose()
	return nil
}

// begin sets what attributes that are missing stand for.
func (c *rawCell) begin() { c.repeats, c.columns, c.rows = 1, 1, 1 }

// set takes an attribute. LibreOffice says the kind twice, in its own namespace as well, where it tells errors from
// texts.
func (c *rawCell) set(a attr, value []byte) {
	switch a {
	case noValue:
	case kindAttr:
		c.certain = c.kind != nil
		if string(value) == "error" {
			c.wrong = true
		} else if c.kind == nil {
			c.kind = value
		}
	case styleAttr:
		c.style = value
	case formulaAttr:
		c.formula = true
	case repeatAttr:
		c.repeats = parseCount(value)
	case columnsAttr:
		c.columns = parseCount(value)
	case rowsAttr:
		c.rows = parseCount(value)
	default:
		c.values[a] = value
	}
}

// choose chooses the value that goes with the kind of the cell.
func (c *rawCell) choose() {
	switch string(c.kind) {
	case "float", "percentage", "currency":
		c.holds = numberValue
	case "date":
		c.holds = dateValue
	case "time":
		c.holds = timeValue
	case "boolean":
		c.holds = boolValue
	case "string":
		c.holds = stringValue
	}
	if c.value = c.values[c.holds]; c.value == nil {
		c.value = c.values[stringValue]
	}
}

// after returns the column after a cell that begins in a column.
func (c *rawCell) after(column int) int { return min(column+c.repeats, format.MaxColumns) }

// value returns the typed cell that stands in a column.
func (p *rowParser) value(c *rawCell, column int) (cell.Cell, error) {
	if limit := p.book.content.limits.CellBytes; len(c.text) > limit || len(c.value) > limit {
		return cell.Cell{}, errTooLong(limit)
	}
	if c.isError() {
		return c.errorCell()
	}
	value := cell.Cell{Formula: c.formula, Text: texts.View(c.value)}
	ok := false
	switch c.holds {
	case numberValue:
		value.Num, ok = decimal.Parse(c.value)
		value.Kind = cell.Number
	case dateValue:
		value.Num, ok = parseDate(value.Text)
		value.Kind = cell.Date
	case timeValue:
		value.Num, ok = parseTime(value.Text)
		value.Kind = cell.Date
	case boolValue:
		return c.boolCell()
	}
	if !ok {
		return c.textCell()
	}
	if c.holds == dateValue {
		return value, nil
	}
	if kind := p.styleKind(c, column); kind != cell.Empty {
		value.Kind = kind
	}
	if value.Kind == cell.Date {
		value.Num += p.book.dateOffset
	}
	return value, nil
}

// styleKind returns what the style of a cell makes of a number: Date, Duration, or Empty when it leaves that open.
func (p *rowParser) styleKind(c *rawCell, column int) cell.Kind {
	switch {
	case len(p.book.kinds) == 0:
		return cell.Empty
	case c.style != nil:
		return p.book.kinds[string(c.style)]
	case p.styled:
		return p.rowKind
	}
	return p.columnKinds.at(column)
}

// boolCell returns the cell of a truth value.
func (c *rawCell) boolCell() (cell.Cell, error) {
	switch string(c.value) {
	case "true", "1":
		return cell.Cell{Kind: cell.Bool, Formula: c.formula, Num: 1}, nil
	case "false", "0":
		return cell.Cell{Kind: cell.Bool, Formula: c.formula}, nil
	}
	return c.textCell()
}

// textCell returns the cell of a text, or of what is not the value that its kind demands.
func (c *rawCell) textCell() (cell.Cell, error) {
	text := c.value
	if text == nil {
		text = c.text
	}
	switch {
	case !utf8.Valid(text):
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "its text is not valid UTF-8")
	case len(text) > 0:
		return cell.Cell{Kind: cell.Text, Formula: c.formula, Text: texts.View(text)}, nil
	case c.formula && c.value == nil && !c.shown:
		return cell.Cell{Kind: cell.Error, Formula: true, Text: format.NoValue}, nil
	}
	return cell.Cell{}, nil
}

// errTooLong refuses a cell whose text takes more than so many bytes.
func errTooLong(limit int) error {
	return format.Refuse(format.ErrLimit, "its text takes more than %d bytes", limit)
}

// clip shortens a text of the file for a message.
func clip(b []byte) string { return strconv.QuoteToASCII(string(b[:min(len(b), 40)])) }
