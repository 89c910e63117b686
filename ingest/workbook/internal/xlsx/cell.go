package xlsx

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/decimal"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/serial"
	"nyckeltal/ingest/workbook/internal/texts"
)

// kind is how the value of a cell is written: the t attribute.
type kind uint8

const (
	number      kind = iota // n, and what is unknown
	sharedText              // s: the index of a shared string
	inlineText              // inlineStr: in an is element
	formulaText             // str: in the v element
	boolean                 // b
	errorCode               // e
	isoDate                 // d
)

// kindOf returns the kind of a t attribute.
func kindOf(t []byte) kind {
	switch string(t) {
	case "s":
		return sharedText
	case "inlineStr":
		return inlineText
	case "str":
		return formulaText
	case "b":
		return boolean
	case "e":
		return errorCode
	case "d":
		return isoDate
	}
	return number
}

// rawCell is a cell as the file writes it.
type rawCell struct {
	column  int
	style   int
	kind    kind
	formula bool
	value   []byte // of the v or is element; nil when there is none
}

// parse reads the cell whose tag is the current one, up to its end.
func (c *rawCell) parse(s *markup.Scanner, p *rowParser) error {
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		if len(name) != 1 {
			continue
		}
		switch name[0] {
		case 'r':
			column, digits, ok := parseRef(value)
			if !ok || string(digits) != string(p.digits) {
				return format.Refuse(format.ErrDamaged, "row %d has a cell with the address %s", p.row.Number, clip(value))
			}
			c.column = column
		case 's':
			c.style, _ = parseIndex(value)
		case 't':
			c.kind = kindOf(value)
		}
	}
	if c.column >= format.MaxColumns {
		return format.Refuse(format.ErrDamaged, "row %d has more than %d columns", p.row.Number, format.MaxColumns)
	}
	if s.Kind == markup.Single {
		return nil
	}
	for {
		if err := s.Next(); err != nil {
			return err
		}
		if s.Kind == markup.Close {
			return nil
		}
		if err := c.child(s, p); err != nil {
			return p.at(c.column, err)
		}
	}
}

// child reads the element within the cell whose tag is the current one.
func (c *rawCell) child(s *markup.Scanner, p *rowParser) error {
	switch {
	case s.Is("v"):
		c.value = []byte{}
		if s.Kind == markup.Single {
			return nil
		}
		if err := s.Next(); err != nil {
			return err
		}
		if s.Kind != markup.Close {
			return format.Refuse(format.ErrDamaged, "its value has tags in it")
		}
		raw, plain := s.Raw()
		if plain && bytes.IndexByte(raw, '_') < 0 {
			if raw != nil { // which an empty CDATA section is
				c.value = raw
			}
			return nil
		}
		return c.keep(p, func(dst []byte) ([]byte, error) { return appendText(dst, s) })
	case s.Is("is") && s.Kind == markup.Open:
		return c.keep(p, func(dst []byte) ([]byte, error) { return appendRichText(dst, s) })
	case s.Is("f"):
		c.formula = true
	}
	return s.Skip()
}

// keep takes as the cell's value a text that is written into the parser's memory.
func (c *rawCell) keep(p *rowParser, write func([]byte) ([]byte, error)) (err error) {
	start := len(p.text)
	p.text, err = write(p.text)
	c.value = p.text[start:]
	return err
}

// value returns the typed cell.
func (p *rowParser) value(c *rawCell) (cell.Cell, error) {
	if len(c.value) > p.book.parts.Limits.CellBytes {
		return cell.Cell{}, format.Refuse(format.ErrLimit, "its text takes %d bytes, more than %d", len(c.value),
			p.book.parts.Limits.CellBytes)
	}
	if c.value == nil || len(c.value) == 0 && c.kind != formulaText {
		if c.formula {
			return cell.Cell{Kind: cell.Error, Formula: true, Text: format.NoValue}, nil
		}
		return cell.Cell{}, nil
	}
	switch c.kind {
	case sharedText:
		return p.shared(c)
	case formulaText, inlineText:
		return textCell(c)
	case boolean:
		switch string(bytes.TrimSpace(c.value)) {
		case "1", "true":
			return cell.Cell{Kind: cell.Bool, Formula: c.formula, Num: 1}, nil
		case "0", "false":
			return cell.Cell{Kind: cell.Bool, Formula: c.formula}, nil
		}
		return textCell(c)
	case errorCode:
		return cell.Cell{Kind: cell.Error, Formula: c.formula, Text: texts.View(c.value)}, nil
	case isoDate:
		if serial, ok := serial.ParseISO(texts.View(c.value)); ok {
			return cell.Cell{Kind: cell.Date, Formula: c.formula, Text: texts.View(c.value), Num: serial}, nil
		}
		return textCell(c)
	}
	return p.numeric(c)
}

// numeric returns the cell of a number, which is a date if its format makes it one. What is no number stays a text.
func (p *rowParser) numeric(c *rawCell) (cell.Cell, error) {
	f, ok := decimal.Parse(c.value)
	if !ok {
		c.value = bytes.TrimSpace(c.value)
		if f, ok = decimal.Parse(c.value); !ok {
			return textCell(c)
		}
	}
	kind := cell.Number
	if c.style < len(p.formats) {
		kind = p.formats[c.style]
	}
	if kind == cell.Date {
		f += p.dateOffset
	}
	return cell.Cell{Kind: kind, Formula: c.formula, Text: texts.View(c.value), Num: f}, nil
}

// shared returns the cell of a shared string.
func (p *rowParser) shared(c *rawCell) (cell.Cell, error) {
	i, ok := parseIndex(c.value)
	if !ok {
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "it refers to shared string %s", clip(c.value))
	}
	value, err := p.sharedAt(uint64(i), texts.View(c.value))
	value.Formula = c.formula
	return value, err
}

// maxIndex is the largest number of digits of an index of a shared string.
const maxIndex = 10

// sharedAt returns the cell of the shared string with that index, which is written as in text.
func (p *rowParser) sharedAt(index uint64, text string) (cell.Cell, error) {
	if p.strings == nil {
		table, err := p.book.sharedStrings(p.ctx)
		if err != nil {
			return cell.Cell{}, err
		}
		p.strings = table
	}
	if len(text) > maxIndex {
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "it refers to shared string %s, and there are %d", text,
			p.strings.Len())
	}
	return p.strings.Cell(index)
}

// textCell returns the cell of a text that stands in the sheet itself.
func textCell(c *rawCell) (cell.Cell, error) {
	if !utf8.Valid(c.value) {
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "its text is not valid UTF-8")
	}
	if len(c.value) == 0 {
		return cell.Cell{}, nil
	}
	return cell.Cell{Kind: cell.Text, Formula: c.formula, Text: texts.View(c.value)}, nil
}

// parseIndex reads a whole number that is not negative.
func parseIndex(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c -= '0'; c > 9 || n > 1<<31 {
			return n, false
		}
		n = n*10 + int(c)
	}
	return n, len(b) > 0
}

// parseRef reads an address such as AB12: the column, counted from 0, and the digits of the row.
func parseRef(ref []byte) (column int, digits []byte, ok bool) {
	n := 0
	for i, c := range ref {
		if c &^= 0x20; c < 'A' || c > 'Z' {
			return n - 1, ref[i:], i > 0
		}
		if n = n*26 + int(c-'A') + 1; n > format.MaxColumns {
			break
		}
	}
	return 0, nil, false
}

// clip shortens a text of the file for a message.
func clip(b []byte) string { return strconv.QuoteToASCII(string(b[:min(len(b), 40)])) }
