package load

import (
	"encoding/binary"
	"math"
	"strings"

	"nyckeltal/transform/record"
)

// dictionary is a column of texts that repeat: each is held once, and every row has a number of one.
type dictionary struct {
	numbers map[string]uint32
	names   []string // by their numbers
	texts   texts    // the same, as they are sent
	rows    []uint32
	last    uint32 // number of the row before: codes often come sorted, and sheets one after the other
}

func newDictionary() *dictionary {
	d := &dictionary{numbers: make(map[string]uint32)}
	d.reset()
	return d
}

func (d *dictionary) add(v *record.Value) string {
	if v.Str != d.names[d.last] {
		d.last = d.number(v.Str)
	}
	d.rows = append(d.rows, d.last)
	return ""
}

// number returns the number of a text, which may stand in a buffer of the reader.
func (d *dictionary) number(text string) uint32 {
	n, ok := d.numbers[text]
	if !ok {
		n = uint32(len(d.names))
		name := strings.Clone(text)
		d.numbers[name] = n
		d.names = append(d.names, name)
		d.texts.append(name)
	}
	return n
}

// The parts of the word that a dictionary begins with: its texts follow, they replace earlier ones, and the size of the
// numbers.
const (
	textsFollow   = 1 << 9
	textsAreNew   = 1 << 10
	numbersOfByte = 0
	numbersOf16   = 1
	numbersOf32   = 2
)

func (d *dictionary) encode(dst []byte) []byte {
	size := uint64(numbersOf32)
	switch {
	case len(d.names) <= math.MaxUint8:
		size = numbersOfByte
	case len(d.names) <= math.MaxUint16:
		size = numbersOf16
	}
	dst = binary.LittleEndian.AppendUint64(dst, textsFollow|textsAreNew|size)
	dst = binary.LittleEndian.AppendUint64(dst, uint64(len(d.names)))
	dst = d.texts.encode(dst)
	dst = binary.LittleEndian.AppendUint64(dst, uint64(len(d.rows)))
	for _, n := range d.rows {
		switch size {
		case numbersOfByte:
			dst = append(dst, byte(n))
		case numbersOf16:
			dst = binary.LittleEndian.AppendUint16(dst, uint16(n))
		default:
			dst = binary.LittleEndian.AppendUint32(dst, n)
		}
	}
	return dst
}

// reset leaves the empty text, which ClickHouse wants to come first.
func (d *dictionary) reset() {
	clear(d.numbers)
	clear(d.names) // so that they can be freed
	d.names, d.rows = d.names[:0], d.rows[:0]
	d.texts.reset()
	d.last = d.number("")
}
