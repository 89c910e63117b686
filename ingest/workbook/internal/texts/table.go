// Package texts holds the texts that the cells of a workbook share, compactly, and lets cells point at bytes without copying
// them.
package texts

import (
	"math"
	"unicode/utf8"
	"unsafe"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
)

// Table is a list of texts, which lie one after the other in one piece of memory. The zero value is empty. Any number of
// goroutines may read it once it is complete.
type Table struct {
	// Arena holds the texts that have ended and, while the table is filled, the beginning of the next one.
	Arena []byte
	ends  []uint32 // of each text in the arena
}

// Len returns the number of texts.
func (t *Table) Len() int { return len(t.ends) }

// At returns text i, and whether the table has so many. The text shares the table's memory.
func (t *Table) At(i uint64) (text string, ok bool) {
	if i >= uint64(len(t.ends)) {
		return "", false
	}
	start := uint32(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	return View(t.Arena[start:t.ends[i]]), true
}

// Cell returns the cell of text i, to which a cell of a sheet refers; an empty text is an empty cell. It refuses an
// index that the table does not have.
func (t *Table) Cell(i uint64) (cell.Cell, error) {
	switch text, ok := t.At(i); {
	case !ok:
		return cell.Cell{}, format.Refuse(format.ErrDamaged, "it refers to shared string %d, and there are %d", i, t.Len())
	case text == "":
		return cell.Cell{}, nil
	default:
		return cell.Cell{Kind: cell.Text, Text: text}, nil
	}
}

// View returns the bytes as a string without copying them, as the texts of cells point into the buffers of their reader. The
// bytes must not change while the string is in use.
func View(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// End ends the text that has been appended to the arena, and refuses what goes beyond the limits. Whether all of it is
// valid UTF-8 is left to Valid.
func (t *Table) End(limits *format.Limits) error {
	start := 0
	if n := len(t.ends); n > 0 {
		start = int(t.ends[n-1])
	}
	switch size := len(t.Arena) - start; {
	case size > 0 && !utf8.RuneStart(t.Arena[start]): // so that Valid holds for each text
		return errNotUTF8()
	case size > limits.CellBytes:
		return format.Refuse(format.ErrLimit, "shared string %d takes more than %d bytes", len(t.ends), limits.CellBytes)
	case int64(len(t.Arena)) > min(limits.Memory, math.MaxUint32):
		return format.Refuse(format.ErrLimit, "the shared strings take more than %d bytes", limits.Memory)
	case int64(len(t.ends)) >= limits.Memory/4: // an end takes 4 bytes
		return format.Refuse(format.ErrLimit, "there are more than %d shared strings", limits.Memory/4)
	}
	t.ends = append(t.ends, uint32(len(t.Arena)))
	return nil
}

// Valid refuses a complete table whose texts are not valid UTF-8.
func (t *Table) Valid() error {
	if !utf8.Valid(t.Arena) {
		return errNotUTF8()
	}
	return nil
}

func errNotUTF8() error {
	return format.Refuse(format.ErrDamaged, "the shared strings are not valid UTF-8")
}
