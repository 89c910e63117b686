package spreadsheetml

import (
	"context"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/serial"
)

// Rows streams the rows of the sheet with that index which hold anything, in the order of the file. It passes the sheets
// before it.
func (b *Book) Rows(ctx context.Context, index int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		p := b.sheetParser(index)
		err := b.read(ctx, p, func() bool { return len(p.row.Cells) == 0 || yield(&p.row, nil) })
		if err != nil {
			yield(nil, err)
		}
	}
}

// Layout returns the hidden columns and merged ranges of the sheet with that index.
func (b *Book) Layout(ctx context.Context, index int) (cell.Layout, error) {
	p := b.sheetParser(index)
	p.layout = &layout{left: b.limits.Memory}
	if err := b.read(ctx, p, func() bool { return true }); err != nil {
		return cell.Layout{}, err
	}
	return p.layout.Layout, nil
}

func (b *Book) sheetParser(index int) *sheetParser {
	p := &sheetParser{book: b, index: index, sheet: -1, style: defaultStyle}
	if b.date1904 {
		p.dateOffset = serial.Days1904
	}
	return p
}

// read calls row after each row of a sheet until it returns false.
func (b *Book) read(ctx context.Context, p *sheetParser, row func() bool) error {
	stream := b.stream(ctx)
	defer stream.Close()
	for !p.ended {
		p.found = false
		if err := stream.Next(p.parse); err != nil {
			return err
		}
		if p.found && !row() {
			return nil
		}
	}
	return nil
}

// sheetParser parses one sheet into one row that it uses again and again.
type sheetParser struct {
	book       *Book
	index      int     // of the sheet
	dateOffset float64 // added to the serials of dates
	layout     *layout // nil unless it is wanted

	depth   int // number of elements around the next tag
	sheet   int // index of the last sheet that has begun
	ended   bool
	style   string   // of the table
	columns []column // those with a style of their own, in rising order
	next    int      // the number of the next Column tag

	row      cell.Row
	rowStyle string
	found    bool  // a row has been parsed
	last     int   // number of the last row, counting those that it spans
	cells    int64 // in all rows so far
	text     []byte
}

// parse reads the next record: a row of the sheet, or another tag.
func (p *sheetParser) parse(s *markup.Scanner) error {
	if err := s.Next(); err != nil {
		return err
	}
	if s.Kind == markup.Close {
		p.depth--
		p.ended = p.depth <= 0 || p.depth == 1 && p.sheet == p.index
		return nil
	}
	goInto, err := p.enter(s)
	switch {
	case err != nil:
		return err
	case p.depth == 1 && s.Is("Worksheet"):
		p.sheet++
	case s.Kind == markup.Open && !goInto:
		return s.Skip()
	}
	if s.Kind == markup.Open && goInto {
		p.depth++
	} else if p.depth == 0 {
		p.ended = true
	}
	return nil
}

// enter takes in an opening tag, and tells whether what it encloses is to be read tag by tag.
func (p *sheetParser) enter(s *markup.Scanner) (goInto bool, err error) {
	here := p.sheet == p.index
	switch p.depth {
	case 0:
		return true, nil
	case 1:
		return s.Is("Worksheet"), nil
	case 2:
		if s.Is("Table") && here {
			p.style = lookup(s, "StyleID", defaultStyle)
		}
		return s.Is("Table"), nil
	}
	switch {
	case here && s.Is("Row"):
		return false, p.parseRow(s)
	case here && s.Is("Column"):
		return false, p.parseColumn(s)
	}
	return false, nil
}

// lookup returns the value of an attribute, or otherwise if there is none.
func lookup(s *markup.Scanner, name, otherwise string) string {
	if value, ok := s.Lookup(name); ok {
		return value
	}
	return otherwise
}

// column is what a Column tag says of columns, counted from 0.
type column struct {
	first, last int
	style       string
}

// parseColumn takes in a Column tag.
func (p *sheetParser) parseColumn(s *markup.Scanner) error {
	first, last := p.next, p.next
	hidden, style := false, ""
	for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
		n, ok := parseIndex(value)
		switch string(name) {
		case "Index":
			last += n - 1 - first
			if first = n - 1; !ok || first < p.next {
				return format.Refuse(format.ErrDamaged, "a column has the number %q", clip(value))
			}
		case "Span":
			if last += n; !ok {
				return format.Refuse(format.ErrDamaged, "a column spans %q others", clip(value))
			}
		case "Hidden":
			hidden = truth(value)
		case "StyleID":
			style = string(value)
		}
	}
	if last >= format.MaxColumns {
		return format.Refuse(format.ErrDamaged, "it describes column %d of at most %d", last+1, format.MaxColumns)
	}
	p.next = last + 1
	if style != "" {
		p.columns = append(p.columns, column{first, last, style})
	}
	if hidden && p.layout != nil {
		p.layout.hide(first, last)
	}
	return nil
}

// truth reads a boolean attribute.
func truth(value []byte) bool { return string(value) == "1" || string(value) == "true" }

// parseIndex reads a whole number that is not negative.
func parseIndex(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c -= '0'; c > 9 || n > 1<<30 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, len(b) > 0
}
