package csv

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"nyckeltal/ingest/workbook/internal/format"
)

// encoding is how a file writes characters as bytes.
type encoding uint8

const (
	utf8Plain encoding = iota
	utf8Mark           // with a byte order mark
	utf16Little
	utf16Big
	windows1252
)

// reader returns the text of r in UTF-8, without a byte order mark.
func (e encoding) reader(r io.Reader) io.Reader {
	switch e {
	case utf8Mark:
		return unicode.UTF8BOM.NewDecoder().Reader(r)
	case utf16Little:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r)
	case utf16Big:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(r)
	case windows1252:
		return charmap.Windows1252.NewDecoder().Reader(r)
	}
	return r
}

// sampleSize is how much of a file is looked at to find out its form, in bytes.
const sampleSize = 64 << 10

// detectEncoding reads r and tells its encoding: that of the byte order mark; UTF-16 if every other byte at the beginning
// is 0; UTF-8 if all of it is valid; otherwise Windows-1252 if no byte contradicts it.
func detectEncoding(r io.Reader) (encoding, error) {
	buf := make([]byte, sampleSize)
	var s survey
	guess := utf8Plain
	for first, ended := true, false; !ended; first = false {
		n, err := io.ReadFull(r, buf)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return 0, err
		}
		ended = err != nil
		if first {
			guess = mark(buf[:n])
			if guess == utf16Little || guess == utf16Big {
				return guess, nil
			}
		}
		s.add(buf[:n])
	}
	switch {
	case s.binary():
		return 0, format.Refuse(format.ErrNotWorkbook, "it is neither a workbook nor a text")
	case s.validUTF8():
		return guess, nil
	case guess == utf8Mark || s.undefined:
		return 0, format.Refuse(format.ErrDamaged, "its text is neither UTF-8 nor UTF-16 nor Windows-1252")
	}
	return windows1252, nil
}

// mark tells the encoding by what a text begins with.
func mark(head []byte) encoding {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return utf8Mark
	case bytes.HasPrefix(head, []byte("\xff\xfe")), zeros(head, 1):
		return utf16Little
	case bytes.HasPrefix(head, []byte("\xfe\xff")), zeros(head, 0):
		return utf16Big
	}
	return utf8Plain
}

// zeros tells whether most of every other byte from start on, and few of the bytes between, are 0, as in a text in UTF-16.
func zeros(head []byte, start int) bool {
	var count [2]int
	for i, b := range head {
		if b == 0 {
			count[i%2]++
		}
	}
	half := len(head) / 2
	return half > 0 && count[start] > half*3/4 && count[1-start] <= half/100
}

// survey is what the bytes of a file tell about its encoding.
type survey struct {
	size      int
	controls  int // of bytes that no text holds
	zero      bool
	undefined bool // a byte that stands for nothing in Windows-1252
	invalid   bool // as UTF-8, apart from tail
	tail      []byte
}

// add takes more bytes into account.
func (s *survey) add(b []byte) {
	s.size += len(b)
	for _, c := range b {
		switch {
		case c == 0:
			s.zero = true
		case c < '\t', c > '\r' && c < ' ' && c != dosEnd:
			s.controls++
		case c == 0x81, c == 0x8d, c == 0x8f, c == 0x90, c == 0x9d:
			s.undefined = true
		}
	}
	b = append(s.tail, b...)
	whole := len(b)
	for i := len(b) - 1; i >= 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				whole = i
			}
			break
		}
	}
	s.invalid = s.invalid || !utf8.Valid(b[:whole])
	s.tail = bytes.Clone(b[whole:])
}

// binary tells whether the file is no text in any encoding of single bytes.
func (s *survey) binary() bool { return s.zero || s.controls > s.size/100 }

// validUTF8 tells whether the whole file is valid UTF-8.
func (s *survey) validUTF8() bool { return !s.invalid && len(s.tail) == 0 }
