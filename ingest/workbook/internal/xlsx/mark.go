package xlsx

import "bytes"

// mark is a set of what occurs in a text.
type mark uint8

const (
	tagBegin    mark = 1 << iota // <, which ends it
	beyondASCII                  // characters beyond ASCII
	reference                    // & or a carriage return, which do not stand for themselves
	underscore                   // _, which may begin an escape
)

// marks are those of each byte.
var marks = func() (m [256]mark) {
	for i := 0x80; i <= 0xff; i++ {
		m[i] = beyondASCII
	}
	m['<'], m['&'], m['\r'], m['_'] = tagBegin, reference, reference, underscore
	return m
}()

// scanText returns what d holds before the next tag, and its marks.
func scanText(d []byte) (text []byte, found mark) {
	for i, c := range d {
		m := marks[c]
		if m == tagBegin {
			return d[:i], found
		}
		found |= m
	}
	return d, found
}

// written tells whether a text with these marks is written otherwise than it reads.
func (m mark) written(text []byte) bool {
	return m&reference != 0 || m&underscore != 0 && bytes.Contains(text, []byte("_x"))
}
