package markup

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"nyckeltal/ingest/workbook/internal/format"
)

// prologSize is how much of an XML document is looked at for its encoding.
const prologSize = 256

// UTF8 returns the XML document r in UTF-8 and without a byte order mark. It reads UTF-8 and UTF-16, which are the
// encodings that workbooks may have; others are refused.
func UTF8(r io.Reader) (io.Reader, error) {
	head := make([]byte, prologSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	wide := func(order unicode.Endianness) (io.Reader, error) {
		return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(io.MultiReader(bytes.NewReader(head), r)), nil
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
		return wide(unicode.LittleEndian)
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		return wide(unicode.BigEndian)
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if name := Declared(head); name != "" && !strings.EqualFold(name, "utf-8") && !strings.EqualFold(name, "us-ascii") {
		return nil, format.Refuse(format.ErrDamaged, "a part is written in the encoding %q instead of UTF-8", name)
	}
	return io.MultiReader(bytes.NewReader(head), r), nil
}

// Declared returns the encoding that the XML declaration at the beginning of a document names, or "".
func Declared(head []byte) string {
	rest, ok := bytes.CutPrefix(head, []byte("<?xml"))
	if !ok {
		return ""
	}
	declaration, _, _ := bytes.Cut(rest, []byte("?>"))
	for name, value, rest := Attr(declaration); name != nil; name, value, rest = Attr(rest) {
		if string(name) == "encoding" {
			return string(value)
		}
	}
	return ""
}
