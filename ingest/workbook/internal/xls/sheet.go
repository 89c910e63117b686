package xls

import (
	"context"
	"encoding/binary"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/serial"
)

// Rows streams the rows of the sheet with that index which hold anything, in rising order.
func (b *Book) Rows(ctx context.Context, index int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		if err := b.rows(ctx, &b.sheets[index], yield); err != nil {
			yield(nil, err)
		}
	}
}

// rows calls yield for each row until it returns false.
func (b *Book) rows(ctx context.Context, s *sheet, yield func(*cell.Row, error) bool) error {
	var o outline
	if err := b.scan(ctx, s, o.visit); err != nil {
		return err
	}
	p := &rowParser{book: b, hidden: &o.hidden, yield: yield}
	if b.date1904 {
		p.dateOffset = serial.Days1904
	}
	stopped := false
	visit := func(r *records, id uint16, data []byte) (bool, error) {
		goOn, err := p.visit(r, id, data)
		stopped = !goOn
		return goOn, err
	}
	var err error
	if o.mixed {
		err = b.sorted(ctx, s, visit)
	} else {
		err = b.scan(ctx, s, visit)
	}
	if err != nil || stopped {
		return err
	}
	_, err = p.flush()
	return err
}

// outline is what can be told of a sheet from the heads of its records.
type outline struct {
	hidden rowSet
	last   uint16 // row
	mixed  bool   // rows do not come in rising order
}

// visit takes the next record, for scan.
func (o *outline) visit(_ *records, id uint16, data []byte) (bool, error) {
	switch {
	case len(data) < 2:
	case isCell(id):
		row := binary.LittleEndian.Uint16(data)
		o.mixed = o.mixed || row < o.last
		o.last = row
	case isHiddenRow(id, data):
		o.hidden.add(int(binary.LittleEndian.Uint16(data)))
	}
	return true, nil
}

// isHiddenRow tells whether a record says that a row is hidden ([MS-XLS] 2.4.221). In BIFF2 such a row has no height.
func isHiddenRow(id uint16, data []byte) bool {
	const hidden = 0x20
	switch {
	case id == recRow && len(data) >= 13:
		return data[12]&hidden != 0
	case id == recRow2 && len(data) >= 8:
		return binary.LittleEndian.Uint16(data[6:])&0x7fff == 0
	}
	return false
}

// rowSet is a set of rows, counted from 0.
type rowSet [1 << 16 / 64]uint64

func (s *rowSet) add(row int)      { s[row/64] |= 1 << (row % 64) }
func (s *rowSet) has(row int) bool { return s[row/64]&(1<<(row%64)) != 0 }
