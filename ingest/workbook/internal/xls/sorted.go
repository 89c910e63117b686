package xls

import (
	"context"
	"encoding/binary"
	"slices"

	"nyckeltal/ingest/workbook/internal/format"
)

// sorted calls visit, until it returns false, for the records of a sheet's cells row by row, where the sheet has them in
// another order, as programs write it that are not Excel. The cells are held in memory as they stand in the file.
func (b *Book) sorted(ctx context.Context, s *sheet, visit func(r *records, id uint16, data []byte) (bool, error)) error {
	c := collection{limit: b.limits.Memory}
	if err := b.scan(ctx, s, c.visit); err != nil {
		return err
	}
	slices.Sort(c.order)
	for i, entry := range c.order {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		r := &records{window: c.cells[entry&placeMask:], short: format.ErrDamaged}
		for first := true; first || r.follows(recString) || r.follows(recString2) || r.follows(recContinue); first = false {
			id, data, err := r.next()
			if err != nil {
				return err
			}
			if goOn, err := visit(r, id, data); err != nil || !goOn {
				return err
			}
		}
	}
	return nil
}

// placeMask are the bits of an entry of a collection's order that are a place.
const placeMask = 1<<48 - 1

// collection is cells in the order of the file.
type collection struct {
	limit int64    // of what it takes, in bytes
	cells []byte   // their records, with those that belong to them
	order []uint64 // of each cell, its row in the upper 16 bits and its place in cells in those below
	open  bool     // the last record belongs to a cell, and so does one that continues it
}

// visit takes the next record, for scan.
func (c *collection) visit(_ *records, id uint16, data []byte) (bool, error) {
	switch {
	case isCell(id):
		if len(data) < 2 {
			return false, short("a cell", data)
		}
		c.order = append(c.order, uint64(binary.LittleEndian.Uint16(data))<<48|uint64(len(c.cells)))
	case len(c.order) > 0 && (id == recString || id == recString2 || id == recContinue && c.open):
	default:
		c.open = false
		return true, nil
	}
	c.open = true
	c.cells = binary.LittleEndian.AppendUint16(c.cells, id)
	c.cells = binary.LittleEndian.AppendUint16(c.cells, uint16(len(data)))
	c.cells = append(c.cells, data...)
	if int64(len(c.cells)+8*len(c.order)) > c.limit {
		return false, format.Refuse(format.ErrLimit, "its rows are not in order, and its cells take more than %d bytes", c.limit)
	}
	return true, nil
}
