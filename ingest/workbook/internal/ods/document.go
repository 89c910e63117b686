package ods

import (
	"bytes"
	"context"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/pump"
	"nyckeltal/ingest/workbook/internal/xmlstream"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// document is an XML document of a workbook.
type document struct {
	name   string // in messages
	limits format.Limits
	chunk  int                           // how many bytes are read at a time
	open   func() (io.ReadCloser, error) // from its beginning, in UTF-8
}

// packed returns the document that a part holds.
func packed(parts *zipped.Container, name string) document {
	return document{
		name:   "the part " + name,
		limits: parts.Limits,
		chunk:  parts.ChunkOf(name),
		open:   func() (io.ReadCloser, error) { return parts.OpenXML(name) },
	}
}

// flat returns the document that is a file by itself.
func flat(r io.ReaderAt, size int64, limits format.Limits) document {
	return document{
		name:   "the file",
		limits: limits,
		chunk:  int(min(pump.ChunkSize, size+1)),
		open: func() (io.ReadCloser, error) {
			text, err := markup.UTF8(io.NewSectionReader(r, 0, size))
			return io.NopCloser(text), err
		},
	}
}

// stream begins to read the document from that byte on. The stream has to be closed.
func (d *document) stream(ctx context.Context, start int64) (*xmlstream.Stream, error) {
	r, err := d.open()
	if err != nil {
		return nil, err
	}
	return xmlstream.Start(ctx, &tail{ReadCloser: r, ctx: ctx, before: start}, d.name, d.chunk, d.limits), nil
}

// tail is the end of a stream.
type tail struct {
	io.ReadCloser
	ctx    context.Context
	before int64 // bytes to pass before it begins
}

func (t *tail) Read(b []byte) (int, error) {
	for t.before > 0 {
		n, err := t.ReadCloser.Read(b[:min(int64(len(b)), t.before)])
		t.before -= int64(n)
		if err == nil {
			err = t.ctx.Err()
		}
		if err != nil {
			return 0, err
		}
	}
	return t.ReadCloser.Read(b)
}

// checkEnd refuses a flat document that does not end with a closing tag.
func checkEnd(r io.ReaderAt, size int64) error {
	last := make([]byte, min(size, 256))
	if _, err := r.ReadAt(last, size-int64(len(last))); err != nil && err != io.EOF {
		return err
	}
	last = bytes.TrimSpace(bytes.ReplaceAll(last, []byte{0}, nil)) // UTF-16 fills ASCII up with zeros
	if !bytes.HasSuffix(last, []byte(">")) {
		return format.Refuse(format.ErrTruncated, "the end of its XML is missing")
	}
	return nil
}

// checkManifest refuses a workbook whose manifest says that parts are encrypted (OpenDocument 1.3 part 2, 4.4).
//
// It looks for the names of the elements instead of reading the XML, as OpenOffice wrote a reference to a document type
// definition here. That is left aside, but definitions in place are refused as they are in every other part.
func checkManifest(parts *zipped.Container) error {
	if !parts.Has(manifestPart) {
		return nil
	}
	r, err := parts.OpenXML(manifestPart)
	if err != nil {
		return err
	}
	defer r.Close() // only read from
	text, err := io.ReadAll(io.LimitReader(r, parts.Limits.Memory+1))
	switch {
	case err != nil:
		return err
	case int64(len(text)) > parts.Limits.Memory:
		return format.Refuse(format.ErrLimit, "the part %s takes more than %d bytes", manifestPart, parts.Limits.Memory)
	case bytes.Contains(text, []byte("<!ENTITY")):
		return format.Refuse(format.ErrForbidden, "the XML holds a document type definition")
	case bytes.Contains(text, []byte("encryption-data")):
		return format.Refuse(format.ErrEncrypted, "")
	}
	return nil
}
