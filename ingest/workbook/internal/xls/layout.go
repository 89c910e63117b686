package xls

import (
	"context"
	"encoding/binary"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// Layout returns the hidden columns and merged ranges of the sheet with that index.
func (b *Book) Layout(ctx context.Context, index int) (cell.Layout, error) {
	s := shape{limit: b.limits.Memory}
	if err := b.scan(ctx, &b.sheets[index], s.visit); err != nil {
		return cell.Layout{}, err
	}
	return cell.Layout{HiddenColumns: s.spans(), Merged: s.merged}, nil
}

// shape collects what a sheet says of its layout.
type shape struct {
	limit  int64 // of what the ranges take, in bytes
	hidden [columns]bool
	merged []cell.Range
}

// columns is how many a sheet has.
const columns = 256

// visit takes the next record, for scan.
func (s *shape) visit(_ *records, id uint16, data []byte) (bool, error) {
	const hidden = 1
	switch {
	case id == recColInfo && len(data) >= 10:
		if data[8]&hidden != 0 {
			s.hide(int(binary.LittleEndian.Uint16(data)), int(binary.LittleEndian.Uint16(data[2:])))
		}
	case id == recColWidth2 && len(data) >= 4:
		if data[2] == 0 && data[3] == 0 {
			s.hide(int(data[0]), int(data[1]))
		}
	case id == recMergedCells:
		return true, s.merge(data)
	}
	return true, nil
}

// hide marks columns as hidden. Excel itself writes one more than there are.
func (s *shape) hide(first, last int) {
	for i := first; i <= min(last, columns-1); i++ {
		s.hidden[i] = true
	}
}

// merge reads a list of ranges ([MS-XLS] 2.4.168).
func (s *shape) merge(data []byte) error {
	const head, size, held = 2, 8, 32
	if len(data) < head {
		return short("a list of merged cells", data)
	}
	count := int(binary.LittleEndian.Uint16(data))
	for data = data[head:]; count > 0 && len(data) >= size; data = data[size:] {
		at := func(i int) int { return int(binary.LittleEndian.Uint16(data[i:])) }
		r := cell.Range{FirstRow: at(0) + 1, LastRow: at(2) + 1, FirstColumn: at(4), LastColumn: at(6)}
		if r.FirstRow <= r.LastRow && r.FirstColumn <= r.LastColumn {
			s.merged = append(s.merged, r)
		}
		count--
	}
	if int64(len(s.merged))*held > s.limit {
		return format.Refuse(format.ErrLimit, "its merged ranges take more than %d bytes", s.limit)
	}
	return nil
}

// spans returns the hidden columns.
func (s *shape) spans() []cell.Span {
	var spans []cell.Span
	for i, hidden := range s.hidden {
		switch n := len(spans); {
		case !hidden:
		case n > 0 && spans[n-1].Last == i-1:
			spans[n-1].Last = i
		default:
			spans = append(spans, cell.Span{First: i, Last: i})
		}
	}
	return spans
}
