package spreadsheetml

import (
	"bytes"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/decimal"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/serial"
	"nyckeltal/ingest/workbook/internal/texts"
)

// rawCell is a cell as the file writes it.
type rawCell struct {
	column       int
	style        []byte
	across, down int // how many cells it is merged with
	formula      bool
	kind         []byte // the Type of the data
	value        []byte // nil when there is none
}

// parse reads the cell whose tag is the current one, up to its end.
func (c *rawCell) parse(s *markup.Scanner, p *sheetParser) error {
	if err := c.attributes(s, p); err != nil {
		return err
	}
	if c.column >= format.MaxColumns || c.across >= format.MaxColumns || c.down >= format.MaxRows {
		return format.Refuse(format.ErrDamaged, "row %d has a cell beyond column %d or row %d", p.row.Number, format.MaxColumns,
			format.MaxRows)
	}
	if p.layout != nil && (c.across > 0 || c.down > 0) {
		merged := cell.Range{FirstRow: p.row.Number, LastRow: p.row.Number + c.down, FirstColumn: c.column, LastColumn: c.column + c.across}
		if err := p.layout.merge(merged); err != nil {
			return p.at(c.column, err)
		}
	}
	if s.Kind == markup.Single {
		return nil
	}
	for {
		if err := s.Next(); err != nil {
			return err
		}
		switch {
		case s.Kind == markup.Close:
			return nil
		case s.Is("Data"):
			if err := c.data(s, p); err != nil {
				return p.at(c.column, err)
			}
		default:
			if err := s.Skip(); err != nil {
				return err
			}
		}
	}
}

// attributes reads the attributes of the cell's tag.
func (c *rawCell) attributes(s *markup.Scanner, p *sheetParser) error {
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		ok := true
		switch string(name) {
		case "Index":
			n, number := parseIndex(value)
			ok = number && n > c.column
			c.column = n - 1
		case "MergeAcross":
			c.across, ok = parseIndex(value)
		case "MergeDown":
			c.down, ok = parseIndex(value)
		case "StyleID":
			c.style = value
		case "Formula":
			c.formula = true
		}
		if !ok {
			return format.Refuse(format.ErrDamaged, "row %d has a cell with %s %q", p.row.Number, name, clip(value))
		}
	}
	return nil
}

// data reads the Data element whose tag is the current one: a text, which may be marked up with the tags of HTML.
func (c *rawCell) data(s *markup.Scanner, p *sheetParser) error {
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		if string(name) == "Type" {
			c.kind = value
		}
	}
	c.value = []byte{}
	if s.Kind == markup.Single {
		return nil
	}
	start, depth := len(p.text), 1
	for {
		if err := s.Next(); err != nil {
			return err
		}
		if raw, plain := s.Raw(); plain && depth == 1 && s.Kind == markup.Close && len(p.text) == start {
			c.value = raw
			return nil
		}
		var err error
		if p.text, err = s.AppendText(p.text); err != nil {
			return err
		}
		switch s.Kind {
		case markup.Open:
			depth++
		case markup.Close:
			depth--
		}
		if depth == 0 {
			c.value = p.text[start:]
			return nil
		}
	}
}

// value returns the typed cell.
func (p *sheetParser) value(c *rawCell) (cell.Cell, error) {
	kind := string(c.kind)
	switch {
	case len(c.value) > p.book.limits.CellBytes:
		return cell.Cell{}, format.Refuse(format.ErrLimit, "its text takes %d bytes, more than %d", len(c.value), p.book.limits.CellBytes)
	case len(c.value) == 0 && c.formula && (c.value == nil || kind != "String"):
		return cell.Cell{Kind: cell.Error, Formula: true, Text: format.NoValue}, nil
	case len(c.value) == 0:
		return cell.Cell{}, nil
	}
	text := cell.Cell{Kind: cell.Text, Formula: c.formula, Text: texts.View(c.value)}
	switch kind {
	case "Number":
		return p.number(c, text), nil
	case "DateTime":
		return p.date(c, text), nil
	case "Boolean":
		switch string(bytes.TrimSpace(c.value)) {
		case "1", "true":
			return cell.Cell{Kind: cell.Bool, Formula: c.formula, Num: 1}, nil
		case "0", "false":
			return cell.Cell{Kind: cell.Bool, Formula: c.formula}, nil
		}
	case "Error":
		text.Kind = cell.Error
	}
	return text, nil
}

// number returns the cell of a number, which is a date if its style makes it one. What is no number stays a text.
func (p *sheetParser) number(c *rawCell, text cell.Cell) cell.Cell {
	digits := bytes.TrimSpace(c.value)
	f, ok := decimal.Parse(digits)
	if !ok {
		return text
	}
	value := cell.Cell{Kind: p.kindOf(c), Formula: c.formula, Text: texts.View(digits), Num: f}
	if value.Kind == cell.Date {
		value.Num += p.dateOffset
	}
	return value
}

// date returns the cell of a date, which is a duration if its style makes it one. What is no date stays a text.
func (p *sheetParser) date(c *rawCell, text cell.Cell) cell.Cell {
	f, ok := serial.ParseISO(texts.View(bytes.TrimSpace(c.value)))
	if !ok {
		return text
	}
	value := cell.Cell{Kind: cell.Date, Formula: c.formula, Text: text.Text, Num: f}
	if p.kindOf(c) == cell.Duration {
		value.Kind = cell.Duration
		value.Num -= p.dateOffset
	}
	return value
}

// kindOf returns what the style of a cell makes of its number: that of the cell, or else of its row, of its column, or of
// the table.
func (p *sheetParser) kindOf(c *rawCell) cell.Kind {
	kind, ok := p.book.kinds[string(c.style)]
	if ok {
		return kind
	}
	id := p.rowStyle
	for i := 0; id == "" && i < len(p.columns); i++ {
		if p.columns[i].first <= c.column && c.column <= p.columns[i].last {
			id = p.columns[i].style
		}
	}
	if id == "" {
		id = p.style
	}
	if kind, ok = p.book.kinds[id]; ok {
		return kind
	}
	return cell.Number
}
