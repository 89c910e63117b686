package workbook

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole"
)

// kind is a kind of file, as its contents tell it.
type kind uint8

const (
	separated    kind = iota // values in a text, or what is not known
	zipped                   // .xlsx and its sisters, .xlsb, .ods
	encrypted                // .xlsx and its sisters, protected by a password
	binaryXLS                // .xls
	webPage                  // HTML
	webArchive               // MHTML
	xmlWorkbook              // XML spreadsheet of Excel 2003
	flatDocument             // .fods
)

// headSize is how much of a file is looked at to tell its kind, in bytes.
const headSize = 4 << 10

// detect tells the kind of a file, and refuses those that are told at once to be none that is read.
func detect(r io.ReaderAt, size int64) (kind, error) {
	head := make([]byte, min(size, headSize))
	_, err := r.ReadAt(head, 0)
	switch {
	case size == 0:
		return separated, format.Refuse(format.ErrEmpty, "")
	case err != nil && err != io.EOF:
		return separated, err
	case isZip(head):
		return zipped, nil
	case bytes.HasPrefix(head, []byte(ole.Signature)):
		return detectOLE(io.NewSectionReader(r, 0, size))
	case isBareXLS(head):
		return binaryXLS, nil
	}
	if err := refuseOther(head); err != nil {
		return separated, err
	}
	return detectText(head)
}

// isZip tells whether a file begins with a part of a zip file or with its directory. PK alone may begin a text.
func isZip(head []byte) bool {
	return len(head) >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] < ' ' && head[3] < ' '
}

// isBareXLS tells whether a file begins with the first record of an older .xls that has no container: BOF of BIFF2 to BIFF5.
func isBareXLS(head []byte) bool {
	return len(head) >= 4 && head[0] == 9 && bytes.IndexByte([]byte{0, 2, 4, 8}, head[1]) >= 0 &&
		bytes.IndexByte([]byte{4, 6, 8, 16}, head[2]) >= 0 && head[3] == 0
}

// signature is what files of another kind have at an offset.
type signature struct {
	offset int
	mark   string
	kind   error
	says   string
}

// signatures tell apart the files that people take for workbooks.
var signatures = []signature{
	{0, "%PDF-", format.ErrNotWorkbook, "it is a PDF file"},
	{0, `{\rtf`, format.ErrNotWorkbook, "it is a text document (RTF)"},
	{0, "\x89PNG\r\n\x1a\n", format.ErrNotWorkbook, "it is a picture (PNG)"},
	{0, "\xff\xd8\xff", format.ErrNotWorkbook, "it is a picture (JPEG)"},
	{0, "GIF87a", format.ErrNotWorkbook, "it is a picture (GIF)"},
	{0, "GIF89a", format.ErrNotWorkbook, "it is a picture (GIF)"},
	{0, "II*\x00", format.ErrNotWorkbook, "it is a picture (TIFF)"},
	{0, "MM\x00*", format.ErrNotWorkbook, "it is a picture (TIFF)"},
	{0, "\x1f\x8b", format.ErrUnsupported, "it is a compressed file (gzip) that has to be unpacked first"},
	{4, "1AY&SY", format.ErrUnsupported, "it is a compressed file (bzip2) that has to be unpacked first"},
	{0, "\xfd7zXZ\x00", format.ErrUnsupported, "it is a compressed file (xz) that has to be unpacked first"},
	{0, "\x28\xb5\x2f\xfd", format.ErrUnsupported, "it is a compressed file (zstd) that has to be unpacked first"},
	{0, "7z\xbc\xaf\x27\x1c", format.ErrUnsupported, "it is a compressed archive (7z) that has to be unpacked first"},
	{0, "Rar!\x1a\x07", format.ErrUnsupported, "it is a compressed archive (RAR) that has to be unpacked first"},
	{257, "ustar\x00", format.ErrUnsupported, "it is an archive (tar) that has to be unpacked first"},
	{257, "ustar  \x00", format.ErrUnsupported, "it is an archive (tar) that has to be unpacked first"},
	{0, "PAR1\x15", format.ErrUnsupported, "it is a Parquet file"},
	{0, "SQLite format 3\x00", format.ErrUnsupported, "it is a database (SQLite)"},
	{0, "\x00\x01\x00\x00Standard ", format.ErrUnsupported, "it is a database (Access)"},
	{0, "\x00\x00\x02\x00", format.ErrUnsupported, "it is a workbook of Lotus 1-2-3, Quattro Pro or Works"},
	{0, "\xff\x00\x02\x00", format.ErrUnsupported, "it is a workbook of Works"},
	{0, "\x00\x00\x1a\x00", format.ErrUnsupported, "it is a workbook of Lotus 1-2-3"},
	{0, "TABLE\r\n0,1\r\n", format.ErrUnsupported, "it is a file in the data interchange format (DIF)"},
	{0, "TABLE\n0,1\n", format.ErrUnsupported, "it is a file in the data interchange format (DIF)"},
}

// refuseOther refuses files that begin as those of another kind do.
func refuseOther(head []byte) error {
	for _, s := range signatures {
		if len(head) > s.offset && bytes.HasPrefix(head[s.offset:], []byte(s.mark)) {
			return format.Refuse(s.kind, "%s", s.says)
		}
	}
	if isDBF(head) {
		return format.Refuse(format.ErrUnsupported, "it is a table of dBase or FoxPro (DBF)")
	}
	return nil
}

// isDBF tells whether a file begins with the header of a dBase table: a version, a date of which the month and the day are
// possible, and lengths of header and record with bytes of 0 that no text has.
func isDBF(head []byte) bool {
	versions := []byte{0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8c, 0xcb, 0xe5, 0xf5, 0xfb}
	return len(head) >= 32 && bytes.IndexByte(versions, head[0]) >= 0 && head[2]-1 < 12 && head[3]-1 < 31 &&
		string(head[12:14]) == "\x00\x00" && binary.LittleEndian.Uint16(head[8:]) > 32 && binary.LittleEndian.Uint16(head[10:]) > 0
}

// detectOLE tells which of the files in Microsoft's older container r is, by the names in its directory, in which upper and
// lower case are the same.
//
// The directory's entries are 128 bytes each and lie at multiples of 128; they begin with a name in UTF-16, its length
// in bytes at 64 and the entry's type, 2 for a stream, at 66.
func detectOLE(r io.Reader) (kind, error) {
	const streamType = 2
	var entry [128]byte
	for {
		if _, err := io.ReadFull(r, entry[:]); err != nil {
			return separated, format.Refuse(format.ErrNotWorkbook, "it is a file of an older Microsoft program")
		}
		length := int(binary.LittleEndian.Uint16(entry[64:]))
		if entry[66] != streamType || length < 2 || length > 64 {
			continue
		}
		name := make([]uint16, length/2-1)
		for i := range name {
			name[i] = binary.LittleEndian.Uint16(entry[2*i:])
		}
		switch strings.ToLower(string(utf16.Decode(name))) {
		case "encryptedpackage":
			return encrypted, nil
		case "workbook", "book":
			return binaryXLS, nil
		case "worddocument", "powerpoint document":
			return separated, format.Refuse(format.ErrNotWorkbook, "it is an old Word or PowerPoint file")
		case "nativecontent_main", "perfectoffice_main":
			return separated, format.Refuse(format.ErrUnsupported, "it is a workbook of Quattro Pro")
		}
	}
}
