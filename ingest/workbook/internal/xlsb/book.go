// Package xlsb reads the binary workbooks of Excel since 2007 (.xlsb, BIFF12).
package xlsb

import (
	"context"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// Book is an open workbook.
type Book struct{}

// Open opens the workbook.
func Open(parts *zipped.Container, main string) (*Book, error) {
	return nil, format.Refuse(format.ErrUnsupported, "it is a binary workbook (.xlsb)")
}

// Sheets returns the sheets in the order of the workbook.
func (b *Book) Sheets() []format.Sheet { return nil }

// Rows streams the rows of the sheet with that index which hold anything, in the order of the file.
func (b *Book) Rows(ctx context.Context, index int) iter.Seq2[*cell.Row, error] { return nil }

// Layout returns the hidden columns and merged ranges of the sheet with that index.
func (b *Book) Layout(ctx context.Context, index int) (cell.Layout, error) { return cell.Layout{}, nil }
