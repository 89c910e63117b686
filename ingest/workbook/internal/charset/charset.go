// Package charset finds out how a text file writes characters as bytes, and reads it as UTF-8.
package charset

import (
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is how a file writes characters as bytes. The zero value is UTF-8 without a byte order mark.
type Encoding struct {
	name  string
	codec encoding.Encoding // nil for UTF-8
}

// The encodings that Detect tells apart.
var (
	UTF8        = Encoding{}
	UTF8Mark    = Encoding{"UTF-8 with a byte order mark", unicode.UTF8BOM}
	UTF16Little = Encoding{"UTF-16, little end first", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}
	UTF16Big    = Encoding{"UTF-16, big end first", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)}
	Windows1252 = Encoding{"Windows-1252", charmap.Windows1252}
	Latin9      = Encoding{"ISO-8859-15", charmap.ISO8859_15}
	CP850       = Encoding{"CP850", charmap.CodePage850}
	CP437       = Encoding{"CP437", charmap.CodePage437}
	MacRoman    = Encoding{"Mac Roman", charmap.Macintosh}
)

// Named returns the encoding that a document declares, such as "utf-8" or "iso-8859-1", by the names of the WHATWG
// Encoding Standard, and whether there is one of that name. As there, ISO-8859-1 and US-ASCII stand for Windows-1252.
func Named(label string) (e Encoding, ok bool) {
	codec, err := htmlindex.Get(strings.TrimSpace(label))
	if err != nil {
		return Encoding{}, false
	}
	name, err := htmlindex.Name(codec)
	switch {
	case err != nil:
		return Encoding{}, false
	case name == "utf-8":
		return UTF8, true
	case codec == charmap.Windows1252:
		return Windows1252, true
	}
	return Encoding{name, codec}, true
}

// String returns the name of the encoding.
func (e Encoding) String() string {
	if e.codec == nil {
		return "UTF-8"
	}
	return e.name
}

// Wide tells whether the encoding writes ASCII in two bytes.
func (e Encoding) Wide() bool { return strings.HasPrefix(strings.ToUpper(e.name), "UTF-16") }

// Reader returns the text of r in UTF-8, without a byte order mark. It ends with a refusal at bytes that stand for nothing
// in UTF-8 or an encoding of single bytes; those of other encodings become U+FFFD.
func (e Encoding) Reader(r io.Reader) io.Reader {
	r = e.decoder(r)
	if e.codec == nil || e == UTF8Mark {
		return &plainReader{r: r}
	}
	return r
}

// decoder is Reader that leaves a text in UTF-8 unchecked.
func (e Encoding) decoder(r io.Reader) io.Reader {
	switch e {
	case UTF8:
		return r
	case UTF8Mark:
		return &markedReader{r: r}
	}
	if table, ok := e.codec.(*charmap.Charmap); ok {
		return newSingleReader(r, e.name, table)
	}
	return e.codec.NewDecoder().Reader(r)
}
