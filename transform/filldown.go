package transform

import (
	"strings"

	"nyckeltal/ingest/cell"
)

// filledDown returns the row with its empty cells filled from above where the mapping says so. It is valid until the
// next call.
func (s *sheetRun) filledDown(row *cell.Row) *cell.Row {
	s.filled.Number, s.filled.Hidden = row.Number, row.Hidden
	s.filled.Cells = append(s.filled.Cells[:0], row.Cells...)
	for _, b := range s.blocks {
		if b.idle {
			continue
		}
		for i, wanted := range s.fillDown {
			if column := b.columns[wanted]; column >= 0 {
				s.fillCell(&b.carried[i], row.At(column), column)
			}
		}
	}
	return &s.filled
}

// fillCell fills an empty cell with what is carried, or carries what the cell holds.
func (s *sheetRun) fillCell(carried *cell.Cell, c cell.Cell, column int) {
	if !c.IsEmpty() {
		if *carried != c {
			*carried = c
			carried.Text = strings.Clone(c.Text)
		}
		return
	}
	for len(s.filled.Cells) <= column {
		s.filled.Cells = append(s.filled.Cells, cell.Cell{})
	}
	s.filled.Cells[column] = *carried
}
