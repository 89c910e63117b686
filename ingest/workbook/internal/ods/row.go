package ods

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// rowParser parses the rows of one sheet into one row that it uses again and again.
type rowParser struct {
	book   *Book
	layout *layout // nil when only the rows count
	place  place

	passing     int // number of open elements that are passed
	groups      int // number of open groups of rows or columns
	hiddenFrom  int // as many of them, from the outermost on, are shown
	columns     int // number of columns so far
	columnKinds columnKinds

	row     cell.Row
	repeats int       // as many rows in turn are like it; 0 when nothing stands in it
	rowKind cell.Kind // of numbers that have no style of their own, if styled
	styled  bool      // the row has a style for them
	last    int       // number of the last whole row
	cells   int64     // in all rows so far
	text    []byte    // texts of this row that do not stand in the file as they are
	spans   []span    // of this row
}

// parseRow parses the row whose tag is the current one.
func (p *rowParser) parseRow(s *markup.Scanner) error {
	p.row = cell.Row{Number: p.last + 1, Cells: p.row.Cells[:0]}
	p.text, p.spans = p.text[:0], p.spans[:0]
	p.styled = false
	repeats := 1
	var visibility []byte
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		switch string(name) {
		case "number-rows-repeated":
			repeats = parseCount(value)
		case "visibility":
			visibility = value
		case "default-cell-style-name":
			p.rowKind, p.styled = p.book.kinds[string(value)], true
		}
	}
	p.row.Hidden = p.hidden(visibility)
	if s.Kind == markup.Open {
		if err := p.parseCells(s); err != nil {
			return err
		}
	}
	return p.endRow(repeats)
}

// endRow counts the row that has been parsed.
func (p *rowParser) endRow(repeats int) error {
	if p.layout != nil {
		if err := p.layout.merge(p.spans, p.row.Number, repeats); err != nil {
			return err
		}
	}
	if len(p.row.Cells) == 0 {
		p.last = min(p.last+repeats, format.MaxRows)
		return nil
	}
	if p.last += repeats; p.last > format.MaxRows {
		return format.Refuse(format.ErrDamaged, "it has more than %d rows: row %d stands for %d like it", format.MaxRows,
			p.row.Number, repeats)
	}
	p.repeats = repeats
	p.cells += int64(len(p.row.Cells)) * int64(repeats)
	if limit := p.book.content.limits.Cells; p.cells > limit {
		return format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", limit, p.last)
	}
	return nil
}

// parseCells parses the cells of a row up to its end.
func (p *rowParser) parseCells(s *markup.Scanner) error {
	for column := 0; ; {
		if !p.book.careful {
			n, next, err := p.fastCells(s.Rest(), column)
			if err != nil {
				return err
			}
			s.Advance(n)
			column = next
		}
		if err := s.Next(); err != nil {
			return err
		}
		if s.Kind == markup.Close {
			return nil
		}
		if !s.Is("table-cell") && !s.Is("covered-table-cell") {
			if err := s.Skip(); err != nil {
				return err
			}
			continue
		}
		var c rawCell
		if err := c.parse(s, p); err != nil {
			return p.at(column, err)
		}
		if err := p.put(&c, column); err != nil {
			return err
		}
		column = c.after(column)
	}
}

// put puts a cell into the row, in that column and as often as it is repeated. Empty cells at the end are left out.
func (p *rowParser) put(c *rawCell, column int) error {
	if c.columns > 1 || c.rows > 1 {
		p.spans = append(p.spans, span{column: column, repeats: c.repeats, columns: c.columns, rows: c.rows})
	}
	value, err := p.value(c, column)
	if err != nil {
		return p.at(column, err)
	}
	if value.Kind == cell.Empty {
		return nil
	}
	if column+c.repeats > format.MaxColumns {
		return p.at(column, format.Refuse(format.ErrDamaged, "the row has more than %d columns", format.MaxColumns))
	}
	for len(p.row.Cells) < column {
		p.row.Cells = append(p.row.Cells, cell.Cell{})
	}
	for range c.repeats {
		p.row.Cells = append(p.row.Cells, value)
	}
	return nil
}

// at adds the address of a cell of this row to an error.
func (p *rowParser) at(column int, err error) error {
	return format.At("cell "+cell.Ref(column, p.row.Number), err)
}

// parseCount reads how many times something stands, which is at least once. What is larger than any sheet is cut.
func parseCount(b []byte) int {
	n := 0
	for _, c := range b {
		if c -= '0'; c > 9 {
			return 1
		}
		n = min(n*10+int(c), format.MaxRows+1)
	}
	return max(n, 1)
}
