package xls

import (
	"encoding/binary"

	"nyckeltal/ingest/workbook/internal/format"
)

// version is the generation of the format that a stream is written in.
type version int

// BIFF5 is that of Excel 5 and 95, BIFF8 that of Excel 97 to 2003. Each before them had its own.
const (
	biff2 version = 2
	biff3 version = 3
	biff4 version = 4
	biff5 version = 5
	biff8 version = 8
)

// What a BOF record begins ([MS-XLS] 2.4.21).
const (
	bofGlobals   = 0x0005
	bofSheet     = 0x0010
	bofWorkspace = 0x0100 // a BIFF4 workbook of several sheets
)

// parseBOF reads a record that begins a substream: the version that it says, and what it begins.
func parseBOF(id uint16, data []byte) (v version, kind uint16, ok bool) {
	if len(data) < 4 {
		return 0, 0, false
	}
	switch id {
	case recBOF2:
		v = biff2
	case recBOF3:
		v = biff3
	case recBOF4:
		v = biff4
	case recBOF:
		switch said := binary.LittleEndian.Uint16(data); said {
		case 0x0200, 0x0300, 0x0400:
			v = version(said >> 8)
		case 0x0600:
			v = biff8
		default:
			v = biff5
		}
	default:
		return 0, 0, false
	}
	return v, binary.LittleEndian.Uint16(data[2:]), true
}

// isBOF tells whether a record begins a substream.
func isBOF(id uint16) bool { return id == recBOF || id == recBOF2 || id == recBOF3 || id == recBOF4 }

// short is the refusal of a record that is too small for what it has to hold.
func short(what string, data []byte) error {
	return format.Refuse(format.ErrDamaged, "%s takes %d bytes only", what, len(data))
}
