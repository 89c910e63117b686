// Package ole reads streams out of Microsoft's older container of files, the compound file ([MS-CFB]), in which .xls
// workbooks lie. It holds nothing of a stream in memory but where its pieces lie.
package ole

import (
	"encoding/binary"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
)

// Signature is what a compound file begins with.
const Signature = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

const (
	headerSize = 512
	// miniSector is the size of the pieces of small streams, in bytes.
	miniSector = 64
	// miniCutoff is the size from which on a stream is not small.
	miniCutoff = 4096
)

// Numbers of sectors that stand for something else.
const (
	lastRegular = 0xfffffffa
	endOfChain  = 0xfffffffe
)

// File is an open compound file.
type File struct {
	r       io.ReaderAt
	size    int64
	limits  format.Limits
	sector  int64 // its size in bytes
	sectors int64 // how many the file has room for, the last one perhaps in part
	header  [headerSize]byte
	fat     []uint32 // by sector, the one that follows it in its chain

	directory *Stream
	root      entry
}

// Open reads what tells where the streams of a compound file of that size lie. The file reads from r until it is no
// longer used.
func Open(r io.ReaderAt, size int64, limits format.Limits) (*File, error) {
	f := &File{r: r, size: size, limits: limits}
	if err := readFull(r, f.header[:], 0); err != nil {
		return nil, format.Refuse(format.ErrTruncated, "it ends within its header").Because(err)
	}
	shift := binary.LittleEndian.Uint16(f.header[30:])
	if string(f.header[:8]) != Signature || shift != 9 && shift != 12 {
		return nil, damaged("its header is none of a compound file")
	}
	f.sector = 1 << shift
	f.sectors = (size - 1) / f.sector // the header takes the place of one
	if err := f.readFAT(); err != nil {
		return nil, err
	}
	var err error
	if f.directory, err = f.chain(f.headerField(48), unknownSize); err != nil {
		return nil, err
	}
	f.root, err = f.entry(0)
	return f, err
}

// headerField returns the number at that place of the header.
func (f *File) headerField(at int) uint32 { return binary.LittleEndian.Uint32(f.header[at:]) }

// readFull fills b from r, and returns io.ErrUnexpectedEOF if r ends before that.
func readFull(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	switch {
	case n == len(b):
		return nil
	case err == io.EOF:
		return io.ErrUnexpectedEOF
	}
	return err
}

// damaged is the refusal of a file that contradicts its format.
func damaged(detail string, args ...any) *format.Error {
	return format.Refuse(format.ErrDamaged, detail, args...)
}
