package xlsx

import (
	"context"
	"strconv"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/texts"
)

// rowParser parses the rows of one sheet into one row that it uses again and again.
type rowParser struct {
	ctx        context.Context
	book       *Book
	formats    []cell.Kind
	dateOffset float64      // added to the serials of dates
	strings    *texts.Table // nil until a cell refers to it
	place      place
	root       string // the name of the outermost element
	words      *words // of the sheet; nil leaves fastCells alone

	row    cell.Row
	found  bool   // the row holds anything
	last   int    // number of the last whole row
	cells  int64  // in all rows so far
	digits []byte // of the number of this row
	number word   // the same
	shapes []shape
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
	p.number.set(p.digits)
	if s.Kind == markup.Open {
		if err := p.parseCells(s); err != nil {
			return err
		}
	}
	p.last = p.row.Number
	p.found = len(p.row.Cells) > 0
	p.cells += int64(len(p.row.Cells))
	if p.cells > p.book.parts.Limits.Cells {
		return format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", p.book.parts.Limits.Cells, p.last)
	}
	return nil
}

// parseCells parses the cells of a row up to its end.
func (p *rowParser) parseCells(s *markup.Scanner) error {
	for column := -1; ; {
		if p.words != nil {
			n, last, err := p.fastCells(s.Rest(), column)
			if err != nil {
				return err
			}
			column = last
			s.Advance(n)
			if p.words.rowEnd.begins(s.Rest()) {
				s.Advance(p.words.rowEnd.size)
				return nil
			}
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
	cells = append(cells, c)
	p.row.Cells = cells
	return nil
}

// at adds the address of a cell of this row to an error.
func (p *rowParser) at(column int, err error) error {
	return format.At("cell "+cell.Ref(column, p.row.Number), err)
}
