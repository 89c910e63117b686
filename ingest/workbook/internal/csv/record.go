package csv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// errShort says that the data end before the record does.
var errShort = errors.New("the record goes on")

// dosEnd ends text files of MS-DOS.
const dosEnd = 0x1a

// parser parses records into one row that it uses again and again.
type parser struct {
	dialect
	limits format.Limits

	row    cell.Row
	fields int    // of the record, empty ones at its end counted
	cells  int64  // in all rows so far
	text   []byte // of fields that do not stand in the file as they are
}

// parse reads the record that data begin with, and returns its size with the end of its line. It returns errShort when
// data may end before the record does; if last is true, nothing follows data, and it is returned at their end only.
func (p *parser) parse(data []byte, last bool) (n int, err error) {
	if len(data) == 0 || last && len(data) == 1 && data[0] == dosEnd {
		return 0, errShort
	}
	if n := p.fastRecord(data); n > 0 {
		return n, p.end()
	}
	p.row.Cells = p.row.Cells[:0]
	p.text = p.text[:0]
	for column := 0; ; column++ {
		if column == format.MaxColumns {
			return 0, format.Refuse(format.ErrLimit, "row %d has more than %d columns", p.row.Number+1, format.MaxColumns)
		}
		text, end, err := p.field(data, n, last)
		if err != nil {
			return 0, p.at(column, err)
		}
		if len(text) > 0 {
			for len(p.row.Cells) < column {
				p.row.Cells = append(p.row.Cells, cell.Cell{})
			}
			p.row.Cells = append(p.row.Cells, cell.Cell{Kind: cell.Text, Text: texts.View(text)})
		}
		if end < len(data) && data[end] == p.delimiter {
			n = end + 1
			continue
		}
		size, ok := lineEnd(data[end:], last)
		if !ok {
			return 0, errShort
		}
		p.fields = column + 1
		return end + size, p.end()
	}
}

// end counts the row that has been read.
func (p *parser) end() error {
	p.row.Number++
	if p.cells += int64(len(p.row.Cells)); p.cells > p.limits.Cells {
		return format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", p.limits.Cells, p.row.Number)
	}
	return nil
}

// field reads the field that begins at start, and returns where the delimiter or the end of the line after it stands.
func (p *parser) field(data []byte, start int, last bool) (text []byte, end int, err error) {
	if start < len(data) && data[start] == p.quote {
		return p.quoted(data, start, last)
	}
	end = p.plainEnd(data, start)
	switch {
	case end-start > p.limits.CellBytes:
		return nil, 0, p.tooLong()
	case end < len(data):
		return data[start:end], end, nil
	case !last:
		return nil, 0, errShort
	}
	return bytes.TrimSuffix(data[start:], []byte{dosEnd}), end, nil
}

// plainEnd returns where the first delimiter or end of a line from i on stands, or the length of data.
func (p *parser) plainEnd(data []byte, i int) int {
	for ; i+8 <= len(data); i += 8 {
		for found := p.marks(binary.LittleEndian.Uint64(data[i:])); found != 0; found &= found - 1 {
			if at := i + bits.TrailingZeros64(found)>>3; p.ends(data[at]) {
				return at
			}
		}
	}
	for i < len(data) && !p.ends(data[i]) {
		i++
	}
	return i
}

// ends tells whether a character ends a field.
func (p *parser) ends(c byte) bool { return c == p.delimiter || c == '\n' || c == '\r' }

// quoted reads a field in quotes, within which doubled ones stand for one. What follows the closing quote is taken as it
// is, as spreadsheet programs do.
func (p *parser) quoted(data []byte, start int, last bool) (text []byte, end int, err error) {
	kept := len(p.text)
	for n := start + 1; ; {
		size := bytes.IndexByte(data[n:], p.quote)
		switch {
		case len(p.text)-kept+max(size, 0) > p.limits.CellBytes || size < 0 && len(data)-n > p.limits.CellBytes:
			return nil, 0, p.tooLong()
		case size < 0 && last:
			return nil, 0, format.Refuse(format.ErrDamaged, "a text in quotes begins here and does not end")
		case size < 0, n+size+1 == len(data) && !last:
			return nil, 0, errShort
		}
		part := data[n : n+size]
		n += size + 1
		if n < len(data) && data[n] == p.quote {
			p.text = append(append(p.text, part...), p.quote)
			n++
			continue
		}
		return p.afterQuote(data, n, last, kept, part)
	}
}

// afterQuote reads what follows the closing quote before n, up to the field's end. The field's text so far is p.text from
// kept on, and part.
func (p *parser) afterQuote(data []byte, n int, last bool, kept int, part []byte) (text []byte, end int, err error) {
	end = p.plainEnd(data, n)
	switch {
	case end-n > p.limits.CellBytes:
		return nil, 0, p.tooLong()
	case end == len(data) && !last:
		return nil, 0, errShort
	case len(p.text) == kept && end == n:
		return part, end, nil
	}
	rest := data[n:end]
	if end == len(data) {
		rest = bytes.TrimSuffix(rest, []byte{dosEnd})
	}
	p.text = append(append(p.text, part...), rest...)
	return p.text[kept:], end, nil
}

// tooLong is the refusal of a field.
func (p *parser) tooLong() error {
	return format.Refuse(format.ErrLimit, "a text of more than %d bytes begins here", p.limits.CellBytes)
}

// at adds the address of a field of the record at hand to an error.
func (p *parser) at(column int, err error) error {
	return format.At("cell "+cell.Ref(column, p.row.Number+1), err)
}

// lineEnd returns the size of the end of a line that data begin with: LF, CRLF or CR, or nothing at the end of the file.
func lineEnd(data []byte, last bool) (n int, ok bool) {
	switch {
	case len(data) == 0:
		return 0, last
	case data[0] == '\n':
		return 1, true
	case len(data) == 1: // a CR, which an LF may follow
		return 1, last
	case data[1] == '\n':
		return 2, true
	}
	return 1, true
}
