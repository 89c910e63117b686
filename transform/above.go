package transform

import (
	"regexp"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// above finds a cell above the heading.
type above struct {
	what        string   // for messages
	labels      []string // folded; the value stands to the right
	row, column int      // of an address; row 0 without one
	pattern     *regexp.Regexp
}

// newAbove compiles a cell above the heading.
func newAbove(spec *mapping.Above) (a *above, err error) {
	a = &above{}
	a.column, a.row, _ = mapping.Address(spec.Cell)
	switch {
	case spec.Cell != "":
		a.what = "cell " + strings.ToUpper(spec.Cell) + " above the heading"
	case spec.Pattern != "":
		a.what = "the text above the heading that matches " + spec.Pattern
		a.pattern, err = regexp.Compile(spec.Pattern)
	default:
		a.what = "the cell to the right of " + quoted(spec.Label, " or ") + " above the heading"
	}
	for _, label := range spec.Label {
		a.labels = append(a.labels, foldLabel(label))
	}
	return a, err
}

// foldLabel returns the form of a label in which case, accents, spacing and a colon at its end do not count.
func foldLabel(text string) string { return strings.TrimSuffix(match.Fold(text), ":") }

// find returns the cell among the rows above the heading, or an empty one. Two that differ are ambiguous.
func (a *above) find(rows []*cell.Row) (cell.Cell, *value.Problem) {
	var found cell.Cell
	for _, row := range rows {
		for i := range row.Cells {
			c := a.look(row, i)
			if c.IsEmpty() {
				continue
			}
			if !found.IsEmpty() && value.Show(found) != value.Show(c) {
				return c, &value.Problem{Reason: record.Ambiguous, Expected: "one value only there"}
			}
			found = c
		}
	}
	return found, nil
}

// look returns the value when the cell in column i tells where it stands, or else an empty cell.
func (a *above) look(row *cell.Row, i int) cell.Cell {
	c := row.Cells[i]
	switch {
	case a.row > 0:
		if row.Number == a.row && i == a.column {
			return c
		}
	case a.pattern != nil:
		if parts := a.pattern.FindSubmatch(appendText(nil, c)); parts != nil {
			return cell.Cell{Kind: cell.Text, Text: string(parts[1])}
		}
	case c.Kind == cell.Text && slices.Contains(a.labels, foldLabel(c.Text)):
		_, next := nextFilled(row, i+1)
		return next
	}
	return cell.Cell{}
}

// nextFilled returns the first filled cell from column i on, and its column; -1 when there is none.
func nextFilled(row *cell.Row, i int) (int, cell.Cell) {
	for ; i < len(row.Cells); i++ {
		if c := row.Cells[i]; !c.IsEmpty() {
			return i, c
		}
	}
	return -1, cell.Cell{}
}

// readAbove returns the value of a field that stands above the heading.
func (s *sheetRun) readAbove(f *field, codes *codebook) (v record.Value, from, found string, problem *value.Problem) {
	a := s.above[f]
	c, problem := a.find(s.titles)
	if problem == nil && c.IsEmpty() && !f.spec.Optional {
		problem = &value.Problem{Reason: record.Missing, Expected: "a value there"}
	}
	if problem == nil {
		v, problem = f.read(c, codes)
	}
	return v, a.what, s.found(c), problem
}
