package xlsb

import (
	"context"
	"encoding/binary"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/biff"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/numfmt"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// maxFormats is how many cell formats cells can refer to.
const maxFormats = 1 << 24

// styles gathers what the cell formats make of a number.
type styles struct {
	limit   int // of a text, in bytes
	codes   map[uint16]cell.Kind
	inside  bool // the list of cell formats, as opposed to that of named styles
	formats []cell.Kind
}

// readStyles returns, for each cell format of the part, what it makes of a number. There need be no such part.
func readStyles(parts *zipped.Container, part string) ([]cell.Kind, error) {
	if !parts.Has(part) {
		return nil, nil
	}
	s := styles{limit: parts.Limits.CellBytes, codes: map[uint16]cell.Kind{}}
	err := each(context.Background(), parts, part, brtBeginStyles, brtEndStyles, s.record)
	return s.formats, format.At("styles", err)
}

// record reads a BrtFmt ([MS-XLSB] 2.4.697) or a BrtXF (2.4.862).
func (s *styles) record(id int, body []byte) error {
	switch id {
	case brtBeginCellXFs:
		s.inside = true
	case brtEndCellXFs:
		s.inside = false
	case brtFmt:
		if len(body) < 2 {
			return errShort()
		}
		code, _, err := wideString(body[2:], s.limit)
		if err != nil {
			return err
		}
		s.codes[binary.LittleEndian.Uint16(body)] = numfmt.Kind(string(biff.AppendUTF16(nil, code)))
	case brtXF:
		if s.inside {
			return s.add(body)
		}
	}
	return nil
}

// add adds the cell format of a BrtXF, whose second 16 bits are the number of its number format.
func (s *styles) add(body []byte) error {
	if len(body) < 4 {
		return errShort()
	}
	if len(s.formats) >= maxFormats {
		return format.Refuse(format.ErrDamaged, "there are more than %d cell formats", maxFormats)
	}
	id := binary.LittleEndian.Uint16(body[2:])
	kind, ok := s.codes[id]
	if !ok {
		kind = numfmt.Builtin(int(id))
	}
	s.formats = append(s.formats, kind)
	return nil
}
