package ods

import "bytes"

const (
	cellOpen  = "<table:table-cell"
	textOpen  = "<text:p>"
	cellClose = "</text:p></table:table-cell>"
)

// fastCells reads cells that are written the way most programs write most of them,
//
//	<table:table-cell office:value-type="float" office:value="45"><text:p>45</text:p></table:table-cell>
//
// from the beginning of data, where the first one stands in that column. It returns the number of bytes that they take
// and the column after them. It stops at the first cell that is written otherwise or whose end is not at hand, which is
// then up to parseCells. What it reads, parseCells would read alike.
func (p *rowParser) fastCells(data []byte, column int) (n, next int, err error) {
	for {
		var c rawCell
		size := c.fast(data[n:])
		if size == 0 {
			return n, column, nil
		}
		if err := p.put(&c, column); err != nil {
			return n, column, err
		}
		n += size
		column = c.after(column)
	}
}

// fast reads the cell at the beginning of d and returns its size, 0 if it cannot.
func (c *rawCell) fast(d []byte) (size int) {
	i, single := c.fastTag(d)
	if i == 0 || single {
		return i
	}
	if len(d) < i+len(textOpen) || string(d[i:i+len(textOpen)]) != textOpen {
		return 0
	}
	text := d[i+len(textOpen):]
	n := bytes.IndexByte(text, '<')
	if n < 0 || len(text) < n+len(cellClose) || string(text[n:n+len(cellClose)]) != cellClose {
		return 0
	}
	if c.needsText() {
		c.text, c.shown = text[:n], true
		for _, b := range c.text {
			if b == '&' || b == '\r' {
				return 0
			}
		}
	}
	return i + len(textOpen) + n + len(cellClose)
}

// fastTag reads the tag at the beginning of d, and returns its size, 0 if it cannot, and whether it is the whole cell.
func (c *rawCell) fastTag(d []byte) (size int, single bool) {
	if len(d) < len(cellOpen) || string(d[:len(cellOpen)]) != cellOpen {
		return 0, false
	}
	c.begin()
	i := len(cellOpen)
	for i < len(d) && d[i] == ' ' {
		if c.kind == nil && len(d) >= i+len(isText) && string(d[i:i+len(isText)]) == isText {
			c.kind, c.certain = d[i+isTextValue:i+isTextValue+len("string")], true
			i += len(isText)
			continue
		}
		a, value := fastAttr(d[i:])
		if a == noValue {
			return 0, false
		}
		i += value
		n := bytes.IndexByte(d[i:], '"')
		if n < 0 {
			return 0, false
		}
		c.set(a, d[i:i+n])
		i += n + 1
	}
	c.choose()
	switch {
	case i+1 >= len(d):
		return 0, false
	case d[i] == '>':
		return i + 1, false
	case d[i] == '/' && d[i+1] == '>':
		return i + 2, true
	}
	return 0, false
}

// isText is how LibreOffice says that a cell is a text, and isTextValue where in it the kind begins.
const (
	isText      = ` office:value-type="string" calcext:value-type="string"`
	isTextValue = len(` office:value-type="`)
)

// fastAttr tells which attribute stands at the beginning of d, and where its value begins. It returns noValue for one
// that fastTag does not know.
func fastAttr(d []byte) (a attr, value int) {
	const (
		kind         = ` office:value-type="`
		number       = ` office:value="`
		date         = ` office:date-value="`
		extendedKind = ` calcext:value-type="`
		style        = ` table:style-name="`
		repeat       = ` table:number-columns-repeated="`
	)
	if len(d) < len(repeat) { // the longest
		return noValue, 0
	}
	text := ""
	switch [2]byte{d[1], d[len(` office:value`)]} { // where they differ
	case [2]byte{'o', '-'}:
		a, text = kindAttr, kind
	case [2]byte{'o', '='}:
		a, text = numberValue, number
	case [2]byte{'o', 'v'}:
		a, text = dateValue, date
	case [2]byte{'c', 'e'}:
		a, text = kindAttr, extendedKind
	case [2]byte{'t', 'n'}:
		a, text = styleAttr, style
	case [2]byte{'t', '-'}:
		a, text = repeatAttr, repeat
	}
	if string(d[:len(text)]) != text {
		return noValue, 0
	}
	return a, len(text)
}
