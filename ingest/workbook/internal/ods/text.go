package ods

import (
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// parse reads the cell whose tag is the current one, up to its end.
func (c *rawCell) parse(s *markup.Scanner, p *rowParser) error {
	if err := c.attributes(s); err != nil || s.Kind == markup.Single {
		return err
	}
	return c.content(s, p)
}

// content reads what stands between the tags of the cell: its paragraphs, beside comments, pictures and tables.
func (c *rawCell) content(s *markup.Scanner, p *rowParser) error {
	if !c.needsText() {
		return s.Skip()
	}
	start := len(p.text)
	for {
		if err := s.Next(); err != nil {
			return err
		}
		switch {
		case s.Kind == markup.Close:
			return nil
		case !s.Is("p"):
			if err := s.Skip(); err != nil {
				return err
			}
		default:
			if err := c.paragraph(s, p, start); err != nil {
				return err
			}
		}
	}
}

// needsText tells whether the text of the cell counts, or its value alone.
func (c *rawCell) needsText() bool {
	return c.value == nil || c.wrong || c.formula && !c.certain
}

// paragraph reads the paragraph whose tag is the current one, and adds it to the text of the cell, which begins at
// start in the parser's memory if it does not stand in the file as it is.
func (c *rawCell) paragraph(s *markup.Scanner, p *rowParser, start int) error {
	first := !c.shown
	c.shown = true
	if !first {
		if len(p.text) == start {
			p.text = append(p.text, c.text...)
		}
		p.text = append(p.text, '\n')
	}
	if s.Kind == markup.Open {
		if err := s.Next(); err != nil {
			return err
		}
		if raw, plain := s.Raw(); first && plain && s.Kind == markup.Close {
			c.text = raw
			return nil
		}
		if err := p.inline(s, start); err != nil {
			return err
		}
	}
	c.text = p.text[start:]
	return nil
}

// inline appends the text of the paragraph that has been opened, up to its end. The current tag is the first one
// within. The text of the cell begins at start. White space stays as it is, as in LibreOffice.
func (p *rowParser) inline(s *markup.Scanner, start int) error {
	for depth := 0; ; {
		var err error
		if p.text, err = s.AppendText(p.text); err != nil {
			return err
		}
		switch {
		case s.Kind == markup.Close && depth == 0:
			return nil
		case s.Kind == markup.Close:
			depth--
		case isAside(s.Name):
			err = s.Skip()
		default:
			err = p.character(s, start)
			if s.Kind == markup.Open {
				depth++
			}
		}
		if err != nil {
			return err
		}
		if err := s.Next(); err != nil {
			return err
		}
	}
}

// isAside tells whether an element of that name within a paragraph holds no text of it: comments, notes, pictures, and
// how a text is pronounced.
func isAside(name []byte) bool {
	switch string(name) {
	case "annotation", "note", "frame", "ruby-text":
		return true
	}
	return false
}

// character appends the white space that an element stands for, if it does (OpenDocument 1.3 part 3, 6.1.2 to 6.1.5).
func (p *rowParser) character(s *markup.Scanner, start int) error {
	switch string(s.Name) {
	case "tab":
		p.text = append(p.text, '\t')
	case "line-break":
		p.text = append(p.text, '\n')
	case "s":
		n := 1
		if count, ok := s.Lookup("c"); ok {
			n = parseCount([]byte(count))
		}
		limits := &p.book.content.limits
		if len(p.text)-start+n > limits.CellBytes {
			return errTooLong(limits.CellBytes)
		}
		if int64(len(p.text)+n) > limits.Memory {
			return format.Refuse(format.ErrLimit, "the texts of its row take more than %d bytes", limits.Memory)
		}
		for range n {
			p.text = append(p.text, ' ')
		}
	}
	return nil
}
