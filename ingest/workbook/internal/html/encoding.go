package html

import (
	"bytes"
	"errors"
	"io"
	"mime"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nyckeltal/ingest/workbook/internal/charset"
	"nyckeltal/ingest/workbook/internal/format"
)

// prologSize is how much of a page is looked at for the encoding that it declares.
const prologSize = 4 << 10

// detectEncoding tells the encoding of a page: by its byte order mark, or else by what it declares. One that declares
// nothing or UTF-8 is in the encoding that its bytes tell, or in Windows-1252 if they tell none.
func detectEncoding(r io.ReaderAt, size int64) (charset.Encoding, error) {
	head := make([]byte, min(prologSize, size))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return charset.UTF8, err
	}
	if charset.Mark(head) == charset.UTF8 {
		if encoding, ok := charset.Named(declared(head)); ok && encoding != charset.UTF8 && !encoding.Wide() {
			return encoding, nil
		}
	}
	encoding, err := charset.Detect(r, size)
	if errors.Is(err, format.ErrUnsupported) {
		return charset.Windows1252, nil
	}
	return encoding, err
}

// declared returns the encoding that a page declares in its meta tags, or "".
func declared(head []byte) string {
	z := xhtml.NewTokenizer(bytes.NewReader(head))
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return ""
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			name, more := z.TagName()
			if atom.Lookup(name) != atom.Meta || !more {
				continue
			}
			if label := metaCharset(z); label != "" {
				return label
			}
		}
	}
}

// metaCharset returns the encoding that the meta tag at hand declares, or "".
func metaCharset(z *xhtml.Tokenizer) (label string) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "charset":
			return string(value)
		case "content":
			if _, params, err := mime.ParseMediaType(string(value)); err == nil && params["charset"] != "" {
				label = params["charset"]
			}
		}
	}
	return label
}
