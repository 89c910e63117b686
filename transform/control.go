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
		c.wanted = m.want(spec.Heading, true)
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
	sums    []int64 // by column of an across table; one otherwise
	unread  []bool  // a detail of the column could not be read, or the sum is too big
	totals  []total // of the last total row
}

// total is what the total row says of one column.
type total struct {
	cell    string
	units   int64
	ok      bool
	present bool
}

// add adds a detail of column i of an across table, or of column 0.
func (t *tally) add(i int, units int64) {
	sum := t.sums[i] + units
	if (sum > t.sums[i]) != (units > 0) && units != 0 {
		t.unread[i] = true
	}
	t.sums[i] = sum
}

// row reads the totals of a row that the control's rule has skipped; the last such row counts.
func (t *tally) row(row *cell.Row, l *layout) {
	for i := range t.totals {
		column := 0
		if t.control.wanted >= 0 {
			column = l.columns[t.control.wanted]
		} else {
			column = l.across[i].column
		}
		c := row.At(column)
		units, problem := t.control.field.decimal.Read(c)
		t.totals[i] = total{cell.Ref(column, row.Number), units, problem == nil, true}
		if t.control.wanted < 0 && c.IsEmpty() {
			t.totals[i].units, t.totals[i].ok = 0, true
		}
	}
}

// check compares totals and sums.
func (t *tally) check(file, sheet string) error {
	scale := t.control.field.column.Scale
	for i, total := range t.totals {
		fault := &ControlError{File: file, Sheet: sheet, Cell: total.cell, Rule: t.control.spec.Rule, Column: t.control.spec.Column}
		if total.ok {
			fault.Total = decimalText(total.units, scale)
		}
		if !t.unread[i] {
			fault.Sum = decimalText(t.sums[i], scale)
		}
		if !total.present || !total.ok || t.unread[i] {
			return fault
		}
		if difference := total.units - t.sums[i]; difference > t.control.within || difference < -t.control.within {
			return fault
		}
	}
	return nil
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
