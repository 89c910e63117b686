// Package csv reads text files of separated values as workbooks of one sheet. It finds out the encoding and the
// delimiter from the contents; every value is a text, as nothing in such a file says more.
package csv

import (
	"context"
	"errors"
	"io"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/pump"
)

// Book is an open text file. Several goroutines may read it at a time.
type Book struct {
	r         io.ReaderAt
	size      int64
	name      string
	limits    format.Limits
	encoding  encoding
	delimiter byte
	skip      bool // the first record only names the delimiter
	chunk     int  // how much is read at a time
}

// Open looks at the text file that r holds, whose sheet gets the name. It reads from r until it is no longer used, and
// does not close it. A file that is no text is refused.
func Open(r io.ReaderAt, size int64, name string, limits format.Limits) (*Book, error) {
	b := &Book{r: r, size: size, name: name, limits: limits, chunk: pump.ChunkSize}
	if size > limits.Bytes {
		return nil, format.Refuse(format.ErrLimit, "it takes more than %d bytes", limits.Bytes)
	}
	var err error
	if b.encoding, err = detectEncoding(io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	sample := make([]byte, sampleSize)
	n, err := io.ReadFull(b.text(), sample)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if err := refuseMarkup(sample[:n]); err != nil {
		return nil, err
	}
	b.delimiter, b.skip = detectDelimiter(sample[:n], n < sampleSize)
	return b, nil
}

// text returns the file's contents in UTF-8.
func (b *Book) text() io.Reader { return b.encoding.reader(io.NewSectionReader(b.r, 0, b.size)) }

// Sheets returns the one sheet.
func (b *Book) Sheets() []format.Sheet { return []format.Sheet{{Name: b.name}} }

// Rows streams the records that hold anything, numbered from 1 with blank ones counted.
func (b *Book) Rows(ctx context.Context, _ int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		if err := b.rows(ctx, yield); err != nil {
			yield(nil, err)
		}
	}
}

// rows calls yield for each row until it returns false.
func (b *Book) rows(ctx context.Context, yield func(*cell.Row, error) bool) error {
	text := pump.Start(ctx, io.NopCloser(b.text()), b.chunk, int(b.limits.Memory))
	defer text.Close()
	p := parser{delimiter: b.delimiter, limits: b.limits}
	skip := b.skip
	for done, ended := 0, false; ; {
		n, err := p.parse(text.Window()[done:], ended)
		switch {
		case errors.Is(err, errShort) && ended:
			return nil
		case errors.Is(err, errShort):
			err := text.More(len(text.Window()) - done)
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			ended = err != nil
			done = 0
			continue
		case err != nil:
			return err
		}
		done += n
		if skip {
			skip = false
			continue
		}
		if len(p.row.Cells) > 0 && !yield(&p.row, nil) {
			return nil
		}
	}
}

// Layout returns nothing: a text has no layout.
func (b *Book) Layout(context.Context, int) (cell.Layout, error) { return cell.Layout{}, nil }
