package html

import (
	"bytes"

	"golang.org/x/net/html/atom"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// addText adds a text of the page to the cell at hand, or to the text outside of cells.
func (p *page) addText(text []byte) error {
	switch {
	case p.muted == atom.Style:
		p.styles.add(text)
		return nil
	case p.muted != 0, p.island:
		return nil
	case p.cell.open:
		p.text = appendCollapsed(p.text, text, p.cell.start)
		return p.checkSize(len(p.text) - p.cell.start)
	}
	p.loose = appendCollapsed(p.loose, text, 0)
	return p.checkSize(len(p.loose))
}

// checkSize refuses a text that is too long.
func (p *page) checkSize(size int) error {
	if size <= p.book.limits.CellBytes {
		return nil
	}
	err := format.Refuse(format.ErrLimit, "a text takes more than %d bytes", p.book.limits.CellBytes)
	if p.cell.open {
		return format.At("cell "+cell.Ref(p.cell.column, p.row.Number), err)
	}
	return err
}

// appendCollapsed appends a text to dst with each run of white space as one blank, as browsers show it. The text that it
// goes on with begins at start.
func appendCollapsed(dst, text []byte, start int) []byte {
	for len(text) > 0 {
		n := 0
		for n < len(text) && !space(text[n]) {
			n++
		}
		dst = append(dst, text[:n]...)
		if n == len(text) {
			break
		}
		for n < len(text) && space(text[n]) {
			n++
		}
		text = text[n:]
		if len(dst) > start && !space(dst[len(dst)-1]) {
			dst = append(dst, ' ')
		}
	}
	return dst
}

// space tells whether a character is white space of HTML.
func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// trim takes white space off both ends, and makes a text of nothing but no-break spaces, which fill empty cells, empty.
func trim(text []byte) []byte {
	text = bytes.Trim(text, " \n\t\r\f")
	if len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	return text
}

// breakText ends the line of the text at hand at tags that stand between paragraphs. In a cell it goes on after a line
// feed, outside of cells it becomes a row.
func (p *page) breakText(tag atom.Atom) error {
	switch tag {
	case atom.Br, atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hr,
		atom.Dt, atom.Dd, atom.Dl, atom.Pre, atom.Center, atom.Blockquote, atom.Address, atom.Caption, atom.Form, atom.Body,
		atom.Section, atom.Header, atom.Footer, atom.Article:
	default:
		return nil
	}
	if !p.cell.open {
		if tag == atom.Caption || len(p.tables) == 0 {
			return p.flushLoose()
		}
		return nil
	}
	for n := len(p.text); n > p.cell.start && p.text[n-1] == ' '; n-- {
		p.text = p.text[:n-1]
	}
	if n := len(p.text); tag == atom.Br || n > p.cell.start && p.text[n-1] != '\n' {
		p.text = append(p.text, '\n')
	}
	return nil
}
