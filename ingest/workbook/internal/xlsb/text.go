package xlsb

import (
	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// wideString returns the text in UTF-16 that body begins with, behind the number of its code units ([MS-XLSB] 2.5.168
// and 2.5.169), and what follows it. A text that is null is empty. Body is a record's from somewhere within its first
// maxPrefix bytes on; a text of more than limit code units is refused.
func wideString(body []byte, limit int) (text, rest []byte, err error) {
	const size, null = 4, 1<<32 - 1
	if len(body) < size {
		return nil, nil, errShort()
	}
	units := int64(field(body, 0))
	body = body[size:]
	switch {
	case units == null:
		return nil, body, nil
	case 2*units > int64(len(body)) && len(body) < 2*limit:
		return nil, nil, format.Refuse(format.ErrDamaged, "its text of %d characters is cut off", units)
	case units > int64(limit):
		return nil, nil, errLong(units, limit)
	}
	return body[:2*units], body[2*units:], nil
}

// errShort refuses a record that ends before what it has to hold.
func errShort() error { return format.Refuse(format.ErrDamaged, "its record is cut off") }

// errLong refuses a text of that many bytes or more.
func errLong(size int64, limit int) error {
	return format.Refuse(format.ErrLimit, "its text takes %d bytes, more than %d", size, limit)
}

// arena holds the texts of one row. They stay where they are until reset.
type arena struct {
	block []byte // those before it are held by the texts in them only
	used  int64  // bytes in all blocks
}

// reset makes the memory free for the next row.
func (a *arena) reset() {
	a.block = a.block[:0]
	a.used = 0
}

// The size of the blocks in bytes: more than most rows take, and little enough not to matter where it is not used.
const (
	minBlock = 16 << 10
	maxBlock = 1 << 20
)

// room returns the block, whose end has room for that many bytes more. What is appended there has to be kept by keep.
func (a *arena) room(n int) []byte {
	if cap(a.block)-len(a.block) < n {
		a.block = make([]byte, 0, max(n, min(2*cap(a.block), maxBlock), minBlock))
	}
	return a.block
}

// keep takes what has been appended to the block, and returns it.
func (a *arena) keep(block []byte) string {
	text := block[len(a.block):]
	a.block = block
	a.used += int64(len(text))
	return texts.View(text)
}

// number writes a number.
func (a *arena) number(f float64) string {
	const longest = 32 // than the decimals of all float64s in the form that they are written
	return a.keep(biff.AppendNumber(a.room(longest), f))
}

// wide writes a text in UTF-16.
func (a *arena) wide(text []byte) string {
	return a.keep(biff.AppendUTF16(a.room(len(text)/2*biff.MaxUTF8), text))
}
