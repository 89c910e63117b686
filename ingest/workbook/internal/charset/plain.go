package charset

import (
	"bytes"
	"errors"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
)

// mark is the byte order mark in UTF-8.
const mark = "\xef\xbb\xbf"

// plainReader hands out a text in UTF-8 as it is, and ends with a refusal where it is not.
type plainReader struct {
	r        io.Reader
	validity validity
	err      error
}

func (p *plainReader) Read(b []byte) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	n, err := p.r.Read(b)
	p.validity.add(b[:n])
	p.validity.ended = errors.Is(err, io.EOF)
	switch zero := bytes.IndexByte(b[:n], 0); {
	case p.validity.invalidAt > 0:
		err = errNotUTF8(p.validity.invalidAt)
	case p.validity.cut():
		err = errCut()
	case zero >= 0:
		err = format.Refuse(format.ErrNotWorkbook, "a byte of 0 stands in its text")
	}
	if p.err = err; err != nil && p.validity.invalidAt > 0 {
		n = 0
	}
	return n, err
}

// markedReader hands out r without the byte order mark of UTF-8.
type markedReader struct {
	r      io.Reader
	passed bool
}

func (m *markedReader) Read(b []byte) (int, error) {
	if !m.passed {
		head := make([]byte, len(mark))
		n, err := io.ReadFull(m.r, head)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return 0, err
		}
		m.passed = true
		if head = head[:n]; string(head) != mark {
			m.r = io.MultiReader(bytes.NewReader(head), m.r)
		}
	}
	return m.r.Read(b)
}
