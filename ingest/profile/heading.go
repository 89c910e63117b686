package profile

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
)

// How a heading is looked for.
const (
	searched   = 30  // rows with content among which the heading is looked for
	compared   = 25  // rows below that it is compared with
	longestOne = 120 // characters of a heading; what is longer is a sentence
)

// class is what a cell is when a heading is looked for.
type class uint8

const (
	nothing class = iota
	word          // text without digits
	code          // text with digits, such as FY15 or K01
	year          // a year or a month as a number, 2023 or 202311
	date
	number // any other value
	classes
)

// findHeading returns the indexes of the rows that look like the heading: the last one, of words and of years and dates
// perhaps, stands above columns that hold something else; the others are stacked upon it. Where several do, the one
// above most such columns counts, and the first one of those. last is -1 when there is none: a row of names above more
// names is not taken for one.
func findHeading(rows []cell.Row) (first, last int) {
	grid := make([][]class, len(rows))
	width := 0
	for i := range rows {
		grid[i] = classify(&rows[i])
		width = max(width, filled(grid[i]))
	}
	best, most := -1, 0
	for i := range min(searched, len(grid)) {
		if !headingLike(grid[i], width) {
			continue
		}
		n := contrasts(grid[i], grid[i+1:min(i+1+compared, len(grid))])
		if n > most || n == most && n > 0 && best == i-1 {
			best, most = i, n
		}
	}
	first = best
	for first > 0 && rows[first-1].Number == rows[first].Number-1 && stackable(grid[first-1], grid[best]) {
		first--
	}
	return first, best
}

func classify(row *cell.Row) []class {
	list := make([]class, len(row.Cells))
	for i := range row.Cells {
		list[i] = classOf(&row.Cells[i])
	}
	return list
}

func classOf(c *cell.Cell) class {
	switch {
	case c.IsEmpty():
		return nothing
	case c.Kind == cell.Date:
		return date
	case c.Kind == cell.Number && isYear(c.Num):
		return year
	case c.Kind != cell.Text:
		return number
	}
	text := strings.TrimSpace(c.Text)
	look := looksLike(text)
	if look == aWord && strings.IndexFunc(text, unicode.IsLetter) < 0 || utf8.RuneCountInString(text) > longestOne {
		return number // a dash or a sentence: its row is no heading
	}
	switch look {
	case aWord:
		return word
	case aCode:
		return code
	case aDate:
		return date
	case aNumber:
		if n, err := strconv.Atoi(text); err == nil && isYear(float64(n)) {
			return year
		}
	}
	return number
}

// isYear tells whether a number can be a year or a month, as 202311.
func isYear(n float64) bool {
	if n != float64(int32(n)) {
		return false
	}
	y, month := int(n), 1
	if n > 10_000 {
		y, month = y/100, y%100
	}
	return y >= 1900 && y <= 2100 && month <= 13
}

// filled counts the cells that are not empty.
func filled(row []class) int {
	n := 0
	for _, c := range row {
		if c != nothing {
			n++
		}
	}
	return n
}

// headingLike tells whether a row can be a heading by itself: one word at least, no values, and more than a cell in
// sheets of several columns.
func headingLike(row []class, width int) bool {
	words := 0
	for _, c := range row {
		switch c {
		case number:
			return false
		case word:
			words++
		}
	}
	return words > 0 && filled(row) >= min(2, width)
}

// stackable tells whether a row can be the upper part of a heading: it leaves the first column to the lower part, as names
// of groups do, or fills most columns. A line such as "Unit: North" above the heading does neither.
func stackable(row, heading []class) bool {
	n := filled(row)
	first := slices.IndexFunc(heading, func(c class) bool { return c != nothing })
	leaves := first < len(row) && row[first] == nothing
	return n > 1 && (leaves || 2*n > filled(heading)) && !slices.Contains(row, number)
}

// contrasts counts the columns whose heading is of another class than most of what stands below.
func contrasts(row []class, below [][]class) int {
	n := 0
	for i, heading := range row {
		var count [classes]int
		total := 0
		for _, other := range below {
			if i < len(other) && other[i] != nothing {
				count[other[i]]++
				total++
			}
		}
		values := count[number]
		switch heading {
		case nothing:
			continue
		case word:
			values += count[code] + count[year] + count[date]
		case code:
			values += count[year] + count[date]
		}
		if 2*values > total {
			n++
		}
	}
	return n
}
