// Package csv reads text files of separated values as workbooks of one sheet. It finds out the encoding, the delimiter
// and the quotes from the contents; every value is a text, as nothing in such a file says more.
package csv

import (
	"context"
	"errors"
	"io"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/charset"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/pump"
)

// Book is an open text file. Several goroutines may read it at a time.
type Book struct {
	r        io.ReaderAt
	size     int64
	name     string
	limits   format.Limits
	encoding charset.Encoding
	dialect  dialect
	start    int64 // of the records, in bytes of UTF-8
	chunk    int   // how much is read at a time
}

// Open looks at the text file that r holds, whose sheet gets the name. It reads from r until it is no longer used, and
// does not close it. A file that is no text is refused.
func Open(r io.ReaderAt, size int64, name string, limits format.Limits) (*Book, error) {
	b := &Book{r: r, size: size, name: name, limits: limits, chunk: int(min(pump.ChunkSize, size+1))}
	if size > limits.Bytes {
		return nil, format.Refuse(format.ErrLimit, "it takes more than %d bytes", limits.Bytes)
	}
	var err error
	if b.encoding, err = charset.Detect(r, size); err != nil {
		return nil, err
	}
	sample := make([]byte, sampleSize)
	n, err := io.ReadFull(b.text(), sample)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	sample = sample[:n]
	if delimiter, size := namedDelimiter(sample); size > 0 {
		b.dialect = dialect{delimiter, detectQuote(sample[size:])}
		b.start = int64(size)
	} else {
		b.dialect = detectDialect(sample, n < sampleSize)
	}
	return b, nil
}

// Encoding returns the name of the encoding that was found.
func (b *Book) Encoding() string { return b.encoding.String() }

// Delimiter returns the character that stands between values.
func (b *Book) Delimiter() rune { return rune(b.dialect.delimiter) }

// text returns the file's contents in UTF-8.
func (b *Book) text() io.Reader { return b.encoding.Reader(io.NewSectionReader(b.r, 0, b.size)) }

// Sheets returns the one sheet.
func (b *Book) Sheets() []format.Sheet { return []format.Sheet{{Name: b.name}} }

// Rows streams the records that hold anything, numbered from 1 with blank ones counted. A first line that only names the
// delimiter is not counted, as Excel does not show it.
func (b *Book) Rows(ctx context.Context, _ int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		if err := b.rows(ctx, yield); err != nil {
			yield(nil, err)
		}
	}
}

// rows calls yield for each row until it returns false.
func (b *Book) rows(ctx context.Context, yield func(*cell.Row, error) bool) error {
	r := b.text()
	if _, err := io.CopyN(io.Discard, r, b.start); err != nil {
		return err
	}
	text := pump.Start(ctx, io.NopCloser(r), b.chunk, int(b.limits.Memory))
	defer text.Close()
	p := parser{dialect: b.dialect, limits: b.limits}
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
		if len(p.row.Cells) > 0 && !yield(&p.row, nil) {
			return nil
		}
	}
}

// Layout returns nothing: a text has no layout.
func (b *Book) Layout(context.Context, int) (cell.Layout, error) { return cell.Layout{}, nil }
