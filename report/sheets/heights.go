package sheets

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// lineHeight is the height of one line of text in points, and wordSlack what wrapping at words wastes of a line.
const (
	lineHeight = 15
	wordSlack  = 0.9
)

// wrapped is a row with texts that may need several lines.
type wrapped struct {
	sheet string
	row   int // from 1
}

// passage is a text and how many columns it goes across.
type passage struct {
	text    string
	columns int
}

// heights makes the rows of wrapped texts as high as their texts need. Spreadsheet programs do this by themselves only
// when a cell is edited.
func (b *book) heights() {
	byPlace := func(x, y wrapped) int {
		if x.sheet != y.sheet {
			return strings.Compare(x.sheet, y.sheet)
		}
		return x.row - y.row
	}
	for _, at := range slices.SortedFunc(maps.Keys(b.wrapped), byPlace) {
		lines := 1
		for column, p := range b.wrapped[at] {
			lines = max(lines, b.lines(at.sheet, column, p))
		}
		if lines > 1 {
			b.do(func() error { return b.file.SetRowHeight(at.sheet, at.row, float64(lines)*lineHeight) })
		}
	}
}

// lines is how many lines a text takes in its columns, the first of which is counted from 1.
func (b *book) lines(sheet string, column int, p passage) int {
	width := 0.0
	for i := range p.columns {
		width += b.width(sheet, column+i)
	}
	return int(math.Ceil(float64(utf8.RuneCountInString(p.text)) / max(width*wordSlack, 1)))
}

// width returns the width of a column, counted from 1, in characters.
func (b *book) width(sheet string, column int) (width float64) {
	b.do(func() error {
		name, err := excelize.ColumnNumberToName(column)
		if err == nil {
			width, err = b.file.GetColWidth(sheet, name)
		}
		return err
	})
	return width
}
