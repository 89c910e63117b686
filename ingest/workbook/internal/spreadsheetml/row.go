package spreadsheetml

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// parseRow parses the row whose tag is the current one.
func (p *sheetParser) parseRow(s *markup.Scanner) error {
	p.row = cell.Row{Number: p.last + 1, Cells: p.row.Cells[:0]}
	p.rowStyle = ""
	p.text = p.text[:0]
	span := 0
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		switch string(name) {
		case "Index":
			n, ok := parseIndex(value)
			if !ok || n <= p.last {
				return format.Refuse(format.ErrDamaged, "a row after row %d has the number %q", p.last, clip(value))
			}
			p.row.Number = n
		case "Span":
			n, ok := parseIndex(value)
			if !ok {
				return format.Refuse(format.ErrDamaged, "row %d spans %q others", p.row.Number, clip(value))
			}
			span = n
		case "Hidden":
			p.row.Hidden = truth(value)
		case "StyleID":
			p.rowStyle = string(value)
		}
	}
	if p.row.Number+span > format.MaxRows {
		return format.Refuse(format.ErrDamaged, "it has a row %d, more than %d", p.row.Number+span, format.MaxRows)
	}
	if s.Kind == markup.Open {
		if err := p.parseCells(s); err != nil {
			return err
		}
	}
	p.last = p.row.Number + span
	p.found = true
	if p.cells += int64(len(p.row.Cells)); p.cells > p.book.limits.Cells {
		return format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", p.book.limits.Cells, p.row.Number)
	}
	return nil
}

// parseCells parses the cells of a row up to its end.
func (p *sheetParser) parseCells(s *markup.Scanner) error {
	for next := 0; ; {
		if err := s.Next(); err != nil {
			return err
		}
		if s.Kind == markup.Close {
			return nil
		}
		if !s.Is("Cell") {
			if err := s.Skip(); err != nil {
				return err
			}
			continue
		}
		c := rawCell{column: next}
		if err := c.parse(s, p); err != nil {
			return err
		}
		next = c.column + 1 + c.across
		value, err := p.value(&c)
		if err != nil {
			return p.at(c.column, err)
		}
		if value.Kind == cell.Empty {
			continue
		}
		for len(p.row.Cells) < c.column {
			p.row.Cells = append(p.row.Cells, cell.Cell{})
		}
		p.row.Cells = append(p.row.Cells, value)
	}
}

// at adds the address of a cell of this row to an error.
func (p *sheetParser) at(column int, err error) error {
	return format.At("cell "+cell.Ref(column, p.row.Number), err)
}
