package xls

import (
	"encoding/binary"

	"nyckeltal/ingest/workbook/internal/texts"
)

// sharedStrings returns the table, which is read when it is first asked for.
func (b *Book) sharedStrings() (*texts.Table, error) {
	return b.strings.Get(func(table *texts.Table) error {
		if b.sst == 0 {
			return nil
		}
		return b.loadStrings(table)
	})
}

// loadStrings reads the table ([MS-XLS] 2.4.265). Its texts lie one after the other in the record and in those that
// continue it. Programs count them wrongly, so that they are read as far as they go.
func (b *Book) loadStrings(table *texts.Table) error {
	const head = 8 // how often the texts are used, and how many there are
	r := b.records(b.sst, b.size)
	_, data, err := r.next()
	if err != nil {
		return err
	}
	if len(data) < head {
		return short("their record", data)
	}
	count := uint64(binary.LittleEndian.Uint32(data[4:]))
	c := &continued{data: data[head:], records: r}
	for {
		if len(c.data) == 0 && !r.follows(recContinue) {
			return nil
		}
		if table.Arena, err = appendUnicode(table.Arena, c, 2); err != nil {
			if uint64(table.Len()) >= count {
				return nil // what follows the texts is none
			}
			return err
		}
		if err := table.End(&b.limits); err != nil {
			return err
		}
	}
}
