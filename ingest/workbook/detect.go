package workbook

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"

	"nyckeltal/ingest/workbook/internal/format"
)

// kind is a kind of file, as its contents tell it.
type kind uint8

const (
	text      kind = iota // or none that is known
	zipped                // .xlsx and its sisters, .xlsb, .ods
	encrypted             // .xlsx and its sisters, protected by a password
	binaryXLS             // .xls
)

// ole is what the files in Microsoft's older container begin with.
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// detect tells the kind of a file, and refuses those that are told at once to be none that is read.
func detect(r io.ReaderAt, size int64) (kind, error) {
	var head [8]byte
	n, err := r.ReadAt(head[:], 0)
	switch {
	case size == 0:
		return text, format.Refuse(format.ErrEmpty, "")
	case err != nil && err != io.EOF:
		return text, err
	case bytes.HasPrefix(head[:n], []byte("PK")):
		return zipped, nil
	case string(head[:n]) == ole:
		return detectOLE(io.NewSectionReader(r, 0, size))
	case n >= 4 && head[0] == 9 && bytes.IndexByte([]byte{0, 2, 4, 8}, head[1]) >= 0 && head[3] == 0:
		return binaryXLS, nil // the records of an older .xls, without a container
	}
	return text, nil
}

// detectOLE tells which of the files in Microsoft's older container r is, by the names in its directory.
//
// The directory's entries are 128 bytes each and lie at multiples of 128; they begin with a name in UTF-16, its length
// in bytes at 64 and the entry's type, 2 for a stream, at 66.
func detectOLE(r io.Reader) (kind, error) {
	const streamType = 2
	var entry [128]byte
	for {
		if _, err := io.ReadFull(r, entry[:]); err != nil {
			return text, format.Refuse(format.ErrNotWorkbook, "it is a file of an older Microsoft program")
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
			return encrypted, nil
		case "Workbook", "Book":
			return binaryXLS, nil
		case "WordDocument", "PowerPoint Document":
			return text, format.Refuse(format.ErrNotWorkbook, "it is an old Word or PowerPoint file")
		}
	}
}
