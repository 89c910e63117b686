// Package xlsb reads the binary workbooks of Excel since 2007 (.xlsb): parts in a zip file as those of .xlsx are, which
// hold the records of BIFF12 instead of XML.
package xlsb

import (
	"context"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// Book is an open workbook. Several goroutines may read its sheets at a time.
type Book struct {
	parts    *zipped.Container
	sheets   []sheet
	date1904 bool
	formats  []cell.Kind // what each cell format makes of a number

	stringsPart string     // "" when the workbook has none
	strings     texts.Lazy // read when a cell refers to it
}

// sheet is a sheet with the part that it lies in.
type sheet struct {
	format.Sheet
	part string // "" when it is missing
}

// Open opens the workbook whose list of sheets lies in the part main. The book reads from the container until it is no
// longer used. Refusals are *format.Error.
func Open(parts *zipped.Container, main string) (*Book, error) {
	b := &Book{parts: parts}
	relations, err := parts.Relations(main)
	if err != nil {
		return nil, err
	}
	if err := b.readMain(main, relations); err != nil {
		return nil, err
	}
	stylesPart := ""
	for _, rel := range relations {
		switch rel.Kind {
		case "sharedStrings":
			b.stringsPart = rel.Target
		case "styles":
			stylesPart = rel.Target
		}
	}
	if b.formats, err = readStyles(parts, stylesPart); err != nil {
		return nil, err
	}
	return b, nil
}

// readMain reads the list of sheets and the date system.
func (b *Book) readMain(main string, relations []zipped.Relation) error {
	targets := make(map[string]zipped.Relation, len(relations))
	for _, rel := range relations {
		targets[rel.ID] = rel
	}
	size, limits := int64(0), &b.parts.Limits
	return each(context.Background(), b.parts, main, brtBeginBook, brtEndBook, func(id int, body []byte) error {
		switch id {
		case brtWbProp:
			b.date1904 = len(body) > 0 && body[0]&1 != 0
		case brtBundleSh:
			size += int64(len(body))
			switch {
			case size > limits.Memory:
				return format.Refuse(format.ErrLimit, "its list of sheets takes more than %d bytes", limits.Memory)
			case len(b.sheets) >= limits.Entries:
				return format.Refuse(format.ErrLimit, "it has more than %d sheets", limits.Entries)
			}
			return b.addSheet(body, targets)
		}
		return nil
	})
}

// addSheet adds the sheet of a BrtBundleSh ([MS-XLSB] 2.4.311). Sheets without cells, such as charts and modules of
// macros, are left out.
func (b *Book) addSheet(body []byte, targets map[string]zipped.Relation) error {
	const numbers, numbersOfBeta = 8, 12 // bytes before the texts; Excel 2007 had one more number before its release
	id, name, err := sheetTexts(body, numbers, b.parts.Limits.CellBytes)
	if err != nil {
		var none error
		if id, name, none = sheetTexts(body, numbersOfBeta, b.parts.Limits.CellBytes); none != nil {
			return format.At("list of sheets", err)
		}
	}
	if id == "" {
		return nil // a module of macros in a workbook that began as .xls
	}
	sh := sheet{Sheet: format.Sheet{Name: name, Index: len(b.sheets)}}
	switch field(body, 0) {
	case 1:
		sh.Visibility = format.Hidden
	case 2:
		sh.Visibility = format.VeryHidden
	}
	target := targets[id]
	if target.Kind != "worksheet" && strings.HasSuffix(strings.ToLower(target.Kind), "sheet") {
		return nil
	}
	sh.part = target.Target
	b.sheets = append(b.sheets, sh)
	return nil
}

// sheetTexts returns the relationship's id and the name that stand at an offset in a BrtBundleSh.
func sheetTexts(body []byte, offset, limit int) (id, name string, err error) {
	if len(body) < offset {
		return "", "", errShort()
	}
	wide, rest, err := wideString(body[offset:], limit)
	if err != nil {
		return "", "", err
	}
	id = string(biff.AppendUTF16(nil, wide))
	if wide, _, err = wideString(rest, limit); err != nil {
		return "", "", err
	}
	return id, string(biff.AppendUTF16(nil, wide)), nil
}

// Sheets returns the sheets in the order of the workbook.
func (b *Book) Sheets() []format.Sheet {
	list := make([]format.Sheet, len(b.sheets))
	for i, s := range b.sheets {
		list[i] = s.Sheet
	}
	return list
}

// openSheet opens the part of the sheet with that index.
func (b *Book) openSheet(ctx context.Context, index int) (*records, error) {
	part := b.sheets[index].part
	if part == "" {
		return nil, format.Refuse(format.ErrDamaged, "the part that holds it is missing")
	}
	return openRecords(ctx, b.parts, part, brtBeginSheet)
}
