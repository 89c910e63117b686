package csv

import (
	"encoding/binary"
	"math/bits"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/texts"
)

// fastRecord reads the record that data begin with as parse does, if nothing in it needs care: no field begins with a quote or
// is very long, the row that is used again has room for all fields, and some bytes follow. It returns its size, or 0
// if it cannot.
func (p *parser) fastRecord(data []byte) int {
	cells := p.row.Cells[:cap(p.row.Cells)]
	column, filled, start := 0, 0, 0
	for i := 0; i+8 < len(data); i += 8 {
		for found := p.marks(binary.LittleEndian.Uint64(data[i:])); found != 0; found &= found - 1 {
			at := i + bits.TrailingZeros64(found)>>3
			mark := data[at]
			if mark != p.delimiter && mark != '\n' && mark != '\r' {
				continue
			}
			if column >= len(cells) || data[start] == p.quote || at-start > p.limits.CellBytes {
				return 0
			}
			if at == start {
				cells[column] = cell.Cell{}
			} else {
				cells[column] = cell.Cell{Kind: cell.Text, Text: texts.View(data[start:at])}
				filled = column + 1
			}
			column++
			start = at + 1
			if mark == p.delimiter {
				continue
			}
			p.row.Cells, p.fields = cells[:filled], column
			if mark == '\r' && data[start] == '\n' {
				start++
			}
			return start
		}
	}
	return 0
}

// marks returns eight bytes, given with the first one lowest, with the highest bit set of those that may end a field: the
// delimiters, and those that are so low that they may be the end of a line. The bytes after such a one may be marked
// by mistake, those before it are not.
func (p *parser) marks(x uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	y := x ^ uint64(p.delimiter)*ones
	return ((y-ones)&^y | (x-('\r'+1)*ones)&^x) & highs
}
