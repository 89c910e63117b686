package xlsx

import (
	"context"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/serial"
	"nyckeltal/ingest/workbook/internal/xmlstream"
)

// Rows streams the rows of the sheet with that index which hold anything, in the order of the file.
func (b *Book) Rows(ctx context.Context, index int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		if err := b.rows(ctx, index, yield); err != nil {
			yield(nil, err)
		}
	}
}

// rows calls yield for each row until it returns false.
func (b *Book) rows(ctx context.Context, index int, yield func(*cell.Row, error) bool) error {
	stream, err := b.openSheet(ctx, index)
	if err != nil {
		return err
	}
	defer stream.Close()
	p := &rowParser{ctx: ctx, book: b, formats: b.formats}
	if b.date1904 {
		p.dateOffset = serial.Days1904
	}
	for p.place != afterRows {
		p.found = false
		if err := stream.Next(p.parse); err != nil {
			return err
		}
		if p.found && !yield(&p.row, nil) {
			return nil
		}
	}
	return stream.Finish()
}

// openSheet opens the part of the sheet with that index. The stream has to be closed.
func (b *Book) openSheet(ctx context.Context, index int) (*xmlstream.Stream, error) {
	part := b.sheets[index].part
	if part == "" {
		return nil, format.Refuse(format.ErrDamaged, "the part that holds it is missing")
	}
	return b.parts.Stream(ctx, part)
}

// place is where in a sheet's part a rowParser is.
type place uint8

const (
	beforeRoot place = iota
	beforeRows
	inRows
	afterRows
)

// parse reads the next record of a sheet: a row, or one of the tags around the rows.
func (p *rowParser) parse(s *markup.Scanner) error {
	if err := s.Next(); err != nil {
		return err
	}
	switch {
	case p.place == inRows && s.Kind == markup.Close:
		p.place = afterRows
	case p.place == inRows && s.Is("row"):
		return p.parseRow(s)
	case p.place == inRows:
		return s.Skip()
	case s.Is("sheetData") && s.Kind == markup.Open:
		p.place = inRows
		if !p.book.careful {
			p.words = wordsWith(s.Prefix())
		}
	case s.Is("sheetData"), s.Kind == markup.Single && p.place == beforeRoot:
		p.place = afterRows
	case p.place == beforeRoot:
		p.place = beforeRows
		p.root = string(s.Name)
	case s.Kind == markup.Close && string(s.Name) == p.root:
		p.place = afterRows
	}
	return nil
}
