package sheets

import (
	"github.com/xuri/excelize/v2"
)

// stretch is rows that are printed on one page where they fit on one: a table, or a chart with its figures.
type stretch struct {
	sheet       string
	first, last int // from 0
	columns     int
	pixels      int // how far a chart reaches to the right
}

// keep remembers the rows from the given one up to the place as a stretch.
func (c *cursor) keep(first, columns, pixels int) {
	c.stretches = append(c.stretches, stretch{c.name, first, c.row - 1, columns, pixels})
}

// The room on a page of A4 lying, between Excel's usual margins, in pixels, and that of the rows repeated on top.
const (
	pageWidth    = 988
	pageHeight   = 650
	repeatedRoom = 4 * rowPixels
)

// breaks sets page breaks before stretches that would not end on the page that they begin on. Programs differ in how wide
// a column is, and so in how far they shrink a sheet; those that shrink it more only leave more room.
func (b *book) breaks() {
	used := map[string]int{}    // of the page, in pixels of the sheet
	counted := map[string]int{} // rows
	room := b.rooms()
	for _, s := range b.stretches {
		used[s.sheet] += b.pixels(s.sheet, counted[s.sheet], s.first-1)
		height := b.pixels(s.sheet, s.first, s.last)
		if used[s.sheet] > repeatedRoom && used[s.sheet]+height > room[s.sheet] {
			b.do(func() error {
				at, err := excelize.CoordinatesToCellName(1, s.first+1)
				if err != nil {
					return err
				}
				return b.file.InsertPageBreak(s.sheet, at)
			})
			used[s.sheet] = repeatedRoom
		}
		used[s.sheet], counted[s.sheet] = used[s.sheet]+height, s.last+1
		for used[s.sheet] > room[s.sheet] { // it takes several pages
			used[s.sheet] -= room[s.sheet] - repeatedRoom
		}
	}
}

// rooms returns how many pixels of each sheet's height a page takes when the sheet is shrunk to the width of the page.
func (b *book) rooms() map[string]int {
	widest := map[string]int{}
	for _, s := range b.stretches {
		widest[s.sheet] = max(widest[s.sheet], b.across(s.sheet, s.columns)+s.pixels, pageWidth)
	}
	rooms := map[string]int{}
	for sheet, width := range widest {
		rooms[sheet] = pageHeight * width / pageWidth
	}
	return rooms
}

// across returns how wide the first columns are, in pixels.
func (b *book) across(sheet string, columns int) int {
	width := 0.0
	for i := range columns {
		width += b.width(sheet, i+1)*7 + 5
	}
	return int(width)
}

// pixels returns how high the rows are together.
func (b *book) pixels(sheet string, first, last int) int {
	points := 0.0
	for row := first; row <= last; row++ {
		b.do(func() error {
			height, err := b.file.GetRowHeight(sheet, row+1)
			points += height
			return err
		})
	}
	return int(points) * 4 / 3
}
