package xlsx

import (
	"bytes"
	"context"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// Layout returns the hidden columns and merged ranges of the sheet with that index, in the order of the file. They stand
// before and after the rows.
func (b *Book) Layout(ctx context.Context, index int) (cell.Layout, error) {
	stream, err := b.openSheet(ctx, index)
	if err != nil {
		return cell.Layout{}, err
	}
	defer stream.Close()
	p := &layoutParser{left: b.parts.Limits.Memory}
	for !p.ended {
		if err := stream.Next(p.parse); err != nil {
			return cell.Layout{}, err
		}
	}
	return p.layout, stream.Finish()
}

// layoutParser collects the layout of one sheet.
type layoutParser struct {
	layout cell.Layout
	left   int64 // bytes that it may still take
	depth  int   // number of elements around the next tag
	within string
	ended  bool
}

// The sizes of what a layout holds, in bytes.
const (
	spanSize  = 16
	rangeSize = 32
)

// parse reads the next tag, or passes a piece of the rows.
func (p *layoutParser) parse(s *markup.Scanner) error {
	if p.within == "sheetData" {
		return p.passRows(s)
	}
	if err := s.Next(); err != nil {
		return err
	}
	if s.Kind == markup.Close {
		p.leave()
		return nil
	}
	var err error
	switch {
	case p.depth == 1 && s.Kind == markup.Open:
		p.within = string(s.Name[:min(len(s.Name), 40)])
	case p.depth == 2 && p.within == "cols" && s.Is("col"):
		err = p.column(s)
	case p.depth == 2 && p.within == "mergeCells" && s.Is("mergeCell"):
		err = p.merged(s)
	}
	if s.Kind == markup.Open {
		p.depth++
	} else {
		p.ended = p.depth == 0
	}
	return err
}

// leave goes out of an element that is closed.
func (p *layoutParser) leave() {
	p.depth--
	if p.depth <= 1 {
		p.within = ""
	}
	p.ended = p.depth <= 0
}

// passRows passes as much as is at hand of what stands between the tags of sheetData. It looks for the closing tag only,
// and for comments and the like, which might hide one.
func (p *layoutParser) passRows(s *markup.Scanner) error {
	rest := s.Rest()
	mark := find(rest, "sheet", "Data")
	mark = find(rest[:mark], "<", "!")
	mark = find(rest[:mark], "<", "?")
	if mark == len(rest) {
		return passTags(s)
	}
	tag := mark
	if rest[mark] != '<' {
		tag = max(0, bytes.LastIndexByte(rest[:mark], '<'))
	}
	mark += s.Pos()
	s.Advance(tag)
	if err := s.Next(); err != nil {
		return err
	}
	switch {
	case s.Kind == markup.Close && s.Is("sheetData"):
		p.leave()
	case s.Pos() <= mark: // the word stands in a text
		s.Advance(mark + 1 - s.Pos())
	}
	return nil
}

// find returns where a word begins in data that is written in two halves, or their length. The second half begins with a
// byte that is rare in sheets, which makes it much faster than bytes.Index.
func find(data []byte, first, second string) int {
	for from := len(first); from < len(data); {
		n := bytes.IndexByte(data[from:], second[0])
		if n < 0 {
			break
		}
		at := from + n
		if bytes.HasSuffix(data[:at], []byte(first)) && bytes.HasPrefix(data[at:], []byte(second)) {
			return at - len(first)
		}
		from = at + 1
	}
	return len(data)
}

// passTags passes all that is at hand but for the last tag, whose end may be missing.
func passTags(s *markup.Scanner) error {
	rest := s.Rest()
	n := bytes.LastIndexByte(rest, '<')
	if n < 0 {
		n = len(rest)
	}
	if n == 0 {
		return markup.ErrShort
	}
	s.Advance(n)
	return nil
}

// column takes in the columns of a col tag if they are hidden.
func (p *layoutParser) column(s *markup.Scanner) error {
	hidden, _ := s.Lookup("hidden")
	if !truth(hidden) {
		return nil
	}
	first, ok1 := wholeNumber(s, "min")
	last, ok2 := wholeNumber(s, "max")
	if !ok1 || !ok2 || first < 1 || first > last || last > format.MaxColumns {
		return format.Refuse(format.ErrDamaged, "it hides the columns %d to %d", first, last)
	}
	if n := len(p.layout.HiddenColumns); n > 0 && p.layout.HiddenColumns[n-1].Last == first-2 {
		p.layout.HiddenColumns[n-1].Last = last - 1
		return nil
	}
	p.layout.HiddenColumns = append(p.layout.HiddenColumns, cell.Span{First: first - 1, Last: last - 1})
	return p.take(spanSize)
}

// merged takes in the range of a mergeCell tag.
func (p *layoutParser) merged(s *markup.Scanner) error {
	ref, _ := s.Lookup("ref")
	merged, ok := parseRange([]byte(ref))
	if !ok {
		return format.Refuse(format.ErrDamaged, "it merges the cells %s", clip([]byte(ref)))
	}
	p.layout.Merged = append(p.layout.Merged, merged)
	return p.take(rangeSize)
}

// take counts memory that the layout takes.
func (p *layoutParser) take(size int64) error {
	if p.left -= size; p.left < 0 {
		return format.Refuse(format.ErrLimit, "it has more than %d hidden columns and merged ranges",
			len(p.layout.HiddenColumns)+len(p.layout.Merged)-1)
	}
	return nil
}

// parseRange reads a range such as A1:B2. One address alone is a range of one cell.
func parseRange(ref []byte) (r cell.Range, ok bool) {
	first, last, found := bytes.Cut(ref, []byte(":"))
	if !found {
		last = first
	}
	var ok1, ok2 bool
	r.FirstColumn, r.FirstRow, ok1 = parseAddress(first)
	r.LastColumn, r.LastRow, ok2 = parseAddress(last)
	return r, ok1 && ok2 && r.FirstRow <= r.LastRow && r.FirstColumn <= r.LastColumn
}

// parseAddress reads an address such as AB12.
func parseAddress(ref []byte) (column, row int, ok bool) {
	column, digits, ok := parseRef(ref)
	if !ok || column >= format.MaxColumns {
		return 0, 0, false
	}
	row, ok = parseIndex(digits)
	return column, row, ok && row >= 1 && row <= format.MaxRows
}
