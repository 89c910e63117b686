package ods

import (
	"bytes"
	"context"
	"strings"
	"time"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// outline is what has to be known of a workbook before its rows are read: the sheets, the styles, and the day that it
// counts from. It is gathered from the documents of the workbook one after the other.
type outline struct {
	styles      styles
	sheets      []sheet
	dateOffset  float64
	spreadsheet bool // there was one

	depth  int // number of open elements
	known  int // as many of them, from the outermost on, are of interest
	inBody bool
	tables int    // number of open tables, which may lie within each other
	name   string // of their tags, with the prefix
	ended  bool   // the outermost element
	offset int64  // of the next record
	size   int    // of the record
}

// read reads one document.
func (o *outline) read(d document) error {
	s, err := d.stream(context.Background(), 0)
	if err != nil {
		return err
	}
	defer s.Close()
	o.depth, o.known, o.offset, o.ended = 0, 0, 0, false
	for !o.ended {
		if err := s.Next(o.record); err != nil {
			return err
		}
		o.offset += int64(o.size)
	}
	return s.Finish()
}

// record reads a tag, or passes a piece of a table.
func (o *outline) record(s *markup.Scanner) error {
	before := len(s.Rest())
	var err error
	if o.tables > 0 {
		err = o.passTable(s)
	} else {
		err = o.tag(s)
	}
	o.size = before - len(s.Rest())
	return err
}

// tag reads a tag outside of tables.
func (o *outline) tag(s *markup.Scanner) error {
	if err := s.Next(); err != nil {
		return err
	}
	if s.Kind == markup.Close {
		return o.close()
	}
	known := false
	if o.known == o.depth {
		var err error
		if known, err = o.element(s); err != nil {
			return err
		}
	}
	switch {
	case s.Kind == markup.Single:
		o.ended = o.depth == 0
	case o.tables > 0: // counted by themselves
	default:
		o.depth++
		if known {
			o.known++
		}
	}
	return nil
}

// close leaves an element.
func (o *outline) close() error {
	if o.depth == 0 {
		return format.Refuse(format.ErrDamaged, "its XML begins with the end of an element")
	}
	o.depth--
	o.known = min(o.known, o.depth)
	o.ended = o.depth == 0
	return nil
}

// element reads the opening tag of an element within elements that are all of interest. It tells whether this one is,
// too.
func (o *outline) element(s *markup.Scanner) (known bool, err error) {
	switch o.depth {
	case 0: // the root
		return true, o.root(s)
	case 1:
		o.inBody = s.Is("body")
		return o.inBody || s.Is("styles") || s.Is("automatic-styles"), nil
	}
	if !o.inBody {
		return o.styles.element(s, o.depth-2)
	}
	switch {
	case o.depth == 2:
		return o.body(s)
	case o.depth == 3 && s.Is("table"):
		return false, o.table(s)
	case o.depth == 3:
		return s.Is("calculation-settings"), nil
	case s.Is("null-date"):
		return false, o.nullDate(s)
	}
	return false, nil
}

// root checks the name of the outermost element.
func (o *outline) root(s *markup.Scanner) error {
	if !s.Is("document-content") && !s.Is("document-styles") && !s.Is("document") {
		return format.Refuse(format.ErrNotWorkbook, "its content is a %s", clip(s.Name))
	}
	return nil
}

// body reads the tag of what the document is.
func (o *outline) body(s *markup.Scanner) (known bool, err error) {
	switch string(s.Name) {
	case "spreadsheet":
		o.spreadsheet = true
		return true, nil
	case "text", "presentation", "drawing", "chart", "image", "database":
		return false, format.Refuse(format.ErrNotWorkbook, "it is an OpenDocument file of another kind (%s)", s.Name)
	case "table":
		return false, format.Refuse(format.ErrUnsupported, "it is a spreadsheet of OpenOffice 1 (.sxc)")
	}
	return false, nil
}

// table adds the sheet of a table's opening tag.
func (o *outline) table(s *markup.Scanner) error {
	if s.Kind == markup.Open {
		o.tables, o.name = 1, string(s.Prefix())+string(s.Name)
	}
	name := o.styles.name(s, "name")
	if isCache(name) {
		return nil
	}
	style, _ := s.Lookup("style-name")
	sh := sheet{Sheet: format.Sheet{Name: name, Index: len(o.sheets)}, start: o.offset}
	if o.styles.hidden[style] {
		sh.Visibility = format.Hidden
	}
	o.sheets = append(o.sheets, sh)
	return o.styles.budget.check()
}

// isCache tells whether a table of that name is no sheet but holds what LibreOffice last saw in another file, such as
// 'file:///C:/x.ods'#$Sheet1.
func isCache(name string) bool {
	address, ok := strings.CutPrefix(name, "'")
	address, _, found := strings.Cut(address, "'#")
	return ok && found && strings.Contains(address, ":")
}

// nullDate reads the day that the workbook counts from.
func (o *outline) nullDate(s *markup.Scanner) error {
	value, ok := s.Lookup("date-value")
	if !ok {
		return nil
	}
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return format.Refuse(format.ErrDamaged, "its days are counted from %s, which is no date", clip([]byte(value)))
	}
	o.dateOffset = day.Sub(epoch).Hours() / 24
	return nil
}

// epoch is day 0 of serials.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// passTable passes a piece of a table, up to a tag where it, or one within it, begins or ends.
func (o *outline) passTable(s *markup.Scanner) error {
	n, found := beforeTag(s.Rest(), o.name)
	switch {
	case n > 0:
		s.Advance(n)
		return nil
	case !found:
		return markup.ErrShort
	}
	if err := s.Next(); err != nil {
		return err
	}
	if string(s.Prefix())+string(s.Name) == o.name {
		switch s.Kind {
		case markup.Open:
			o.tables++
		case markup.Close:
			o.tables--
		}
	}
	return nil
}

// beforeTag returns the number of bytes before the first tag of that name, or before what is no tag and may hold
// something that looks like one: a comment, a CDATA section or a processing instruction. If neither is found, it
// returns the number of bytes before what may be the beginning of one.
func beforeTag(data []byte, name string) (n int, found bool) {
	for i := 0; ; i++ {
		n := bytes.IndexByte(data[i:], '<')
		if n < 0 {
			return len(data), false
		}
		i += n
		start := i + 1
		if start < len(data) && data[start] == '/' {
			start++
		}
		end := start + len(name)
		if end >= len(data) {
			return i, false
		}
		if data[start] == '!' || data[start] == '?' {
			return i, true
		}
		if c := data[end]; c > ' ' && c != '>' && c != '/' { // most tags fail here
			continue
		}
		if string(data[start:end]) == name {
			return i, true
		}
	}
}
