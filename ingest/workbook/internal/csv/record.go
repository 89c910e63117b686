package csv

import (
	"bytes"
	"errors"
	"unsafe"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// errShort says that the data end before the record does.
var errShort = errors.New("the record goes on")

const (
	quote = '"'
	// dosEnd ends text files of DOS.
	dosEnd = 0x1a
)

// parser parses records into one row that it uses again and again.
type parser struct {
	delimiter byte
	limits    format.Limits

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
	p.row = cell.Row{Number: p.row.Number, Cells: p.row.Cells[:0]}
	p.text = p.text[:0]
	for column := 0; ; column++ {
		if column == format.MaxColumns {
			return 0, format.Refuse(format.ErrLimit, "row %d has more than %d columns", p.row.Number+1, format.MaxColumns)
		}
		text, size, err := p.field(data[n:], last)
		if err != nil {
			return 0, p.at(column, err)
		}
		n += size
		if len(text) > 0 {
			for len(p.row.Cells) < column {
				p.row.Cells = append(p.row.Cells, cell.Cell{})
			}
			p.row.Cells = append(p.row.Cells, cell.Cell{Kind: cell.Text, Text: view(text)})
		}
		if n < len(data) && data[n] == p.delimiter {
			n++
			continue
		}
		size, ok := lineEnd(data[n:], last)
		if !ok {
			return 0, errShort
		}
		n += size
		p.fields = column + 1
		break
	}
	p.row.Number++
	if p.cells += int64(len(p.row.Cells)); p.cells > p.limits.Cells {
		return 0, format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", p.limits.Cells, p.row.Number)
	}
	return n, nil
}

// field reads the field that data begin with, up to the delimiter or the end of the line.
func (p *parser) field(data []byte, last bool) (text []byte, n int, err error) {
	if len(data) > 0 && data[0] == quote {
		return p.quoted(data, last)
	}
	return p.plain(data, last)
}

// plain reads a field in which quotes mean nothing.
func (p *parser) plain(data []byte, last bool) (text []byte, n int, err error) {
	for n < len(data) && data[n] != p.delimiter && data[n] != '\n' && data[n] != '\r' {
		n++
	}
	switch {
	case n > p.limits.CellBytes:
		return nil, 0, p.tooLong()
	case n == len(data) && !last:
		return nil, 0, errShort
	case n == len(data) && n > 0 && data[n-1] == dosEnd:
		return data[:n-1], n, nil
	}
	return data[:n], n, nil
}

// quoted reads a field in quotes, within which doubled ones stand for one. What follows the closing quote is taken as it
// is, as spreadsheet programs do.
func (p *parser) quoted(data []byte, last bool) (text []byte, n int, err error) {
	start := len(p.text)
	for n = 1; ; {
		end := bytes.IndexByte(data[n:], quote)
		switch {
		case len(p.text)-start+max(end, 0) > p.limits.CellBytes || end < 0 && len(data)-n > p.limits.CellBytes:
			return nil, 0, p.tooLong()
		case end < 0 && last:
			return nil, 0, format.Refuse(format.ErrDamaged, "a text in quotes begins here and does not end")
		case end < 0, n+end+1 == len(data) && !last:
			return nil, 0, errShort
		}
		part := data[n : n+end]
		n += end + 1
		if n < len(data) && data[n] == quote {
			p.text = append(append(p.text, part...), quote)
			n++
			continue
		}
		rest, size, err := p.plain(data[n:], last)
		if err != nil {
			return nil, 0, err
		}
		if len(p.text) == start && size == 0 {
			return part, n, nil
		}
		p.text = append(append(p.text, part...), rest...)
		return p.text[start:], n + size, nil
	}
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

// view returns the bytes as a string without copying them. They must not change while the string is in use.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
