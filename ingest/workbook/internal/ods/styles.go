package ods

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/markup"
)

// styles are the styles that tell dates from other numbers and hidden sheets from others. The zero value has none.
type styles struct {
	cells   map[string]cellStyle
	numbers map[string]numberStyle // only those of dates and times
	hidden  map[string]bool        // by the name of a table's style

	current string // the style that is open
	budget  budget
}

// cellStyle is a style of cells (OpenDocument 1.3 part 3, 16.2).
type cellStyle struct {
	number string // the number style, or ""
	parent string // the style that it goes by otherwise, or ""
}

// numberStyle is a style of dates or times (OpenDocument 1.3 part 3, 16.29.10 and 16.29.19).
type numberStyle struct {
	kind  cell.Kind // Date, or Duration when hours are counted beyond the day
	first string    // the style that shows the numbers of its first section, or ""
}

// nameSize is about what a name takes in memory beside its text, with its share of the maps.
const nameSize = 64

// maxParents is how many styles a style may go back on in turn. Programs let people nest a few.
const maxParents = 16

// element reads the opening tag of an element that lies that deep in the list of styles, within elements of interest.
// It tells whether this one is of interest, too.
func (st *styles) element(s *markup.Scanner, depth int) (known bool, err error) {
	switch depth {
	case 0:
		known = st.style(s)
	case 1:
		st.property(s)
	}
	return known, st.budget.check()
}

// style reads the tag of a style, and tells whether it is of interest what stands within.
func (st *styles) style(s *markup.Scanner) (known bool) {
	isTime := s.Is("time-style")
	if !isTime && !s.Is("date-style") && !s.Is("style") {
		return false
	}
	st.current = st.name(s, "name")
	if !s.Is("style") {
		style := numberStyle{kind: cell.Date}
		if overflow, _ := s.Lookup("truncate-on-overflow"); isTime && overflow == "false" {
			style.kind = cell.Duration
		}
		set(&st.numbers, st.current, style)
		return true
	}
	switch family, _ := s.Lookup("family"); family {
	case "table":
		return true
	case "table-cell":
		set(&st.cells, st.current, cellStyle{number: st.name(s, "data-style-name"), parent: st.name(s, "parent-style-name")})
	}
	return false
}

// property reads the tag of an element within a style.
func (st *styles) property(s *markup.Scanner) {
	switch {
	case s.Is("table-properties"):
		if display, _ := s.Lookup("display"); display == "false" {
			set(&st.hidden, st.current, true)
		}
	case s.Is("map"):
		if style, ok := st.numbers[st.current]; ok && style.first == "" {
			style.first = st.name(s, "apply-style-name")
			st.numbers[st.current] = style
		}
	}
}

// name returns the name of a style that an attribute holds, and counts the memory that it takes.
func (st *styles) name(s *markup.Scanner, attr string) string {
	name, _ := s.Lookup(attr)
	st.budget.take(len(name) + nameSize)
	return name
}

// set sets a value in a map, which is made when first needed.
func set[V any](m *map[string]V, name string, value V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[name] = value
}

// kinds returns what the styles of cells make of a number, those left out that leave it a number.
func (st *styles) kinds() map[string]cell.Kind {
	kinds := map[string]cell.Kind{}
	for name := range st.cells {
		if kind := st.kind(name); kind != cell.Empty {
			kinds[name] = kind
		}
	}
	return kinds
}

// kind returns what a style of cells makes of a number: Date, Duration, or Empty.
func (st *styles) kind(name string) cell.Kind {
	for range maxParents {
		style := st.cells[name]
		if style.number != "" {
			number := st.numbers[style.number]
			if section, ok := st.numbers[number.first]; ok {
				return section.kind
			}
			return number.kind
		}
		name = style.parent
	}
	return cell.Empty
}
