package ole

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"nyckeltal/ingest/workbook/internal/format"
)

// entrySize is the size of an entry of the directory, in bytes.
const entrySize = 128

// streamEntry is the type of the entries of streams.
const streamEntry = 2

// entry is an entry of the directory ([MS-CFB] 2.6). The entries of a folder form a tree.
type entry struct {
	name  string
	kind  byte
	left  uint32 // in the tree of the folder that it lies in
	right uint32
	child uint32 // the root of the tree of what lies in it
	first uint32 // sector
	size  int64
}

// entry reads the entry with that number.
func (f *File) entry(number uint32) (entry, error) {
	var b [entrySize]byte
	if err := readFull(f.directory, b[:], int64(number)*entrySize); err != nil {
		return entry{}, damaged("its directory ends before entry %d", number)
	}
	e := entry{
		kind:  b[66],
		left:  binary.LittleEndian.Uint32(b[68:]),
		right: binary.LittleEndian.Uint32(b[72:]),
		child: binary.LittleEndian.Uint32(b[76:]),
		first: binary.LittleEndian.Uint32(b[116:]),
		size:  int64(binary.LittleEndian.Uint32(b[120:])), // the upper half is used in files of more than 2 GB only
	}
	length := int(binary.LittleEndian.Uint16(b[64:])) // with the zero at the end
	name := make([]uint16, 0, 32)
	for i := 0; i+2 < min(length, 64); i += 2 {
		name = append(name, binary.LittleEndian.Uint16(b[i:]))
	}
	e.name = string(utf16.Decode(name))
	return e, nil
}

// Stream returns the stream that lies at the top of the file with the first of these names that is there, or nil if none
// is. Upper and lower case are the same.
func (f *File) Stream(names ...string) (*Stream, error) {
	found := map[string]entry{}
	err := f.walk(func(e *entry) {
		if e.kind == streamEntry {
			found[strings.ToLower(e.name)] = *e
		}
	})
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		e, ok := found[strings.ToLower(name)]
		switch {
		case !ok:
			continue
		case e.size < miniCutoff:
			return f.miniChain(e.first, e.size)
		}
		return f.chain(e.first, e.size)
	}
	return nil, nil
}

// walk calls visit for each entry at the top of the file.
func (f *File) walk(visit func(*entry)) error {
	seen := map[uint32]bool{}
	for pending := []uint32{f.root.child}; len(pending) > 0; {
		number := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if number > lastRegular || seen[number] {
			continue
		}
		seen[number] = true
		if len(seen) > f.limits.Entries {
			return format.Refuse(format.ErrLimit, "it holds more than %d streams", f.limits.Entries)
		}
		e, err := f.entry(number)
		if err != nil {
			return err
		}
		visit(&e)
		pending = append(pending, e.left, e.right)
	}
	return nil
}
