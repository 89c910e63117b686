package xlsb

import (
	"context"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// Layout returns the hidden columns and merged ranges of the sheet with that index.
func (b *Book) Layout(ctx context.Context, index int) (cell.Layout, error) {
	r, err := b.openSheet(ctx, index)
	if err != nil {
		return cell.Layout{}, err
	}
	defer r.close()
	var layout cell.Layout
	for {
		id, body, err := r.next()
		switch {
		case err != nil:
			return cell.Layout{}, err
		case id == brtEndSheet:
			return layout, r.finish()
		case id == brtColInfo:
			err = addColumns(&layout, body)
		case id == brtMergeCell:
			err = addRange(&layout, body, b.parts.Limits.Memory)
		}
		if err != nil {
			return cell.Layout{}, err
		}
	}
}

// addColumns adds the columns of a BrtColInfo ([MS-XLSB] 2.4.326) if they are hidden.
func addColumns(layout *cell.Layout, body []byte) error {
	const flags, hidden = 16, 1
	if len(body) <= flags {
		return format.At("columns", errShort())
	}
	first, last := field(body, 0), field(body, 4)
	switch {
	case first > last || last >= format.MaxColumns:
		return format.Refuse(format.ErrDamaged, "it describes the columns from %d to %d", uint64(first)+1, uint64(last)+1)
	case len(layout.HiddenColumns) >= format.MaxColumns:
		return format.Refuse(format.ErrDamaged, "it describes columns more than once")
	case body[flags]&hidden != 0:
		layout.HiddenColumns = append(layout.HiddenColumns, cell.Span{First: int(first), Last: int(last)})
	}
	return nil
}

// addRange adds the range of a BrtMergeCell ([MS-XLSB] 2.4.706).
func addRange(layout *cell.Layout, body []byte, memory int64) error {
	const size, rangeBytes = 16, 32
	if len(body) < size {
		return format.At("merged cells", errShort())
	}
	firstRow, lastRow, first, last := field(body, 0), field(body, 4), field(body, 8), field(body, 12)
	switch {
	case firstRow > lastRow || lastRow >= format.MaxRows || first > last || last >= format.MaxColumns:
		return format.Refuse(format.ErrDamaged, "it merges rows %d to %d and columns %d to %d", uint64(firstRow)+1,
			uint64(lastRow)+1, uint64(first)+1, uint64(last)+1)
	case int64(len(layout.Merged)) >= memory/rangeBytes:
		return format.Refuse(format.ErrLimit, "it has more than %d merged ranges", memory/rangeBytes)
	}
	layout.Merged = append(layout.Merged, cell.Range{
		FirstRow: int(firstRow) + 1, LastRow: int(lastRow) + 1,
		FirstColumn: int(first), LastColumn: int(last),
	})
	return nil
}
