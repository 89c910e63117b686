package html

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"path"
	"strings"

	"nyckeltal/ingest/workbook/internal/charset"
	"nyckeltal/ingest/workbook/internal/format"
)

// maxHeader is the largest size of the header of a web archive, in bytes.
const maxHeader = 64 << 10

// archive is a file that packs pages as an e-mail does: RFC 2557.
type archive struct {
	r        io.ReaderAt
	start    int64 // of the body
	size     int64
	header   textproto.MIMEHeader
	boundary string // between the parts; "" if the file is one page
	limits   format.Limits
}

// part is a part of an archive.
type part struct {
	media    string
	location string    // the last element of its address, in lower case
	text     io.Reader // in UTF-8
}

// OpenArchive opens the web archive (.mht) in the first size bytes of r. Each page in it with a table is a sheet, named as
// Excel's list of sheets in the archive says, or else as the page; a single one is named as the file. It reads
// from r until it is no longer used.
func OpenArchive(r io.ReaderAt, size int64, name string, limits format.Limits) (*Book, error) {
	if size > limits.Bytes {
		return nil, format.Refuse(format.ErrLimit, "it takes more than %d bytes", limits.Bytes)
	}
	a, err := readHeader(r, size, limits)
	if err != nil {
		return nil, err
	}
	b := &Book{limits: limits, styles: styles{}}
	c := contents{book: b, archive: a}
	if err := a.walk(c.add); err != nil {
		return nil, err
	}
	b.sheets = c.sheets(name)
	if len(b.sheets) == 0 {
		return nil, format.Refuse(format.ErrNotWorkbook, "it is a web archive without a table")
	}
	return b, nil
}

// readHeader reads the header of an archive.
func readHeader(r io.ReaderAt, size int64, limits format.Limits) (*archive, error) {
	head := make([]byte, min(size, maxHeader))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	blank := 0
	for _, mark := range [...]string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(head, []byte(mark)); i >= 0 && (blank == 0 || i+len(mark) < blank) {
			blank = i + len(mark)
		}
	}
	message, err := mail.ReadMessage(bytes.NewReader(head[:blank]))
	if err != nil || blank == 0 {
		return nil, format.Refuse(format.ErrDamaged, "the header of the web archive cannot be read")
	}
	a := &archive{r: r, start: int64(blank), size: size, header: textproto.MIMEHeader(message.Header), limits: limits}
	media, params, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	switch {
	case err == nil && strings.HasPrefix(media, "multipart/") && params["boundary"] != "":
		a.boundary = params["boundary"]
	case err != nil || media != "text/html":
		return nil, format.Refuse(format.ErrNotWorkbook, "it is an e-mail or a web archive without pages")
	}
	return a, nil
}

// walk calls visit for each part until that returns an error; io.EOF ends the walk and is not returned.
func (a *archive) walk(visit func(index int, p part) error) error {
	body := io.NewSectionReader(a.r, a.start, a.size-a.start)
	if a.boundary == "" {
		p, err := newPart(a.header, body)
		if err == nil {
			err = visit(0, p)
		}
		return passEnd(err)
	}
	parts := multipart.NewReader(body, a.boundary)
	for i := 0; ; i++ {
		raw, err := parts.NextRawPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return format.Refuse(format.ErrDamaged, "part %d of the web archive cannot be read", i+1).Because(err)
		case i == a.limits.Entries:
			return format.Refuse(format.ErrLimit, "it holds more than %d parts", a.limits.Entries)
		}
		p, err := newPart(raw.Header, raw)
		if err == nil {
			err = visit(i, p)
		}
		if err != nil {
			return passEnd(err)
		}
	}
}

// passEnd returns an error other than io.EOF.
func passEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// open returns the text of a part. It passes those before it.
func (a *archive) open(index int) (text io.Reader, err error) {
	err = a.walk(func(i int, p part) error {
		if i < index {
			return nil
		}
		text = p.text
		return io.EOF
	})
	if err == nil && text == nil {
		err = format.Refuse(format.ErrDamaged, "the part that holds it is missing")
	}
	return text, err
}

// newPart returns the part with that header and body, as it is read.
func newPart(header textproto.MIMEHeader, body io.Reader) (part, error) {
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		media = "application/octet-stream"
	}
	location := strings.ReplaceAll(header.Get("Content-Location"), `\`, "/")
	p := part{media: media, location: strings.ToLower(path.Base(location))}
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	p.text, err = decode(damaged{body}, params["charset"])
	return p, err
}

// damaged makes refusals of the errors of decoding.
type damaged struct{ r io.Reader }

func (d damaged) Read(b []byte) (int, error) {
	n, err := d.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = format.Refuse(format.ErrDamaged, "a part of the web archive cannot be decoded").Because(err)
	}
	return n, err
}

// decode returns a part in UTF-8. Its encoding is the one of its mark, of its header, or the one that it declares, or
// else Windows-1252.
func decode(r io.Reader, label string) (io.Reader, error) {
	buffered := bufio.NewReaderSize(r, prologSize)
	head, err := buffered.Peek(prologSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	encoding := charset.Mark(head)
	if encoding == charset.UTF8 {
		if label == "" {
			label = declared(head)
		}
		named, ok := charset.Named(label)
		if encoding = named; !ok || named.Wide() {
			encoding = charset.Windows1252
		}
	}
	return encoding.Reader(buffered), nil
}
