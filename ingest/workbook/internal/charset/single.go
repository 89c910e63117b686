package charset

import (
	"io"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"nyckeltal/ingest/workbook/internal/format"
)

// rawSize is how many bytes are decoded at a time.
const rawSize = 4 << 10

// singleReader decodes an encoding of single bytes. It refuses bytes that stand for nothing in it.
type singleReader struct {
	r     io.Reader
	name  string
	runes [utf8.RuneSelf][]byte // of the bytes from 0x80 on, in UTF-8; nil for those that stand for nothing
	size  int64
	raw   [rawSize]byte
	text  []byte // decoded and not yet read
	buf   [utf8.UTFMax * rawSize]byte
	err   error
}

func newSingleReader(r io.Reader, name string, table *charmap.Charmap) *singleReader {
	s := &singleReader{r: r, name: name}
	for i := range s.runes {
		if c := table.DecodeByte(byte(utf8.RuneSelf + i)); c != utf8.RuneError && !unicode.IsControl(c) {
			s.runes[i] = utf8.AppendRune(nil, c)
		}
	}
	return s
}

func (s *singleReader) Read(p []byte) (int, error) {
	for len(s.text) == 0 {
		if s.err != nil {
			return 0, s.err
		}
		var n int
		n, s.err = s.r.Read(s.raw[:])
		s.decode(s.raw[:n])
	}
	n := copy(p, s.text)
	s.text = s.text[n:]
	return n, nil
}

// decode takes the text of some bytes into text, up to the first that stands for nothing.
func (s *singleReader) decode(raw []byte) {
	s.text = s.buf[:0]
	start := 0
	for i, c := range raw {
		if c < utf8.RuneSelf {
			continue
		}
		s.text = append(s.text, raw[start:i]...)
		start = i + 1
		r := s.runes[c-utf8.RuneSelf]
		if r == nil {
			s.err = format.Refuse(format.ErrDamaged, "byte %d of its text stands for nothing in %s", s.size+int64(start), s.name)
			return
		}
		s.text = append(s.text, r...)
	}
	s.text = append(s.text, raw[start:]...)
	s.size += int64(len(raw))
}
