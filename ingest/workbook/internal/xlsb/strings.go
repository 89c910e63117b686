package xlsb

import (
	"context"

	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// maxArenaGuess bounds the memory that is set aside for the texts, in bytes, before they are there. Pages of it that
// are not needed are never touched.
const maxArenaGuess = 64 << 20

// sharedStrings returns the table, which is read when it is first asked for.
func (b *Book) sharedStrings(ctx context.Context) (*texts.Table, error) {
	b.loading.Lock()
	defer b.loading.Unlock()
	if b.strings != nil {
		return b.strings, nil
	}
	if b.stringsPart == "" {
		return &texts.Table{}, nil
	}
	limits := b.parts.Limits
	table := &texts.Table{Arena: make([]byte, 0, min(b.parts.Size(b.stringsPart)/2, maxArenaGuess))}
	err := each(ctx, b.parts, b.stringsPart, brtBeginSst, brtEndSst, func(id int, body []byte) error {
		if id != brtSSTItem {
			return nil
		}
		text, err := richText(body, limits.CellBytes)
		if err != nil {
			return err
		}
		table.Arena = biff.AppendUTF16(table.Arena, text)
		return table.End(&limits)
	})
	if err != nil {
		return nil, format.At("shared strings", err)
	}
	b.strings = table
	return table, nil
}

// richText returns the text, in UTF-16, of a RichStr ([MS-XLSB] 2.5.122): a byte of flags and the text, which the
// formats of its runs and how it is pronounced may follow.
func richText(body []byte, limit int) ([]byte, error) {
	if len(body) == 0 {
		return nil, errShort()
	}
	text, _, err := wideString(body[1:], limit)
	return text, err
}
