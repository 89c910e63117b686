package transform

import (
	"regexp"
	"strconv"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/value"
)

// control is a compiled control total.
type control struct {
	spec   *mapping.Control
	field  *field // of the column that is summed
	wanted int    // index of the heading under which the total stands; -1 for an across table
	label  *regexp.Regexp
	within int64 // in units of the column's scale
}

func newControl(m *Mapper, spec *mapping.Control, f *field) (*control, error) {
	c := &control{spec: spec, field: f, wanted: -1}
	if len(spec.Heading) > 0 {
		c.wanted = m.refer(spec.Heading)
	}
	var err error
	if c.label, err = regexp.Compile(spec.Label); err != nil {
		return nil, err
	}
	if spec.Within != "" {
		v, problem := value.Constant(f.column, string(spec.Within))
		if problem != nil {
			return nil, problem
		}
		c.within = v.Int
	}
	return c, nil
}

// tally compares the details of one sheet with its control total.
type tally struct {
	control *control
	slots   []slot
}

// slot is the sum of one column: one slot for plain rows, one per heading of an across table.
type slot struct {
	heading acrossCell
	sum     int64
	unread  bool   // a detail could not be read, or the sum is too big
	cell    string // of the total in the last total row; "" before there is one
	total   int64
	ok      bool // the total could be read
}

// slot returns the index of the heading's slot.
func (t *tally) slot(heading acrossCell) int {
	for i := range t.slots {
		if t.slots[i].heading.same(heading) {
			return i
		}
	}
	t.slots = append(t.slots, slot{heading: heading})
	return len(t.slots) - 1
}

// add adds a detail to a slot.
func (t *tally) add(i int, units int64) {
	s := &t.slots[i]
	sum := s.sum + units
	if units != 0 && (sum > s.sum) != (units > 0) {
		s.unread = true
	}
	s.sum = sum
}

// row reads the totals of a row that the control's rule has skipped; the last such row counts.
func (t *tally) row(row *cell.Row, l *layout) {
	if t.control.wanted >= 0 {
		t.read(0, row, l.columns[t.control.wanted])
	}
	for _, heading := range l.across {
		t.read(heading.slot, row, heading.column)
	}
}

// read reads the total of a slot. Of an across table an empty cell is a total of nothing.
func (t *tally) read(i int, row *cell.Row, column int) {
	s := &t.slots[i]
	c := row.At(column)
	units, problem := t.control.field.decimal.Read(c)
	s.cell, s.total, s.ok = cell.Ref(column, row.Number), units, problem == nil
	if t.control.wanted < 0 && c.IsEmpty() {
		s.total, s.ok = 0, true
	}
}

// check compares totals and sums.
func (t *tally) check(file, sheet string) error {
	scale := t.control.field.column.Scale
	for _, s := range t.slots {
		fault := &ControlError{
			File: file, Sheet: sheet, Cell: s.cell,
			Rule: t.control.spec.Rule, Label: t.control.spec.Label, Column: t.control.spec.Column,
		}
		if s.ok {
			fault.Total = decimalText(s.total, scale)
		}
		if !s.unread {
			fault.Sum = decimalText(s.sum, scale)
		}
		if !s.ok || s.unread || distance(s.total, s.sum) > uint64(t.control.within) {
			return fault
		}
	}
	return nil
}

// distance returns how far apart two numbers are.
func distance(a, b int64) uint64 {
	if a < b {
		a, b = b, a
	}
	return uint64(a) - uint64(b)
}

// decimalText writes scaled units as a decimal with a point.
func decimalText(units int64, scale int) string {
	if scale == 0 {
		return strconv.FormatInt(units, 10)
	}
	sign, digits := "", strconv.FormatInt(units, 10)
	if units < 0 {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale+1-len(digits)) + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}
