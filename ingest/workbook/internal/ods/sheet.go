package ods

import (
	"context"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// Rows streams the rows of the sheet with that index which hold anything, in the order of the file.
func (b *Book) Rows(ctx context.Context, index int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		p := &rowParser{book: b}
		if err := p.stream(ctx, index, yield); err != nil {
			yield(nil, err)
		}
	}
}

// stream calls yield for each row of a sheet until it returns false.
func (p *rowParser) stream(ctx context.Context, index int, yield func(*cell.Row, error) bool) error {
	s, err := p.book.content.stream(ctx, p.book.sheets[index].start)
	if err != nil {
		return err
	}
	defer s.Close()
	for p.place != afterTable {
		p.repeats = 0
		if err := s.Next(p.parse); err != nil {
			return err
		}
		for range p.repeats {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !yield(&p.row, nil) {
				return nil
			}
			p.row.Number++
		}
	}
	return nil // the checksum behind the tables has been verified by Open
}

// place is where in the content a rowParser is.
type place uint8

const (
	atTable place = iota
	inTable
	afterTable
)

// parse reads the next record of a table: a row, or one of the tags around the rows.
func (p *rowParser) parse(s *markup.Scanner) error {
	if err := s.Next(); err != nil {
		return err
	}
	switch {
	case p.place == atTable:
		p.place = inTable
		if s.Kind == markup.Single {
			p.place = afterTable
		}
	case p.passing > 0:
		p.pass(s.Kind)
	case s.Kind == markup.Close && p.groups == 0:
		p.place = afterTable
	case s.Kind == markup.Close:
		p.groups--
		p.hiddenFrom = min(p.hiddenFrom, p.groups)
	case s.Is("table-row"):
		return p.parseRow(s)
	case s.Is("table-column"):
		return p.column(s)
	case isGroup(s.Name):
		p.group(s)
	default:
		p.pass(s.Kind)
	}
	return nil
}

// pass counts a tag of an element that is passed with all that it holds.
func (p *rowParser) pass(kind markup.Kind) {
	switch kind {
	case markup.Open:
		p.passing++
	case markup.Close:
		p.passing--
	}
}

// isGroup tells whether an element of that name holds rows or columns. They may lie within each other.
func isGroup(name []byte) bool {
	switch string(name) {
	case "table-row-group", "table-header-rows", "table-rows",
		"table-column-group", "table-header-columns", "table-columns":
		return true
	}
	return false
}

// group enters a group of rows or columns. What lies in a hidden one is hidden.
func (p *rowParser) group(s *markup.Scanner) {
	if s.Kind != markup.Open {
		return
	}
	display, _ := s.Lookup("display")
	if p.hiddenFrom == p.groups && display != "false" {
		p.hiddenFrom++
	}
	p.groups++
}

// hidden tells whether a row or column is hidden that says this of its visibility.
func (p *rowParser) hidden(visibility []byte) bool {
	return string(visibility) == "collapse" || string(visibility) == "filter" || p.hiddenFrom < p.groups
}

// column reads the tag of a column, which stands for several if it is repeated.
func (p *rowParser) column(s *markup.Scanner) error {
	repeats, kind := 1, cell.Empty
	var visibility []byte
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		switch string(name) {
		case "number-columns-repeated":
			repeats = parseCount(value)
		case "visibility":
			visibility = value
		case "default-cell-style-name":
			kind = p.book.kinds[string(value)]
		}
	}
	first := p.columns
	p.columns = min(p.columns+repeats, format.MaxColumns)
	if kind != cell.Empty {
		p.columnKinds = p.columnKinds.with(kind, first, p.columns)
	}
	if p.layout != nil && p.hidden(visibility) {
		p.layout.hide(first, p.columns)
	}
	if s.Kind == markup.Open {
		p.passing = 1
	}
	return nil
}

// columnKinds are what the columns make of numbers that have no style of their own, as far as it is known.
type columnKinds []cell.Kind

// with returns the kinds with those of the columns from first up to end, which is not included, set.
func (k columnKinds) with(kind cell.Kind, first, end int) columnKinds {
	for len(k) < end {
		k = append(k, cell.Empty)
	}
	for i := first; i < end; i++ {
		k[i] = kind
	}
	return k
}

// at returns the kind of a column, or Empty.
func (k columnKinds) at(column int) cell.Kind {
	if column < len(k) {
		return k[column]
	}
	return cell.Empty
}
