package xlsb

import (
	"context"
	"encoding/binary"
	"errors"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/pump"
	"nyckeltal/ingest/workbook/internal/zipped"
)

// maxHeader is how many bytes the type and the size of a record take at most.
const maxHeader = 6

// maxPrefix is more than the bytes that stand before the text of a record, or in a record without one.
const maxPrefix = 64

// records reads the records of one part while the next ones are being inflated. It is used by one goroutine and has to
// be closed.
type records struct {
	part string // its name, for messages
	pump *pump.Pump
	rest []byte // the end of the pump's window, from the next record on
	last bool   // the pump has no more than that
	held int    // how much of a record is handed out at most
	skip int    // bytes of the last record, before the next one, that have not been handed out
}

// openRecords opens a part, which has to begin with a record of that type.
func openRecords(ctx context.Context, parts *zipped.Container, part string, begin int) (*records, error) {
	packed, err := parts.Open(part)
	if err != nil {
		return nil, err
	}
	r := &records{part: part, held: 2*parts.Limits.CellBytes + maxPrefix}
	r.pump = pump.Start(ctx, packed, parts.ChunkOf(part), int(parts.Limits.Memory))
	if err := r.begin(begin); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// begin reads the first record, which has to be of that type.
func (r *records) begin(id int) error {
	if err := r.fill(maxHeader); err != nil {
		return err
	}
	if found, _, n := header(r.rest); n > 0 && found != id {
		return format.Refuse(format.ErrDamaged, "the part %s begins with a record of type %d instead of %d", r.part, found,
			id)
	}
	_, _, err := r.next()
	return err
}

// each opens a part and calls visit for each record between the one that begins it and the one that ends it.
func each(ctx context.Context, parts *zipped.Container, part string, begin, end int,
	visit func(id int, body []byte) error,
) error {
	r, err := openRecords(ctx, parts, part, begin)
	if err != nil {
		return err
	}
	defer r.close()
	for {
		id, body, err := r.next()
		switch {
		case err != nil:
			return err
		case id == end:
			return r.finish()
		}
		if err := visit(id, body); err != nil {
			return err
		}
	}
}

// next returns the type of the next record and what it holds, which is valid until the next call. Of a record that is
// larger than a cell may be it is the beginning only. Records of later versions, which older ones are told to leave
// alone, are left out.
func (r *records) next() (id int, body []byte, err error) {
	id, body, err = r.record()
	if id != brtFRTBegin || err != nil {
		return id, body, err
	}
	for depth := 1; depth > 0; {
		id, _, err := r.record()
		switch {
		case err != nil:
			return 0, nil, err
		case id == brtFRTBegin:
			depth++
		case id == brtFRTEnd:
			depth--
		}
	}
	return brtFRTEnd, nil, nil
}

// record returns the next record, whatever it is.
func (r *records) record() (id int, body []byte, err error) {
	id, size, n := header(r.rest)
	if n == 0 || r.skip > 0 || len(r.rest)-n < size {
		return r.recordInPieces()
	}
	body = r.rest[n : n+size]
	r.rest = r.rest[n+size:]
	return id, body, nil
}

// recordInPieces returns the next record if it is not wholly at hand.
func (r *records) recordInPieces() (id int, body []byte, err error) {
	if err := r.discard(); err != nil {
		return 0, nil, err
	}
	if err := r.fill(maxHeader); err != nil {
		return 0, nil, err
	}
	id, size, n := header(r.rest)
	switch {
	case n == 0 && len(r.rest) < maxHeader:
		return 0, nil, r.errEnd()
	case n == 0:
		return 0, nil, format.Refuse(format.ErrDamaged, "the part %s holds something else than records", r.part)
	}
	r.rest = r.rest[n:]
	held := min(size, r.held)
	if err := r.fill(held); err != nil {
		return 0, nil, err
	}
	if len(r.rest) < held {
		return 0, nil, r.errEnd()
	}
	body, r.rest = r.rest[:held], r.rest[held:]
	r.skip = size - held
	return id, body, nil
}

// discard drops what is left of the last record.
func (r *records) discard() error {
	for r.skip > len(r.rest) {
		r.skip -= len(r.rest)
		r.rest = nil
		if r.last {
			return r.errEnd()
		}
		if err := r.more(); err != nil {
			return err
		}
	}
	r.rest = r.rest[r.skip:]
	r.skip = 0
	return nil
}

// fill makes that many bytes be at hand, or all that are left.
func (r *records) fill(n int) error {
	for len(r.rest) < n && !r.last {
		if err := r.more(); err != nil {
			return err
		}
	}
	return nil
}

// more makes more bytes be at hand, or notes that there are none.
func (r *records) more() error {
	err := r.pump.More(len(r.rest))
	r.rest = r.pump.Window()
	if errors.Is(err, io.EOF) {
		r.last = true
		return nil
	}
	return err
}

// errEnd refuses a part that ends before its last record does.
func (r *records) errEnd() error {
	return format.Refuse(format.ErrDamaged, "the part %s ends in the middle", r.part)
}

// finish reads what follows the last record, so that the part's checksum is verified.
func (r *records) finish() error { return r.pump.Drain() }

// close ends the reading.
func (r *records) close() { r.pump.Close() }

// header reads the header of a record ([MS-XLSB] 2.1.4): its type in up to two bytes and its size in up to four, of
// seven bits each, lower ones first, with the eighth bit set if another one follows. It returns how many bytes that
// takes, or 0 if it is none or not wholly there.
func header(b []byte) (id, size, n int) {
	if len(b) < 2 {
		return 0, 0, 0
	}
	id, n = int(b[0]), 1
	if id >= 0x80 {
		id = id&0x7f | int(b[1])<<7
		n = 2
		if b[1] >= 0x80 {
			return 0, 0, 0
		}
	}
	for shift := 0; n < len(b) && shift < 28; shift += 7 {
		c := b[n]
		size |= int(c&0x7f) << shift
		n++
		if c < 0x80 {
			return id, size, n
		}
	}
	return 0, 0, 0
}

// field returns the 32 bits that stand at an offset which is known to be there.
func field(body []byte, offset int) uint32 { return binary.LittleEndian.Uint32(body[offset:]) }
