package ods

import "nyckeltal/ingest/workbook/internal/format"

// budget is the memory that what is held of a workbook may take, in bytes.
type budget struct {
	limit, left int64
}

func newBudget(limit int64) budget { return budget{limit: limit, left: limit} }

// take takes that many bytes.
func (b *budget) take(n int) { b.left -= int64(n) }

// check refuses a workbook that has taken more than there was.
func (b *budget) check() error {
	if b.left < 0 {
		return format.Refuse(format.ErrLimit, "its styles, sheets and merged cells take more than %d bytes", b.limit)
	}
	return nil
}
