package xlsx

import (
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// tagRoom is more than the tag of a cell takes that fastCells reads, so that it need not look for the end of the data
// within one.
const tagRoom = 96

// fastCells reads cells that are written the way Excel and most programs write them,
//
//	<c r="B12" s="3" t="s"><v>45</v></c>
//	<c r="B12" t="inlineStr"><is><t>45</t></is></c>
//
// from the beginning of data, where column is that of the cell before. It returns the number of bytes that they take
// and the column of the last one. It stops at the first cell that is written otherwise or whose end is not at hand,
// which is then up to parseCells. What it reads, parseCells would read alike.
func (p *rowParser) fastCells(data []byte, column int) (n, last int, err error) {
	for len(data)-n >= tagRoom {
		tag, ok := p.fastTag(data[n : n+tagRoom])
		if !ok {
			break
		}
		c, size := cell.Cell{}, tag.size
		if tag.kind != noContent {
			var content int
			if c, content, err = p.fastContent(&tag, data[n+size:]); err != nil {
				return n, column, p.at(tag.column, err)
			}
			if content == 0 {
				break
			}
			size += content
		}
		n += size
		column = tag.column
		if column == len(p.row.Cells) && c.Kind != cell.Empty {
			p.row.Cells = append(p.row.Cells, c)
		} else if err := p.put(column, c); err != nil {
			return n, column, err
		}
	}
	return n, column, nil
}

// fastKind is what the tag of a cell says of its content.
type fastKind uint8

const (
	plainNumber fastKind = iota
	sharedText
	inlineText
	noContent
)

// fastTag is the tag of a cell.
type fastTag struct {
	size   int
	column int
	style  int
	kind   fastKind
}

// fastTag reads the tag at the beginning of d, which is tagRoom bytes long.
func (p *rowParser) fastTag(d []byte) (tag fastTag, ok bool) {
	if len(d) != tagRoom || string(d[:6]) != `<c r="` {
		return tag, false
	}
	i, column := 6, 0
	for ; i < 9; i++ {
		c := d[i] - 'A'
		if c >= 26 {
			break
		}
		column = column*26 + int(c) + 1
	}
	tag.column = column - 1
	end := i + len(p.digits)
	if d[end] != '"' || string(d[i:end]) != string(p.digits) || column == 0 || column > format.MaxColumns {
		return tag, false
	}
	i = end + 1
	if d[i] == ' ' && string(d[i:i+4]) == ` s="` {
		i += 4
		for end := i + 6; i < end && d[i]-'0' <= 9; i++ {
			tag.style = tag.style*10 + int(d[i]-'0')
		}
		if d[i] != '"' {
			return tag, false
		}
		i++
	}
	if d[i] == ' ' {
		switch {
		case string(d[i:i+6]) == ` t="s"`:
			tag.kind = sharedText
			i += 6
		case string(d[i:i+6]) == ` t="n"`:
			i += 6
		case string(d[i:i+14]) == ` t="inlineStr"`:
			tag.kind = inlineText
			i += 14
		default:
			return tag, false
		}
	}
	switch {
	case d[i] == '>':
		tag.size = i + 1
	case d[i] == '/' && d[i+1] == '>':
		tag.size = i + 2
		tag.kind = noContent
	default:
		return tag, false
	}
	return tag, true
}

const (
	valueOpen  = "<v>"
	valueClose = "</v></c>"
	textOpen   = "<is><t>"
	textClose  = "</t></is></c>"
	itemOpen   = "<si><t>"
	itemClose  = "</t></si>"
)

// fastContent reads what stands between the tag of a cell and its end, and returns the cell and the size of its
// content, 0 if it cannot.
func (p *rowParser) fastContent(tag *fastTag, d []byte) (c cell.Cell, size int, err error) {
	if tag.kind == inlineText {
		return p.fastText(d)
	}
	if len(d) < len(valueOpen) || string(d[:len(valueOpen)]) != valueOpen {
		return c, 0, nil
	}
	number, n := scanNumber(d[len(valueOpen):])
	end := len(valueOpen) + n
	if n == 0 || len(d) < end+len(valueClose) || string(d[end:end+len(valueClose)]) != valueClose {
		return c, 0, nil
	}
	size = end + len(valueClose)
	text := view(d[len(valueOpen):end])
	if tag.kind == sharedText {
		if number.decimals > 0 || number.negative {
			return c, 0, nil
		}
		c, err = p.sharedAt(number.mantissa, text)
		return c, size, err
	}
	c = cell.Cell{Kind: cell.Number, Text: text}
	if !number.float(&c.Num) {
		return c, 0, nil
	}
	if tag.style < len(p.formats) {
		c.Kind = p.formats[tag.style]
		if c.Kind == cell.Date {
			c.Num += p.dateOffset
		}
	}
	return c, size, nil
}

// fastText reads a text that stands in the cell and for itself.
func (p *rowParser) fastText(d []byte) (c cell.Cell, size int, err error) {
	text, ascii, size := fastElement(d, textOpen, textClose)
	if len(text) == 0 || len(text) > p.book.parts.Limits.CellBytes || !ascii && !utf8.Valid(text) {
		return c, 0, nil
	}
	return cell.Cell{Kind: cell.Text, Text: view(text)}, size, nil
}

// fastItems adds the shared strings that data begin with to the table, as far as they are plain and stand for
// themselves, and returns the number of bytes that they take.
func (l *stringLoader) fastItems(data []byte) (n int, err error) {
	if l.careful {
		return 0, nil
	}
	for {
		text, _, size := fastElement(data[n:], itemOpen, itemClose)
		if size == 0 {
			return n, nil
		}
		l.table.Arena = append(l.table.Arena, text...)
		if err := l.table.End(&l.limits); err != nil {
			return n, err
		}
		n += size
	}
}

// fastElement returns the text that data begin with between these tags, whether it is ASCII only, and the size of it all.
// The size is 0 if data begin otherwise, or if the text does not stand for itself.
func fastElement(data []byte, open, close string) (text []byte, ascii bool, size int) {
	if len(data) < len(open) || string(data[:len(open)]) != open {
		return nil, false, 0
	}
	i, all := len(open), byte(0)
	for ; i < len(data) && data[i] != '<'; i++ {
		if data[i] == '&' || data[i] == '\r' || data[i] == '_' {
			return nil, false, 0
		}
		all |= data[i]
	}
	end := i + len(close)
	if len(data) < end || string(data[i:end]) != close {
		return nil, false, 0
	}
	return data[len(open):i], all < utf8.RuneSelf, end
}
