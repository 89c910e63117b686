package xls

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// readGlobals reads what holds for all sheets. A sheet that stands alone holds it itself, before its cells.
func (b *Book) readGlobals(opt Options) error {
	r := b.records(0, b.size)
	id, data, err := r.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	v, kind, ok := parseBOF(id, data)
	if !ok {
		return format.Refuse(format.ErrDamaged, "it does not begin as a workbook does")
	}
	b.version = v
	g := globals{book: b, password: opt.Password, codes: map[int]cell.Kind{}}
	switch kind {
	case bofGlobals:
	case bofWorkspace:
		return format.Refuse(format.ErrUnsupported, "it is a workspace of Excel 4")
	case bofSheet:
		g.alone = true
		b.sheets = []sheet{{Sheet: format.Sheet{Name: opt.Name}, end: b.size}}
	default:
		return format.Refuse(format.ErrNotWorkbook, "it is a chart or a sheet of macros")
	}
	if err := g.read(r); err != nil {
		return err
	}
	b.formats = g.kinds()
	return g.endSheets()
}

// globals is what is found out before the sheets are read.
type globals struct {
	book     *Book
	password string
	alone    bool // one sheet is all there is
	codes    map[int]cell.Kind
	listed   int     // how many number formats there were so far
	formats  []int   // the number format of each cell format
	starts   []int64 // of all sheets, those that are left out among them
}

// read reads the records up to the end of the globals.
func (g *globals) read(r *records) error {
	for depth := 1; depth > 0; {
		id, data, err := r.next()
		switch {
		case errors.Is(err, io.EOF) && g.alone:
			return nil // this comes up again when the sheet itself is read
		case errors.Is(err, io.EOF):
			return format.Refuse(g.book.short, "it ends before its first sheet")
		case err != nil:
			return err
		case isBOF(id):
			depth++
		case id == recEOF:
			depth--
		case depth == 1:
			if err := g.record(r, id, data); err != nil {
				return err
			}
		}
	}
	return nil
}

// record reads a record.
func (g *globals) record(r *records, id uint16, data []byte) error {
	b := g.book
	switch id {
	case recFilePass:
		if err := b.unlock(data, g.password); err != nil {
			return err
		}
		r.cipher = b.locked.cipher()
	case recCodePage:
		if len(data) >= 2 {
			b.texts = newTextDecoder(int(binary.LittleEndian.Uint16(data)))
		}
	case recDateMode:
		b.date1904 = len(data) >= 2 && binary.LittleEndian.Uint16(data) == 1
	case recFormat, recFormat2:
		return g.numberFormat(data)
	case recXF, recXF3, recXF4:
		return g.cellFormat(id, data)
	case recBoundSheet:
		return g.boundSheet(data)
	case recSST:
		b.sst = r.place() - int64(headSize+len(data))
	}
	return nil
}

// boundSheet reads where a sheet lies ([MS-XLS] 2.4.28).
func (g *globals) boundSheet(data []byte) error {
	const worksheet = 0
	if len(data) < 6 {
		return short("the entry of a sheet", data)
	}
	b := g.book
	start := int64(binary.LittleEndian.Uint32(data))
	if len(g.starts) == b.limits.Entries {
		return format.Refuse(format.ErrLimit, "it has more than %d sheets", b.limits.Entries)
	}
	g.starts = append(g.starts, start)
	if data[5] != worksheet {
		return nil
	}
	name, err := b.appendText(nil, &continued{data: data[6:]}, 1)
	if err != nil {
		return err
	}
	s := sheet{Sheet: format.Sheet{Name: string(name), Index: len(b.sheets)}, start: start}
	switch data[4] & 3 {
	case 1:
		s.Visibility = format.Hidden
	case 2:
		s.Visibility = format.VeryHidden
	}
	b.sheets = append(b.sheets, s)
	return nil
}

// endSheets ends each sheet where the next one begins, so that no record belongs to two of them.
func (g *globals) endSheets() error {
	if g.alone {
		return nil
	}
	slices.Sort(g.starts)
	for i := range g.book.sheets {
		s := &g.book.sheets[i]
		next, _ := slices.BinarySearch(g.starts, s.start+1)
		if next > 1 && g.starts[next-2] == s.start {
			return format.Refuse(format.ErrDamaged, "two sheets lie in the same place, one of them is %q", s.Name)
		}
		if s.end = g.book.size; next < len(g.starts) {
			s.end = min(s.end, g.starts[next])
		}
	}
	return nil
}
