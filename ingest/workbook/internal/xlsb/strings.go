package xlsb

import (
	"context"

	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/texts"
)

// sharedStrings returns the table, which is read when it is first asked for.
func (b *Book) sharedStrings(ctx context.Context) (*texts.Table, error) {
	return b.strings.Get(func(table *texts.Table) error { return b.loadStrings(ctx, table) })
}

func (b *Book) loadStrings(ctx context.Context, table *texts.Table) error {
	if b.stringsPart == "" {
		return nil
	}
	limits := b.parts.Limits
	table.Arena = make([]byte, 0, min(b.parts.Size(b.stringsPart)/2, texts.ArenaGuess))
	return each(ctx, b.parts, b.stringsPart, brtBeginSst, brtEndSst, func(id int, body []byte) error {
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
