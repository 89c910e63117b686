package spreadsheetml

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// layout collects the layout of a sheet.
type layout struct {
	cell.Layout
	left int64 // bytes that it may still take
}

// hide adds hidden columns. There are at most format.MaxColumns of them.
func (l *layout) hide(first, last int) {
	if n := len(l.HiddenColumns); n > 0 && l.HiddenColumns[n-1].Last == first-1 {
		l.HiddenColumns[n-1].Last = last
		return
	}
	l.HiddenColumns = append(l.HiddenColumns, cell.Span{First: first, Last: last})
}

// merge adds a merged range.
func (l *layout) merge(r cell.Range) error {
	const size = 32
	if r.LastRow > format.MaxRows || r.LastColumn >= format.MaxColumns {
		return format.Refuse(format.ErrDamaged, "it is merged with cells beyond the last row or column")
	}
	if l.left -= size; l.left < 0 {
		return format.Refuse(format.ErrLimit, "the sheet has more than %d merged ranges", len(l.Merged))
	}
	l.Merged = append(l.Merged, r)
	return nil
}
