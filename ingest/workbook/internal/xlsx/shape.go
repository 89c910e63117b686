package xlsx

import (
	"bytes"

	"nyckeltal/ingest/workbook/internal/format"
)

// tagRoom is more than the tag of a cell takes that fastCells reads, in bytes, so that it need not look for the end of
// the data within one.
const tagRoom = 96

// shape is the tag of a cell, up to where its value begins. The cells of a column are mostly alike in it but for the
// number of the row, so that a tag need only be compared with that of the row before.
type shape struct {
	head word // up to the letters of its reference
	tail word // after the number of the row, if it has a reference
	ref  bool

	column int
	style  int
	kind   kind
	single bool // the cell has no content
	open   bool // the tag that begins the value is in it
	inline bool // the tags that begin a text in the cell are in it
}

// sizeIn returns the number of bytes that the shape takes at the beginning of d in the row with that number, 0 if d
// begins otherwise.
func (s *shape) sizeIn(d []byte, number *word) int {
	if !s.head.begins(d) {
		return 0
	}
	size := s.head.size
	if !s.ref {
		return size
	}
	if !number.begins(d[size:]) || !s.tail.begins(d[size+number.size:]) {
		return 0
	}
	return size + number.size + s.tail.size
}

// shapeOf returns the shape that the cell after the one in column-1 had in the rows before.
func (p *rowParser) shapeOf(column int) *shape {
	for column >= len(p.shapes) {
		p.shapes = append(p.shapes, shape{})
		p.shapes[len(p.shapes)-1].head.first = 1 // with which nothing begins
	}
	return &p.shapes[column]
}

// learn makes s the shape of the cell at the beginning of d, which stands in column if it does not say otherwise, and
// returns its size: 0 if it is written in an unusual way.
func (p *rowParser) learn(s *shape, d []byte, column int) int {
	s.column = column
	s.style, s.kind, s.single, s.open, s.inline = 0, number, false, false, false
	size, digits := p.fastTag(s, d)
	if size == 0 {
		s.head.first, s.head.mask = 1, 0
		return 0
	}
	if !s.single {
		size += p.fastOpen(s, d[size:])
	}
	s.ref = digits > 0
	if s.ref {
		s.head.set(d[:digits])
		s.tail.set(d[digits+p.number.size : size])
	} else {
		s.head.set(d[:size])
	}
	return size
}

// fastOpen returns the size of the tags before a text or value that d begins with.
func (p *rowParser) fastOpen(s *shape, d []byte) int {
	switch w := p.words; {
	case w.value.begins(d):
		s.open = true
		return w.value.size
	case s.kind == inlineText:
		size := w.textAfter(&w.inline, d)
		s.inline = size > 0
		s.open = s.inline
		return size
	}
	return 0
}

// fastTag reads the tag at the beginning of d into s. It returns its size, 0 if it is written in an unusual way, and
// where the number of the row in its reference begins, 0 if it has none.
func (p *rowParser) fastTag(s *shape, d []byte) (size, digits int) {
	i := len(p.words.prefix) + 2
	if d[0] != '<' || d[i-1] != 'c' || string(d[1:i-1]) != p.words.prefix {
		return 0, 0
	}
	for i+5 < len(d) && d[i] == ' ' && d[i+2] == '=' && d[i+3] == '"' {
		n := 0
		switch value := d[i+4:]; {
		case d[i+1] == 'r' && digits == 0:
			s.column, n = p.fastRef(value)
			digits = i + 4 + n - p.number.size
		case d[i+1] == 's':
			s.style, n = fastStyle(value)
		case d[i+1] == 't':
			s.kind, n = fastKind(value)
		}
		if i += n + 5; n == 0 || i >= len(d) || d[i-1] != '"' {
			return 0, 0
		}
	}
	if d[i] == '/' {
		s.single = true
		i++
	}
	if i >= len(d) || d[i] != '>' {
		return 0, 0
	}
	return i + 1, digits
}

// fastRef reads the address that d begins with, and returns its column and size: 0 if it is none of this row.
func (p *rowParser) fastRef(d []byte) (column, size int) {
	i := 0
	for ; i < 3 && i < len(d); i++ {
		c := d[i] - 'A'
		if c >= 26 {
			break
		}
		column = column*26 + int(c) + 1
	}
	if column == 0 || column > format.MaxColumns || !p.number.begins(d[i:]) {
		return 0, 0
	}
	return column - 1, i + p.number.size
}

// fastStyle reads the index of a cell format that d begins with, and returns its size: 0 if it is none.
func fastStyle(d []byte) (style, size int) {
	for size < 6 && size < len(d) && d[size]-'0' <= 9 {
		style = style*10 + int(d[size]-'0')
		size++
	}
	return style, size
}

// fastKind reads the kind of a cell that d begins with, and returns its size: 0 if it is unknown.
func fastKind(d []byte) (k kind, size int) {
	n := bytes.IndexByte(d[:min(len(d), len(`inlineStr"`))], '"')
	if n <= 0 {
		return number, 0
	}
	return kindOf(d[:n]), n
}
