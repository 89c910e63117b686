package xls

import (
	"encoding/binary"
	"errors"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
)

// The records that are read ([MS-XLS] 2.3; those of BIFF2 to BIFF4 as OpenOffice.org's documentation of the Excel file
// format has them). All others are passed over.
const (
	recBlank2      = 0x0001 // those with a 2 at their end stand in BIFF2 only
	recInteger2    = 0x0002
	recNumber2     = 0x0003
	recLabel2      = 0x0004
	recBoolErr2    = 0x0005
	recFormula     = 0x0006 // BIFF2, BIFF5, BIFF8
	recString2     = 0x0007
	recRow2        = 0x0008
	recBOF2        = 0x0009
	recEOF         = 0x000a
	recFormat2     = 0x001e // BIFF2, BIFF3
	recDateMode    = 0x0022
	recColWidth2   = 0x0024
	recFilePass    = 0x002f
	recContinue    = 0x003c
	recCodePage    = 0x0042
	recColInfo     = 0x007d
	recBoundSheet  = 0x0085
	recSheetHeader = 0x008f // BIFF4
	recMulRK       = 0x00bd
	recMulBlank    = 0x00be
	recRString     = 0x00d6
	recXF          = 0x00e0 // BIFF5, BIFF8
	recMergedCells = 0x00e5
	recSST         = 0x00fc
	recLabelSST    = 0x00fd
	recBlank       = 0x0201
	recNumber      = 0x0203
	recLabel       = 0x0204
	recBoolErr     = 0x0205
	recFormula3    = 0x0206
	recString      = 0x0207
	recRow         = 0x0208
	recBOF3        = 0x0209
	recXF3         = 0x0243
	recRK          = 0x027e
	recFormula4    = 0x0406
	recBOF4        = 0x0409
	recFormat      = 0x041e // BIFF4, BIFF5, BIFF8
	recXF4         = 0x0443
	recBOF         = 0x0809 // BIFF5, BIFF8
)

const (
	// headSize is the size of what stands before the data of a record: its type and its size.
	headSize = 4
	// bufferSize is how much of a stream is held at a time: it holds any record.
	bufferSize = 128 << 10
)

// records reads one record after the other.
type records struct {
	src    io.ReaderAt
	at     int64 // in src, of what follows the window
	end    int64 // in src
	buf    []byte
	window []byte // the part of buf that has not been read yet
	short  error  // the kind of refusal when a record ends behind the end
	cipher cipher // nil when they are not encrypted
}

// next reads the next record. Its data are valid until the next call. At the end it returns io.EOF.
func (r *records) next() (id uint16, data []byte, err error) {
	if err := r.need(headSize); err != nil {
		return 0, nil, err
	}
	id = binary.LittleEndian.Uint16(r.window)
	size := headSize + int(binary.LittleEndian.Uint16(r.window[2:]))
	if err := r.need(size); err != nil {
		if errors.Is(err, io.EOF) {
			err = format.Refuse(r.short, "a record of %d bytes ends behind the end of what it lies in", size)
		}
		return 0, nil, err
	}
	data = r.window[headSize:size]
	if r.cipher != nil {
		r.cipher.decrypt(data, plainSize(id, data), r.place()+headSize)
	}
	r.window = r.window[size:]
	return id, data, nil
}

// follows tells whether the next record is of that type. What keeps it from telling, next returns.
func (r *records) follows(id uint16) bool {
	return r.need(headSize) == nil && binary.LittleEndian.Uint16(r.window) == id
}

// place returns where in src the next record begins.
func (r *records) place() int64 { return r.at - int64(len(r.window)) }

// need sees to it that the window holds n bytes. It returns io.EOF if there are not so many.
func (r *records) need(n int) error {
	if len(r.window) >= n {
		return nil
	}
	if r.at >= r.end {
		return io.EOF
	}
	if r.buf == nil {
		r.buf = make([]byte, min(bufferSize, r.end-r.at))
	}
	kept := copy(r.buf, r.window)
	size := min(int64(len(r.buf)-kept), r.end-r.at)
	got, err := r.src.ReadAt(r.buf[kept:kept+int(size)], r.at)
	r.at += int64(got)
	r.window = r.buf[:kept+got]
	switch {
	case int64(got) == size && len(r.window) >= n:
		return nil
	case int64(got) == size, err == io.EOF:
		return io.EOF
	}
	return err
}
