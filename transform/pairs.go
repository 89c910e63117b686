package transform

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
)

// form is a sheet with a label in each row and its value to the right. The values of a record are put in a row of their
// own, in the order of plan.wanted, and read like a row of a table.
type form struct {
	values  cell.Row
	places  []spot // where the values stand; the zero spot for a label that has not come
	rows    int    // that the record has taken
	at      int    // the column of the last value; -1 when there was none
	strange int    // rows with labels that the mapping does not name
}

// spot is the place of a cell.
type spot struct {
	row, column int
}

// maxStrange is the number of strange labels of a form that are noted one by one.
const maxStrange = 20

// newForm begins a form.
func (p *plan) newForm() *form {
	return &form{places: make([]spot, len(p.wanted)), values: cell.Row{Cells: make([]cell.Cell, len(p.wanted))}}
}

// label returns the index of a label, or -1.
func (p *plan) label(text string) int {
	folded := foldLabel(text)
	return slices.IndexFunc(p.wanted, func(w wanted) bool {
		return slices.ContainsFunc(w.folded, func(name string) bool { return strings.TrimSuffix(name, ":") == folded })
	})
}

// lookForLabels looks for a label in a row; the form is found when every label that it must have has been seen.
func (f *search) lookForLabels(row *cell.Row) {
	_, c := nextFilled(row, 0)
	if c.Kind != cell.Text {
		return
	}
	wanted := f.plan.label(c.Text)
	if wanted >= 0 || len(f.plan.persons) == 0 { // where there are persons, another text may be a name
		f.labels = append(f.labels, tell(c))
	}
	if wanted >= 0 && !slices.Contains(f.seen, wanted) {
		f.seen = append(f.seen, wanted)
	}
	missing := f.plan.missing(f.seen)
	if len(missing) == 0 {
		f.layout = f.plan.formLayout()
		return
	}
	f.hits, f.nearest = len(f.seen), HeadingError{Missing: missing, Found: f.labels}
}

// missing returns the labels that a form must have and has not.
func (p *plan) missing(seen []int) (missing [][]string) {
	for i, w := range p.wanted {
		if w.required && !slices.Contains(seen, i) {
			missing = append(missing, w.names)
		}
	}
	return missing
}

// formLayout is the layout of the row that a form's values are put in.
func (p *plan) formLayout() *layout {
	l := &layout{blocks: []block{{to: math.MaxInt}}, marker: -1}
	for i := range p.wanted {
		l.blocks[0].columns = append(l.blocks[0].columns, i)
	}
	return l
}

// pair takes the label of a row, and its value.
func (s *sheetRun) pair(row *cell.Row) error {
	if row.IsBlank() {
		s.pass(mapping.SkipBlank)
		return nil
	}
	if rule := s.recognise(row, s.blocks[0]); rule != "" {
		s.pass(rule)
		return nil
	}
	at, label := nextFilled(row, 0)
	wanted := -1
	if label.Kind == cell.Text {
		wanted = s.label(label.Text)
	}
	s.watchPair(row, wanted)
	if wanted < 0 {
		s.strange(label, cell.Ref(at, row.Number))
		s.pass(mapping.SkipNoLabel)
		return nil
	}
	if s.form.places[wanted] != (spot{}) {
		if err := s.submit(); err != nil {
			return err
		}
	}
	s.form.take(row, wanted, at)
	if next, _ := nextFilled(row, max(at, s.form.at)+1); next >= 0 {
		s.note("sheet %q: column %s holds values to the right of those of the form, which are not mapped",
			s.count.Name, cell.Column(next))
	}
	return nil
}

// take keeps the value to the right of a label.
func (f *form) take(row *cell.Row, wanted, label int) {
	if f.rows == 0 {
		f.values.Number = row.Number
	}
	f.rows++
	column, c := nextFilled(row, label+1)
	f.at = column
	if column < 0 {
		column = label + 1
	}
	c.Text = strings.Clone(c.Text)
	f.values.Cells[wanted], f.places[wanted] = c, spot{row.Number, column}
}

// strange notes a label that the mapping does not name.
func (s *sheetRun) strange(label cell.Cell, ref string) {
	if slices.Contains(s.ignored, match.Fold(label.Text)) || slices.Contains(s.ignored, foldLabel(label.Text)) {
		return
	}
	if s.form.strange++; s.form.strange > maxStrange {
		return
	}
	if text := s.found(label); text != "" {
		ref += fmt.Sprintf(", %q,", text)
	}
	s.note("sheet %q: the label in %s is not mapped; name it under columns or ignore", s.count.Name, ref)
}

// submit maps the record of the labels so far.
func (s *sheetRun) submit() error {
	f := s.form
	if f.rows == 0 {
		return nil
	}
	s.rejects, s.drafts = s.rejects[:0], s.drafts[:0]
	s.data(&f.values, s.blocks[0])
	s.checkKeys(&f.values)
	s.checkRecords(&f.values)
	s.count.Rows += f.rows
	err := s.finish(&f.values, f.rows)
	clear(f.places)
	clear(f.values.Cells)
	f.rows = 0
	return err
}

// closeForm maps the last record of a form.
func (s *sheetRun) closeForm() error {
	if more := s.form.strange - maxStrange; more > 0 {
		s.note("sheet %q: %d more rows have labels that are not mapped", s.count.Name, more)
	}
	return s.submit()
}
