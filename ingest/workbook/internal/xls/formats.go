package xls

import (
	"encoding/binary"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/numfmt"
)

// maxFormats is how many cell formats or number formats a workbook can have: more cannot be referred to.
const maxFormats = 1 << 16

// numberFormat reads a number format ([MS-XLS] 2.4.126). Up to BIFF4 they are numbered as they come, and the file lists
// all of them.
func (g *globals) numberFormat(data []byte) error {
	number := g.listed
	if g.listed++; g.listed > maxFormats {
		return format.Refuse(format.ErrDamaged, "it has more than %d number formats", maxFormats)
	}
	if g.book.version >= biff4 {
		if len(data) < 2 {
			return short("a number format", data)
		}
		if g.book.version >= biff5 {
			number = int(binary.LittleEndian.Uint16(data))
		}
		data = data[2:]
	}
	code, err := g.formatCode(data)
	if err != nil {
		return err
	}
	g.codes[number] = numfmt.Kind(string(code))
	return nil
}

// formatCode reads the code of a number format. There are programs that count one character too many in it.
func (g *globals) formatCode(data []byte) ([]byte, error) {
	if g.book.version < biff8 {
		return g.book.appendText(nil, &continued{data: data}, 1)
	}
	if len(data) < 3 {
		return nil, short("the code of a number format", data)
	}
	length, flags, text := int(binary.LittleEndian.Uint16(data)), data[2], data[3:]
	if flags&isWide != 0 {
		return biff.AppendUTF16(nil, text[:min(2*length, len(text))]), nil
	}
	return appendLatin1(nil, text[:min(length, len(text))]), nil
}

// cellFormat reads which number format a cell format has ([MS-XLS] 2.4.353).
func (g *globals) cellFormat(id uint16, data []byte) error {
	if len(data) < 4 {
		return short("a cell format", data)
	}
	number := int(data[1])
	if id == recXF {
		number = int(binary.LittleEndian.Uint16(data[2:]))
	}
	if g.formats = append(g.formats, number); len(g.formats) > maxFormats {
		return format.Refuse(format.ErrDamaged, "it has more than %d cell formats", maxFormats)
	}
	return nil
}

// kinds returns, for each cell format, what it makes of a number. The cells of BIFF2 name their number format themselves.
func (g *globals) kinds() []cell.Kind {
	if g.book.version == biff2 {
		g.formats = nil
		for number := range g.listed {
			g.formats = append(g.formats, number)
		}
	}
	kinds := make([]cell.Kind, len(g.formats))
	for i, number := range g.formats {
		kind, ok := g.codes[number]
		switch {
		case ok:
		case g.book.version >= biff5:
			kind = numfmt.Builtin(number)
		default:
			kind = cell.Number
		}
		kinds[i] = kind
	}
	return kinds
}
