package ole

import (
	"encoding/binary"

	"nyckeltal/ingest/workbook/internal/format"
)

// readFAT reads the table of the chains of sectors ([MS-CFB] 2.3). The sectors that it lies in are listed in the header
// and in a chain of sectors of their own, whose last numbers lead to the next ([MS-CFB] 2.5).
func (f *File) readFAT() error {
	if err := f.addToFAT(f.header[76:]); err != nil {
		return err
	}
	next := f.headerField(68)
	list := make([]byte, f.sector)
	for n := int64(0); next <= lastRegular && int64(len(f.fat)) < f.sectors; n++ {
		if n > f.sectors {
			return damaged("the list of its table of sectors runs in a circle")
		}
		if err := f.readSector(list, next); err != nil {
			return err
		}
		end := len(list) - 4
		if err := f.addToFAT(list[:end]); err != nil {
			return err
		}
		next = binary.LittleEndian.Uint32(list[end:])
	}
	return nil
}

// addToFAT reads the sectors of the table whose numbers are listed, as long as the file has sectors that they tell of.
func (f *File) addToFAT(list []byte) error {
	part := make([]byte, f.sector)
	for ; len(list) >= 4 && int64(len(f.fat)) < f.sectors; list = list[4:] {
		number := binary.LittleEndian.Uint32(list)
		if number > lastRegular {
			continue // this place of the list is free
		}
		if err := f.readSector(part, number); err != nil {
			return err
		}
		if int64(len(f.fat))*4 > f.limits.Memory {
			return format.Refuse(format.ErrLimit, "its table of sectors takes more than %d bytes", f.limits.Memory)
		}
		for i := 0; i < len(part); i += 4 {
			f.fat = append(f.fat, binary.LittleEndian.Uint32(part[i:]))
		}
	}
	return nil
}

// readSector reads a whole sector.
func (f *File) readSector(b []byte, number uint32) error {
	if err := readFull(f.r, b, f.offset(number)); err != nil {
		return format.Refuse(format.ErrTruncated, "sector %d lies behind its end", number).Because(err)
	}
	return nil
}

// offset returns where a sector begins in the file. The header takes the place of one sector.
func (f *File) offset(number uint32) int64 { return (int64(number) + 1) * f.sector }

// unknownSize is the size of a chain that its end tells.
const unknownSize = -1

// chain returns the stream of that size whose first sector is given.
func (f *File) chain(first uint32, size int64) (*Stream, error) {
	s := &Stream{r: f.r}
	seen := newNumberSet(f.sectors)
	for number := first; s.size != size; {
		if number == endOfChain && size == unknownSize {
			return s, nil
		}
		if number > lastRegular {
			return nil, damaged("a stream of %d bytes ends after %d", size, s.size)
		}
		length := f.sector
		if size != unknownSize {
			length = min(length, size-s.size)
		}
		if f.offset(number)+length > f.size {
			return nil, format.Refuse(format.ErrTruncated, "sector %d lies behind its end", number)
		}
		if !seen.add(number) {
			return nil, damaged("a chain of sectors runs in a circle at sector %d", number)
		}
		s.add(f.offset(number), length)
		if int64(len(s.extents))*extentSize > f.limits.Memory {
			return nil, format.Refuse(format.ErrLimit, "a stream lies in more than %d pieces", len(s.extents)-1)
		}
		if int64(number) >= int64(len(f.fat)) {
			return nil, damaged("its table of sectors ends before sector %d", number)
		}
		number = f.fat[number]
	}
	return s, nil
}

// miniChain returns the small stream of that size whose first small sector is given. The small sectors lie in a stream of
// their own, and so does the table of their chains ([MS-CFB] 2.4).
func (f *File) miniChain(first uint32, size int64) (*Stream, error) {
	sectors, err := f.chain(f.root.first, f.root.size)
	if err != nil {
		return nil, err
	}
	table, err := f.chain(f.headerField(60), unknownSize)
	if err != nil {
		return nil, err
	}
	s := &Stream{r: sectors}
	seen := newNumberSet(sectors.size/miniSector + 1)
	var next [4]byte
	for number := first; s.size < size; number = binary.LittleEndian.Uint32(next[:]) {
		at := int64(number) * miniSector
		length := min(miniSector, size-s.size)
		if at+length > sectors.size {
			return nil, damaged("a small stream of %d bytes ends after %d", size, s.size)
		}
		if !seen.add(number) {
			return nil, damaged("a chain of small sectors runs in a circle at sector %d", number)
		}
		s.add(at, length)
		if err := readFull(table, next[:], int64(number)*4); err != nil {
			return nil, damaged("its table of small sectors ends before sector %d", number).Because(err)
		}
	}
	return s, nil
}

// numberSet is a set of numbers from 0 on.
type numberSet []uint64

// newNumberSet returns an empty set for numbers below n.
func newNumberSet(n int64) numberSet { return make(numberSet, n/64+1) }

// add adds a number, and returns whether it was not there before.
func (s numberSet) add(number uint32) bool {
	word, bit := &s[number/64], uint64(1)<<(number%64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}
