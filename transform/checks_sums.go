package transform

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// sums are what the records of a delivery add up to for one check.
type sums struct {
	groups map[string]*sum
	order  []*sum // of the groups, as they came
	beside sum    // of the sheet that the sum is compared with
}

// sum is what some records add up to. A group of records takes about 200 bytes.
type sum struct {
	label       string // the values that the records have in common
	units       int64
	tooBig      bool
	records     int
	first, last place
	period      period.Period // of all its records; 0 when they have several
}

// add adds a record.
func (s *sum) add(units int64, r *record.Record, p period.Period) {
	total, ok := plus(s.units, units)
	s.units, s.tooBig = total, s.tooBig || !ok
	at := place{r.Sheet, r.Row}
	if s.records == 0 {
		s.first, s.period = at, p
	}
	if p != s.period {
		s.period = 0
	}
	s.last = at
	s.records++
}

// addUp adds a record to the sum of a check that it belongs to.
func (s *sheetRun) addUp(c *check, r *record.Record) {
	if s.sums == nil {
		s.sums = map[int]*sums{}
	}
	all := s.sums[c.index]
	if all == nil {
		all = &sums{groups: map[string]*sum{}}
		s.sums[c.index] = all
	}
	into := &all.beside
	if c.total != nil || c.beside == "" || s.foldedName() != c.beside {
		if len(c.sheets) > 0 && !slices.Contains(c.sheets, s.foldedName()) {
			return
		}
		into = all.group(s.groupKey(c, r), c, r)
	}
	var p period.Period
	if s.period >= 0 {
		p = period.Period(r.Values[s.period].Int)
	}
	into.add(r.Values[c.at].Int, r, p)
}

// groupKey writes the values that the records of a group have in common.
func (s *sheetRun) groupKey(c *check, r *record.Record) []byte {
	s.key = s.key[:0]
	for _, i := range c.keys {
		s.key = appendKey(s.key, &r.Values[i])
	}
	return s.key
}

// group returns the sum with the key.
func (s *sums) group(key []byte, c *check, r *record.Record) *sum {
	g := s.groups[string(key)]
	if g == nil {
		g = &sum{label: c.label(r)}
		s.groups[string(key)] = g
		s.order = append(s.order, g)
	}
	return g
}

// label names the group of a record.
func (c *check) label(r *record.Record) string {
	parts := make([]string, len(c.keys))
	for i, at := range c.keys {
		parts[i] = c.spec.Per[i] + " " + shorten(textOf(c.columns[i], r.Values[at]))
	}
	return strings.Join(parts, ", ")
}

// checkSum compares the sums of a check with what they must be.
func (r *run) checkSum(ctx context.Context, c *check) error {
	all := r.sums[c.index]
	if all == nil {
		all = &sums{}
	}
	if len(all.order) == 0 && len(c.keys) == 0 {
		all.order = []*sum{{}}
	}
	for _, name := range c.spec.Sheets {
		if !r.mapped(name) {
			r.fail(c, record.Warning{Sheet: name, Message: fmt.Sprintf("no sheet %q is mapped", name)})
		}
	}
	want, problem, err := r.wanted(ctx, c, all)
	if err != nil {
		return err
	}
	if problem != "" {
		r.fail(c, record.Warning{Sheet: c.spec.Equals.Sheet, Message: problem})
		return nil
	}
	for _, g := range all.order {
		if g.tooBig || distance(g.units, want) > uint64(c.within) {
			r.fail(c, record.Warning{
				Sheet: g.first.sheet, Row: g.first.row, Column: c.column.Name, Period: g.period, Message: r.unequal(c, g, want),
			})
		}
	}
	return nil
}

// mapped tells whether a sheet of that name was mapped.
func (r *run) mapped(name string) bool {
	return slices.ContainsFunc(r.summary.Sheets, func(s SheetSummary) bool { return match.Fold(s.Name) == match.Fold(name) })
}

// unequal says that a sum is not what it must be.
func (r *run) unequal(c *check, g *sum, want int64) string {
	text := c.column.Name
	if g.label != "" {
		text += " of " + g.label
	}
	if g.tooBig {
		return text + " adds up to more than can be checked"
	}
	text += fmt.Sprintf(" adds up to %s; expected %s", decimalText(g.units, c.column.Scale), decimalText(want, c.column.Scale))
	if e := c.spec.Equals; e != nil && e.Sheet != "" {
		text += " as in sheet " + e.Sheet
	}
	if g.records > 0 {
		text += " (" + rowsOf(g.records, g.first, g.last) + ")"
	}
	if r.summary.Rejected > 0 {
		text += "; refused rows are not in it"
	}
	return text
}

// wanted returns what the sums of a check must be. The problem says why that is not known.
func (r *run) wanted(ctx context.Context, c *check, all *sums) (units int64, problem string, err error) {
	switch {
	case c.beside == "":
		return c.equals, "", nil
	case c.total == nil && !r.mapped(c.spec.Equals.Sheet):
		return 0, fmt.Sprintf("no sheet %q is mapped, whose sum is compared", c.spec.Equals.Sheet), nil
	case c.total == nil:
		return all.beside.units, "", nil
	}
	found, problem, err := r.totalCell(ctx, c)
	if err != nil || problem != "" {
		return 0, problem, err
	}
	reader := r.decimal(c)
	units, refused := reader.Read(found)
	return units, c.unread(refused), nil
}

// unread says why the cell that a sum is compared with is no number, or "" when it is one.
func (c *check) unread(refused *value.Problem) string {
	if refused == nil {
		return ""
	}
	return fmt.Sprintf("sheet %s: %s is no number: expected %s", c.spec.Equals.Sheet, c.total.what, refused.Expected)
}

// decimal returns the reader of the column that is summed.
func (r *run) decimal(c *check) value.Decimal {
	for _, p := range r.plans {
		if f := p.field(c.column.Name); f != nil {
			return f.decimal
		}
	}
	return value.Decimal{Locale: value.Swedish, Scale: c.column.Scale}
}

// totalCell reads the cell that a sum is compared with. The problem says why there is none.
func (r *run) totalCell(ctx context.Context, c *check) (found cell.Cell, problem string, err error) {
	i := slices.IndexFunc(r.in.Sheets, func(s Sheet) bool { return match.Fold(s.Name) == c.beside })
	if i < 0 {
		return found, fmt.Sprintf("there is no sheet %q to compare with", c.spec.Equals.Sheet), nil
	}
	for row, err := range r.in.Sheets[i].Rows(ctx) {
		if err != nil {
			return found, "", fmt.Errorf("%s, sheet %s: %w", r.in.File, r.in.Sheets[i].Name, err)
		}
		for at := range row.Cells {
			if at := c.total.look(row, at); !at.IsEmpty() {
				at.Text = strings.Clone(at.Text)
				return at, "", nil
			}
		}
	}
	return found, fmt.Sprintf("sheet %s: %s holds nothing", c.spec.Equals.Sheet, c.total.what), ctx.Err()
}
