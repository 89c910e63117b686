package workbook

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"

	"nyckeltal/ingest/workbook/internal/format"
)

// kind is a kind of file, as its first bytes tell it.
type kind uint8

const (
	other  kind = iota // text, or none that is known
	zipped             // .xlsx and its sisters, .ods
)

// detect tells the kind of a file, and refuses those that are told at once to be none that is read.
func detect(r io.ReaderAt, size int64) (kind, error) {
	var head [8]byte
	n, err := r.ReadAt(head[:], 0)
	switch {
	case size == 0:
		return other, format.Refuse(format.ErrEmpty, "")
	case err != nil && err != io.EOF:
		return other, err
	case bytes.HasPrefix(head[:n], []byte("PK")):
		return zipped, nil
	case bytes.HasPrefix(head[:n], []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return other, refuseOLE(io.NewSectionReader(r, 0, size))
	}
	return other, nil
}

// refuseOLE tells which of the files in Microsoft's older container r is, by the names in its directory.
//
// The directory's entries are 128 bytes each and lie at multiples of 128; they begin with a name in UTF-16, its length
// in bytes at 64 and the entry's type, 2 for a stream, at 66.
func refuseOLE(r io.Reader) error {
	const streamType = 2
	var entry [128]byte
	for {
		if _, err := io.ReadFull(r, entry[:]); err != nil {
			return format.Refuse(format.ErrNotWorkbook, "it is a file of an older Microsoft program")
		}
		length := int(binary.LittleEndian.Uint16(entry[64:]))
		if entry[66] != streamType || length < 2 || length > 64 {
			continue
		}
		name := make([]uint16, length/2-1)
		for i := range name {
			name[i] = binary.LittleEndian.Uint16(entry[2*i:])
		}
		switch string(utf16.Decode(name)) {
		case "EncryptedPackage":
			return format.Refuse(format.ErrEncrypted, "")
		case "Workbook", "Book":
			return format.Refuse(format.ErrUnsupported, "it is an old Excel file (.xls)")
		case "WordDocument", "PowerPoint Document":
			return format.Refuse(format.ErrNotWorkbook, "it is an old Word or PowerPoint file")
		}
	}
}
