package xls

import (
	"encoding/binary"
	"unicode/utf8"

	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
)

// continued is the data of a record that may go on in further ones.
type continued struct {
	data    []byte   // the rest of the record at hand
	records *records // that follow it; nil if none of them belongs to it
	scratch []byte
}

// more goes on to the record that continues the one at hand.
func (c *continued) more() error {
	if c.records == nil || !c.records.follows(recContinue) {
		return format.Refuse(format.ErrDamaged, "a text goes on behind its record")
	}
	var err error
	_, c.data, err = c.records.next()
	return err
}

// take returns the next n bytes, which are valid until the next call.
func (c *continued) take(n int) ([]byte, error) {
	if len(c.data) >= n {
		b := c.data[:n]
		c.data = c.data[n:]
		return b, nil
	}
	c.scratch = c.scratch[:0]
	for {
		part := min(n-len(c.scratch), len(c.data))
		c.scratch = append(c.scratch, c.data[:part]...)
		c.data = c.data[part:]
		if len(c.scratch) == n {
			return c.scratch, nil
		}
		if err := c.more(); err != nil {
			return nil, err
		}
	}
}

// skip passes over n bytes.
func (c *continued) skip(n int64) error {
	for n > int64(len(c.data)) {
		n -= int64(len(c.data))
		if err := c.more(); err != nil {
			return err
		}
	}
	c.data = c.data[n:]
	return nil
}

// appendText appends a text that begins with its length in that many bytes, as the version of the book writes texts.
func (b *Book) appendText(dst []byte, c *continued, width int) ([]byte, error) {
	if b.version == biff8 {
		return appendUnicode(dst, c, width)
	}
	length, err := c.length(width)
	if err != nil {
		return dst, err
	}
	text, err := c.take(length)
	if err != nil {
		return dst, err
	}
	return b.texts.append(dst, text)
}

// length reads the length of a text, in that many bytes.
func (c *continued) length(width int) (int, error) {
	b, err := c.take(width)
	switch {
	case err != nil:
		return 0, err
	case width == 1:
		return int(b[0]), nil
	}
	return int(binary.LittleEndian.Uint16(b)), nil
}

// The flags of a text of BIFF8.
const (
	isWide    = 1 << 0
	hasExtra  = 1 << 2
	hasRuns   = 1 << 3
	sizeOfRun = 4
)

// appendUnicode appends a text of BIFF8 ([MS-XLS] 2.5.293): its length in that many bytes, flags, the characters as
// UTF-16 or as the lower bytes of it, and after them the runs of formats and what East Asian texts are read as.
func appendUnicode(dst []byte, c *continued, width int) ([]byte, error) {
	length, err := c.length(width)
	if err != nil {
		return dst, err
	}
	b, err := c.take(1)
	if err != nil {
		return dst, err
	}
	flags, after := b[0], int64(0)
	if flags&hasRuns != 0 {
		if b, err = c.take(2); err != nil {
			return dst, err
		}
		after = int64(binary.LittleEndian.Uint16(b)) * sizeOfRun
	}
	if flags&hasExtra != 0 {
		if b, err = c.take(4); err != nil {
			return dst, err
		}
		after += int64(binary.LittleEndian.Uint32(b))
	}
	if dst, err = c.appendCharacters(dst, length, flags); err != nil {
		return dst, err
	}
	return dst, c.skip(after)
}

// appendCharacters appends that many characters, which may go on in another record. This one begins with flags of its
// own, as its part may be written in the other way.
func (c *continued) appendCharacters(dst []byte, length int, flags byte) ([]byte, error) {
	if size := length << (flags & isWide); size <= len(c.data) {
		text := c.data[:size]
		c.data = c.data[size:]
		if flags&isWide != 0 {
			return biff.AppendUTF16(dst, text), nil
		}
		return appendLatin1(dst, text), nil
	}
	wide := c.scratch[:0] // all of it, since the parts may end within a surrogate pair
	for {
		part := min(length, len(c.data)>>(flags&isWide))
		if flags&isWide != 0 {
			wide = append(wide, c.data[:2*part]...)
		} else {
			for _, char := range c.data[:part] {
				wide = append(wide, char, 0)
			}
		}
		c.data = c.data[part<<(flags&isWide):]
		if length -= part; length == 0 {
			c.scratch = wide
			return biff.AppendUTF16(dst, wide), nil
		}
		if err := c.more(); err != nil {
			return dst, err
		}
		if len(c.data) > 0 {
			flags, c.data = c.data[0], c.data[1:]
		}
	}
}

// appendLatin1 appends a text in ISO 8859-1 as UTF-8.
func appendLatin1(dst, text []byte) []byte {
	start := len(dst)
	dst = append(dst, text...)
	for i, char := range text {
		if char >= utf8.RuneSelf {
			dst = dst[:start+i]
			for _, char := range text[i:] {
				dst = utf8.AppendRune(dst, rune(char))
			}
			break
		}
	}
	return dst
}
