package spreadsheetml

import (
	"bytes"
	"io"

	"nyckeltal/ingest/workbook/internal/charset"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// prologSize is how much of the document is looked at for its encoding.
const prologSize = 256

// detectEncoding tells the encoding by the byte order mark or the XML declaration; without both it is UTF-8. A
// document that declares UTF-16 and is not is UTF-8.
func (b *Book) detectEncoding() error {
	head := make([]byte, min(prologSize, b.size))
	if _, err := b.r.ReadAt(head, 0); err != nil && err != io.EOF {
		return err
	}
	b.encoding = charset.Mark(head)
	label := markup.Declared(bytes.TrimLeft(head, " \t\r\n"))
	if b.encoding != charset.UTF8 || label == "" {
		return nil
	}
	encoding, ok := charset.Named(label)
	if !ok {
		return format.Refuse(format.ErrUnsupported, "its XML is written in the encoding %q", label)
	}
	if !encoding.Wide() {
		b.encoding = encoding
	}
	return nil
}
