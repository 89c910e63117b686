package transform

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
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
	group  int   // index in plan.groups of the group whose values have totals of their own; -1 for one total of all
	names  bool  // the row of the total itself names the group
}

// compileControls prepares the control totals.
func (p *plan) compileControls() error {
	for i := range p.spec.Control {
		c, err := newControl(p, &p.spec.Control[i])
		if err != nil {
			return err
		}
		p.controls = append(p.controls, c)
	}
	return nil
}

func newControl(p *plan, spec *mapping.Control) (*control, error) {
	c := &control{spec: spec, field: p.field(spec.Column), wanted: -1, group: -1}
	switch {
	case len(spec.Heading) > 0:
		c.wanted = p.refer(spec.Heading)
	case spec.Column != "" && p.across == nil:
		c.wanted = c.field.wanted
	}
	var err error
	if c.label, err = regexp.Compile(spec.Label); err != nil {
		return nil, err
	}
	if spec.Within != "" {
		v, problem := value.Constant(c.field.column, string(spec.Within))
		if problem != nil {
			return nil, problem
		}
		c.within = v.Int
	}
	if spec.Per != "" {
		c.group = slices.Index(p.groups, spec.Per)
		c.names = p.names(spec.Rule, c.group)
	}
	return c, nil
}

// names tells whether the rows of a rule name the group.
func (p *plan) names(rule string, index int) bool {
	return slices.ContainsFunc(p.skips, func(s skipRule) bool {
		return s.name == rule && slices.ContainsFunc(s.groups, func(g group) bool { return g.index == index })
	})
}

// tally compares the details of one sheet with one of its control totals.
type tally struct {
	control *control
	slots   []slot
	faults  []*ControlError // of groups that are over
}

// slot is the sum of one column: one slot for plain rows, one per heading of an across table.
type slot struct {
	heading acrossCell
	group   string // whose details are summed, when each group has a total
	open    bool   // there are details after the last total
	sum     int64
	unread  bool   // a detail could not be read, or the sum is too big
	cell    string // of the last total; "" before there is one
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

// turn returns a slot, after it has closed the sum of a group that is over.
func (t *tally) turn(i int, b *blockRun) *slot {
	s := &t.slots[i]
	if t.control.group < 0 {
		return s
	}
	if label := b.groups[t.control.group]; label != s.group {
		t.close(s)
		s.group = label
	}
	return s
}

// close ends the sum of a group.
func (t *tally) close(s *slot) {
	if s.open {
		t.faults = append(t.faults, t.fault(s))
	}
	*s = slot{heading: s.heading, group: s.group}
}

// add adds a detail to a slot.
func (t *tally) add(i int, b *blockRun, units int64) {
	s := t.turn(i, b)
	s.open = true
	sum, ok := plus(s.sum, units)
	s.sum, s.unread = sum, s.unread || !ok
}

// miss notes that a detail of a slot could not be read.
func (t *tally) miss(i int, b *blockRun) {
	s := t.turn(i, b)
	s.open, s.unread = true, true
}

// plus adds two numbers; ok is false when the sum is too big.
func plus(a, b int64) (sum int64, ok bool) {
	sum = a + b
	return sum, b == 0 || (sum > a) == (b > 0)
}

// row reads the totals of a row that the control's rule has skipped.
func (t *tally) row(row *cell.Row, b *blockRun) {
	if t.control.wanted >= 0 {
		t.read(b.slot, row, b, b.columns[t.control.wanted])
	}
	for _, heading := range b.across {
		t.read(heading.slot, row, b, heading.column)
	}
}

// read reads the total of a slot. Of an across table an empty cell is a total of nothing. The last total of a sheet counts,
// and every total of a group.
func (t *tally) read(i int, row *cell.Row, b *blockRun, column int) {
	s := &t.slots[i]
	if !t.control.names {
		s = t.turn(i, b)
	}
	c := row.At(column)
	units, problem := t.control.field.decimal.Read(c)
	s.cell, s.total, s.ok = cell.Ref(column, row.Number), units, problem == nil
	if t.control.wanted < 0 && c.IsEmpty() {
		s.total, s.ok = 0, true
	}
	if t.control.group >= 0 {
		s.open = t.wrong(s)
		t.close(s)
	}
}

// wrong tells whether a slot's total is missing or differs from the sum.
func (t *tally) wrong(s *slot) bool {
	return !s.ok || s.unread || distance(s.total, s.sum) > uint64(t.control.within)
}

// fault says what is wrong with a slot's total.
func (t *tally) fault(s *slot) *ControlError {
	spec, scale := t.control.spec, t.control.field.column.Scale
	fault := &ControlError{Cell: s.cell, Rule: spec.Rule, Label: spec.Label, Column: spec.Column, Per: spec.Per, Group: s.group}
	if s.ok {
		fault.Total = decimalText(s.total, scale)
	}
	if !s.unread {
		fault.Sum = decimalText(s.sum, scale)
	}
	return fault
}

// end returns what is wrong with the totals when the sheet is over.
func (t *tally) end() []*ControlError {
	for i := range t.slots {
		s := &t.slots[i]
		if t.control.group < 0 {
			s.open = t.wrong(s)
		}
		t.close(s)
	}
	return t.faults
}

// maxFaults is how many faults of one kind a message lists.
const maxFaults = 20

// checkTotals compares the control totals of a sheet that is over, and notes what is wrong with them.
func (s *sheetRun) checkTotals() {
	for _, t := range s.tallies {
		faults := t.end()
		for i, fault := range faults {
			if i == maxFaults {
				s.faults = append(s.faults, fmt.Errorf("%s, sheet %s: %d more control totals of %s are wrong",
					s.in.File, s.count.Name, len(faults)-i, fault.Column))
				break
			}
			fault.File, fault.Sheet = s.in.File, s.count.Name
			fault.Group = s.found(cell.Cell{Kind: cell.Text, Text: fault.Group})
			s.faults = append(s.faults, fault)
		}
	}
}

// totalRow reads a row that a rule has skipped into the control totals that the rule finds.
func (s *sheetRun) totalRow(row *cell.Row, b *blockRun, rule string, text []byte) {
	for _, t := range s.tallies {
		if t.control.spec.Rule == rule && t.control.label.Match(text) {
			t.row(row, b)
		}
	}
}

// tallyMapped adds the record of a draft to the sums that control totals are compared with.
func (s *sheetRun) tallyMapped(d *draft) {
	slot := d.block.slot
	if d.cell != nil {
		slot = d.cell.slot
	}
	for _, t := range s.tallies {
		t.add(slot, d.block, d.block.record.Values[t.control.field.index].Int)
	}
}

// tallyRefused adds the readable details of a refused row to the sums of the control totals, which count them too.
func (s *sheetRun) tallyRefused(row *cell.Row) {
	for _, t := range s.tallies {
		for _, b := range s.blocks {
			if b.idle {
				continue
			}
			if s.across == nil {
				t.refused(row, b, b.slot, b.columns[t.control.field.wanted])
			}
			for _, c := range b.across {
				t.refused(row, b, c.slot, c.column)
			}
		}
	}
}

// refused adds a cell of a refused row to a slot.
func (t *tally) refused(row *cell.Row, b *blockRun, i, column int) {
	f, c := t.control.field, row.At(column)
	if f.empty(c) {
		return
	}
	if units, problem := f.decimal.Read(c); problem == nil {
		t.add(i, b, units)
	} else {
		t.miss(i, b)
	}
}

// faultsOf joins what is wrong with a delivery as a whole.
func faultsOf(faults []error) error {
	if len(faults) == 1 {
		return faults[0]
	}
	return errors.Join(faults...)
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
