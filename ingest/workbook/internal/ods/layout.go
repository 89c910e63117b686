package ods

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// layout gathers what a table says of its shape.
type layout struct {
	cell.Layout
	budget budget
}

// rangeSize is what a merged range takes in memory, in bytes.
const rangeSize = 32

// hide adds the columns from first up to end, which is not included, to the hidden ones.
func (l *layout) hide(first, end int) {
	if first == end {
		return
	}
	if n := len(l.HiddenColumns); n > 0 && l.HiddenColumns[n-1].Last == first-1 {
		l.HiddenColumns[n-1].Last = end - 1
		return
	}
	l.HiddenColumns = append(l.HiddenColumns, cell.Span{First: first, Last: end - 1})
}

// span is a cell of a row that is shown on several columns or rows.
type span struct {
	column, repeats int
	columns, rows   int
}

// merge adds the merged ranges that begin in a row, which stands for several if it is repeated.
func (l *layout) merge(spans []span, row, repeats int) error {
	for ; len(spans) > 0 && repeats > 0 && row <= format.MaxRows; row, repeats = row+1, repeats-1 {
		for _, s := range spans {
			if err := l.mergeCells(s, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// mergeCells adds the merged ranges that begin with a cell, which stands for several if it is repeated.
func (l *layout) mergeCells(s span, row int) error {
	for column := s.column; column < min(s.column+s.repeats, format.MaxColumns); column++ {
		l.budget.take(rangeSize)
		if err := l.budget.check(); err != nil {
			return err
		}
		l.Merged = append(l.Merged, cell.Range{
			FirstRow: row, LastRow: min(row+s.rows-1, format.MaxRows),
			FirstColumn: column, LastColumn: min(column+s.columns-1, format.MaxColumns-1),
		})
	}
	return nil
}
