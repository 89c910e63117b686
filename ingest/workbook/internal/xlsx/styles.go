package xlsx

import (
	"strconv"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/numfmt"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// readStyles returns, for each cell format of the part, what it makes of a number.
func readStyles(c *zipped.Container, name string) ([]cell.Kind, error) {
	if !c.Has(name) {
		return nil, nil
	}
	codes := map[int]cell.Kind{}
	var formats []cell.Kind
	inside := false // the list of cell formats, as opposed to that of named styles
	err := c.Scan(name, func(s *markup.Scanner, depth int) error {
		switch {
		case s.Is("cellXfs") && depth == 1:
			inside = s.Kind == markup.Open
		case s.Kind == markup.Close || depth != 2:
		case s.Is("numFmt"):
			if id, ok := wholeNumber(s, "numFmtId"); ok {
				code, _ := s.Lookup("formatCode")
				codes[id] = numfmt.Kind(code)
			}
		case s.Is("xf") && inside:
			id, _ := wholeNumber(s, "numFmtId")
			kind, ok := codes[id]
			if !ok {
				kind = numfmt.Builtin(id)
			}
			formats = append(formats, kind)
		}
		return nil
	})
	return formats, err
}

// wholeNumber returns the value of an attribute that holds a whole number.
func wholeNumber(s *markup.Scanner, attr string) (n int, ok bool) {
	text, _ := s.Lookup(attr)
	n, err := strconv.Atoi(text)
	return n, err == nil
}
