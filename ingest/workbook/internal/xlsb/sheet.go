package xlsb

import (
	"context"
	"iter"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/serial"
)

// Rows streams the rows of the sheet with that index which hold anything, in the order of the file.
func (b *Book) Rows(ctx context.Context, index int) iter.Seq2[*cell.Row, error] {
	return func(yield func(*cell.Row, error) bool) {
		if err := b.rows(ctx, index, yield); err != nil {
			yield(nil, err)
		}
	}
}

// rows calls yield for each row until it returns false.
func (b *Book) rows(ctx context.Context, index int, yield func(*cell.Row, error) bool) error {
	r, err := b.openSheet(ctx, index)
	if err != nil {
		return err
	}
	defer r.close()
	p := &rowParser{ctx: ctx, book: b, formats: b.formats}
	if b.date1904 {
		p.dateOffset = serial.Days1904
	}
	for inside := false; ; {
		id, body, err := r.next()
		switch {
		case err != nil:
			return err
		case !inside:
			inside = id == brtBeginSheetData
			if id == brtEndSheet {
				return r.finish()
			}
			continue
		case id != brtRowHdr && id != brtEndSheetData:
			if err := p.cell(id, body); err != nil {
				return err
			}
			continue
		}
		if err := p.end(); err != nil {
			return err
		}
		if len(p.row.Cells) > 0 && !yield(&p.row, nil) {
			return nil
		}
		if id == brtEndSheetData {
			return r.finish()
		}
		if err := p.begin(body); err != nil {
			return err
		}
	}
}
