package xlsx

import (
	"bytes"
	"context"
	"strconv"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// rowParser parses the rows of one sheet into one row that it uses again and again.
type rowParser struct {
	ctx        context.Context
	book       *Book
	formats    []cell.Kind
	dateOffset float64      // added to the serials of dates
	strings    *stringTable // nil until a cell refers to it
	place      place
	root       string // the name of the outermost element

	row    cell.Row
	found  bool   // the row holds anything
	last   int    // number of the last whole row
	cells  int64  // in all rows so far
	digits []byte // of the number of this row
	text   []byte // texts of this row that do not stand in the file as they are
}

// parseRow parses the row whose tag is the current one.
func (p *rowParser) parseRow(s *markup.Scanner) error {
	p.row = cell.Row{Number: p.last + 1, Cells: p.row.Cells[:0]}
	p.text = p.text[:0]
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		switch string(name) {
		case "r":
			n, ok := parseIndex(value)
			if !ok || n < 1 || n > format.MaxRows {
				return format.Refuse(format.ErrDamaged, "a row has the number %s", clip(value))
			}
			p.row.Number = n
		case "hidden":
			p.row.Hidden = truth(string(value))
		}
	}
	if p.row.Number <= p.last || p.row.Number > format.MaxRows {
		return format.Refuse(format.ErrDamaged, "row %d stands after row %d", p.row.Number, p.last)
	}
	p.digits = strconv.AppendInt(p.digits[:0], int64(p.row.Number), 10)
	if s.Kind == markup.Open {
		if err := p.parseCells(s); err != nil {
			return err
		}
	}
	p.last = p.row.Number
	p.found = len(p.row.Cells) > 0
	p.cells += int64(len(p.row.Cells))
	if p.cells > p.book.parts.limits.Cells {
		return format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", p.book.parts.limits.Cells, p.last)
	}
	return nil
}

// parseCells parses the cells of a row up to its end.
func (p *rowParser) parseCells(s *markup.Scanner) error {
	for column := -1; ; {
		if !p.book.careful {
			n, last, err := p.fastCells(s.Rest(), column)
			if err != nil {
				return err
			}
			column = last
			s.Advance(n)
		}
		if err := s.Next(); err != nil {
			return err
		}
		if s.Kind == markup.Close {
			return nil
		}
		if !s.Is("c") {
			if err := s.Skip(); err != nil {
				return err
			}
			continue
		}
		c := rawCell{column: column + 1}
		if err := c.parse(s, p); err != nil {
			return err
		}
		column = c.column
		value, err := p.value(&c)
		if err != nil {
			return p.at(column, err)
		}
		if err := p.put(column, value); err != nil {
			return err
		}
	}
}

// put sets the cell in a column. Empty cells at the end of the row are left out.
func (p *rowParser) put(column int, c cell.Cell) error {
	cells := p.row.Cells
	switch {
	case c.Kind == cell.Empty:
		return nil
	case column < len(cells):
		if cells[column] != (cell.Cell{}) {
			return p.at(column, format.Refuse(format.ErrDamaged, "the cell stands twice in the sheet"))
		}
		cells[column] = c
		return nil
	}
	for len(cells) < column {
		cells = append(cells, cell.Cell{})
	}
	p.row.Cells = append(cells, c)
	return nil
}

// at adds the address of a cell of this row to an error.
func (p *rowParser) at(column int, err error) error {
	if e, ok := err.(*format.Error); ok && e.Cell == "" {
		e.Cell = "cell " + cell.Ref(column, p.row.Number)
	}
	return err
}

// rawCell is a cell as the file writes it.
type rawCell struct {
	column  int
	style   int
	kind    []byte // the t attribute
	formula bool
	value   []byte // of the v or is element; nil when there is none
	plain   bool   // the value stands for itself
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
			c.kind = value
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
			return err
		}
	}
}

// child reads the element within the cell whose tag is the current one.
func (c *rawCell) child(s *markup.Scanner, p *rowParser) error {
	switch {
	case s.Is("v"):
		c.value, c.plain = []byte{}, true
		if s.Kind == markup.Single {
			return nil
		}
		if err := s.Next(); err != nil {
			return err
		}
		if s.Kind != markup.Close {
			return format.Refuse(format.ErrDamaged, "row %d has a value with tags in it", p.row.Number)
		}
		c.value, c.plain = s.Raw()
		if c.plain && bytes.IndexByte(c.value, '_') < 0 {
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
	if len(c.value) > p.book.parts.limits.CellBytes {
		return cell.Cell{}, format.Refuse(format.ErrLimit, "its text takes %d bytes, more than %d", len(c.value),
			p.book.parts.limits.CellBytes)
	}
	if c.value == nil || len(c.value) == 0 && string(c.kind) != "str" {
		if c.formula {
			return cell.Cell{Kind: cell.Error, Formula: true, Text: format.NoValue}, nil
		}
		return cell.Cell{}, nil
	}
	switch string(c.kind) {
	case "s":
		return p.shared(c)
	case "str", "inlineStr":
		return textCell(c)
	case "b":
		v := bytes.TrimSpace(c.value)
		if truth(string(v)) {
			return cell.Cell{Kind: cell.Bool, Formula: c.formula, Num: 1}, nil
		}
		return cell.Cell{Kind: cell.Bool, Formula: c.formula}, nil
	case "e":
		return cell.Cell{Kind: cell.Error, Formula: c.formula, Text: view(c.value)}, nil
	case "d":
		if serial, ok := parseISO(view(c.value)); ok {
			return cell.Cell{Kind: cell.Date, Formula: c.formula, Text: view(c.value), Num: serial}, nil
		}
		return textCell(c)
	}
	return p.numeric(c)
}

// numeric returns the cell of a number, which is a date if its format makes it one. What is no number stays a text.
func (p *rowParser) numeric(c *rawCell) (cell.Cell, error) {
	f, ok := parseNumber(c.value)
	if !ok {
		c.value = bytes.TrimSpace(c.value)
		if f, ok = parseNumber(c.value); !ok {
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
	return cell.Cell{Kind: kind, Formula: c.formula, Text: view(c.value), Num: f}, nil
}

// shared returns the cell of a shared string.
func (p *rowParser) shared(c *rawCell) (cell.Cell, error) {
	i, ok := parseIndex(c.value)
	if !ok {
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "it refers to shared string %s", clip(c.value))
	}
	value, err := p.sharedAt(uint64(i), view(c.value))
	value.Formula = c.formula
	return value, err
}

// sharedAt returns the cell of the shared string with that index, which is written as in text.
func (p *rowParser) sharedAt(index uint64, text string) (cell.Cell, error) {
	if p.strings == nil {
		table, err := p.book.sharedStrings(p.ctx)
		if err != nil {
			return cell.Cell{}, err
		}
		p.strings = table
	}
	switch shared, ok := p.strings.at(index); {
	case !ok || len(text) > 10:
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "it refers to shared string %s, and there are %d", text,
			p.strings.len())
	case shared == "":
		return cell.Cell{}, nil
	default:
		return cell.Cell{Kind: cell.Text, Text: shared}, nil
	}
}

// textCell returns the cell of a text that stands in the sheet itself.
func textCell(c *rawCell) (cell.Cell, error) {
	if !utf8.Valid(c.value) {
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "its text is not valid UTF-8")
	}
	if len(c.value) == 0 {
		return cell.Cell{}, nil
	}
	return cell.Cell{Kind: cell.Text, Formula: c.formula, Text: view(c.value)}, nil
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
