package html

import (
	"bytes"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"

	"nyckeltal/ingest/workbook/internal/format"
)

// attrs is what the attributes of a tag say, as far as it is needed. Its bytes are valid until the next tag is read.
type attrs struct {
	colspan, rowspan int // at least 1
	span             int // of a col tag, at least 1
	hidden           bool
	ignoreSpan       bool   // the cell only spans others as they are empty
	class            []byte // all classes
	format           []byte // mso-number-format, as CSS writes it; nil if there is none

	number    []byte // of x:num or sdval; nil if there is none
	isNumber  bool   // x:num alone: the text is the number
	text      []byte // of x:str
	isText    bool
	boolean   []byte // of x:bool
	isBoolean bool
	fault     []byte // of x:err
	isFault   bool
	formula   bool
	sdnum     []byte // the number format as LibreOffice writes it
}

// readAttrs reads the attributes of the tag at hand.
func readAttrs(z *xhtml.Tokenizer, more bool) attrs {
	a := attrs{colspan: 1, rowspan: 1, span: 1}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		a.set(string(key), value)
	}
	return a
}

// set takes in one attribute.
func (a *attrs) set(key string, value []byte) {
	switch key {
	case "colspan":
		a.colspan = parseSpan(value, format.MaxColumns)
	case "rowspan":
		if a.rowspan = parseSpan(value, format.MaxRows); string(value) == "0" {
			a.rowspan = format.MaxRows // to the end of the table
		}
	case "span":
		a.span = parseSpan(value, format.MaxColumns)
	case "hidden":
		a.hidden = true
	case "class":
		a.class = value
	case "style":
		a.setStyle(value)
	case "x:num":
		a.number, a.isNumber = value, true
	case "sdval":
		a.number = value
	case "sdnum":
		a.sdnum = value
	case "x:str":
		a.text, a.isText = value, true
	case "x:bool":
		a.boolean, a.isBoolean = value, true
	case "x:err":
		a.fault, a.isFault = value, true
	case "x:fmla", "x:arrayrange":
		a.formula = true
	}
}

// setStyle takes in the style attribute.
func (a *attrs) setStyle(css []byte) {
	if display, ok := property(css, "display"); ok && strings.EqualFold(string(bytes.TrimSpace(display)), "none") {
		a.hidden = true
	}
	if ignored, ok := property(css, "mso-ignore"); ok && bytes.Contains(ignored, []byte("colspan")) {
		a.ignoreSpan = true
	}
	if code, ok := property(css, numberFormat); ok {
		a.format = code
	}
}

// parseSpan reads a number of columns or rows, which is 1 if it is none, and at most limit.
func parseSpan(value []byte, limit int) int {
	digits := bytes.TrimSpace(value)
	n, err := strconv.Atoi(string(digits[:min(len(digits), 12)]))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, limit)
}
