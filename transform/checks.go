package transform

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/expression"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// check is a compiled check. It does not change.
type check struct {
	spec       *mapping.Check
	index      int              // in the mapping's checks
	column     *record.Column   // that is looked at; nil for expressions, unique and rows
	at         int              // its index in the dataset
	keys       []int            // the columns of unique, and those that a sum is taken per
	columns    []*record.Column // those of keys
	min, max   *record.Value
	pattern    *regexp.Regexp
	expression *expression.Expression
	want       string   // of a column: what is expected, for a person
	equals     int64    // what a sum must be, in units of the column's scale
	within     int64    // the difference that is tolerated, in the same units
	days       int      // the age of the newest record that is tolerated
	change     float64  // of the number of rows, in percent; 0 for any
	sheets     []string // folded names of those that are summed; none for all
	beside     string   // the folded name of the sheet that a sum is compared with, or ""
	total      *above   // the cell that a sum is compared with; nil for the sum of the records of that sheet
}

// compileChecks prepares the checks for the records of a plan.
func (p *plan) compileChecks(d *record.Dataset) error {
	for i := range p.spec.Checks {
		c := &check{spec: &p.spec.Checks[i], index: i, at: -1}
		var err error
		if c.spec.Expression != "" {
			c.expression, err = expression.Compile(string(c.spec.Expression), p.spec.Variables(d, true), expression.Result{Type: record.Bool})
		} else {
			err = c.compile(d)
		}
		if err != nil {
			return err
		}
		p.checks = append(p.checks, c)
		p.looks = p.looks || c.spec.OfRecords()
		p.accounts = p.accounts || c.spec.Sum != "" || c.spec.Newest != ""
	}
	return nil
}

// compile prepares a check without expression. The mapping has been validated.
func (c *check) compile(d *record.Dataset) (err error) {
	spec := c.spec
	for _, name := range [...]string{spec.Column, spec.Sum, spec.Newest} {
		if name != "" {
			c.at = d.Index(name)
			c.column = &d.Columns[c.at]
		}
	}
	for _, name := range slices.Concat(spec.Unique, spec.Per) {
		at := d.Index(name)
		c.keys, c.columns = append(c.keys, at), append(c.columns, &d.Columns[at])
	}
	c.days, _ = mapping.Days(spec.Within)
	if spec.Rows != nil {
		c.change, _ = mapping.Percent(spec.Rows.Change)
	}
	switch {
	case spec.Column != "":
		return c.compileColumn()
	case spec.Sum != "":
		return c.compileSum()
	}
	return nil
}

// compileColumn prepares what must hold for the values of a column.
func (c *check) compileColumn() (err error) {
	spec := c.spec
	var wants []string
	want := func(format string, args ...any) { wants = append(wants, fmt.Sprintf(format, args...)) }
	if spec.Min != "" {
		if c.min, err = c.bound(spec.Min); err != nil {
			return err
		}
		want("at least %s", spec.Min)
	}
	if spec.Max != "" {
		if c.max, err = c.bound(spec.Max); err != nil {
			return err
		}
		want("at most %s", spec.Max)
	}
	if spec.Pattern != "" {
		if c.pattern, err = regexp.Compile(spec.Pattern); err != nil {
			return err
		}
		want("a text that matches %s", spec.Pattern)
	}
	if len(spec.Allowed) > 0 {
		want("%s", value.OneOf(spec.Allowed))
	}
	if len(wants) == 0 {
		want("a value")
	}
	c.want = strings.Join(wants, " and ")
	return nil
}

// bound reads a value that the mapping states.
func (c *check) bound(text mapping.Text) (*record.Value, error) {
	v, problem := value.Constant(c.column, string(text))
	if problem != nil {
		return nil, problem
	}
	return &v, nil
}

// compileSum prepares what a sum is compared with.
func (c *check) compileSum() error {
	spec := c.spec
	for _, name := range spec.Sheets {
		c.sheets = append(c.sheets, match.Fold(name))
	}
	if spec.Within != "" {
		v, err := c.bound(spec.Within)
		if err != nil {
			return err
		}
		c.within = v.Int
	}
	if spec.Equals == nil {
		return nil
	}
	if spec.Equals.Number != "" {
		v, err := c.bound(spec.Equals.Number)
		if err != nil {
			return err
		}
		c.equals = v.Int
		return nil
	}
	c.beside = match.Fold(spec.Equals.Sheet)
	if spec.Equals.Cell == "" && len(spec.Equals.Label) == 0 {
		return nil
	}
	var err error
	if c.total, err = newAbove(&mapping.Above{Cell: spec.Equals.Cell, Label: spec.Equals.Label}); err != nil {
		return err
	}
	c.total.what = strings.TrimSuffix(c.total.what, " above the heading")
	return nil
}

// CheckError says that a delivery breaks checks of its mapping that look at all of it.
type CheckError struct {
	File     string
	Failures []Failure // in the order of the mapping's checks
}

// Failure is what a check found wrong with a delivery.
type Failure struct {
	Check   string // its name
	Message string // what was expected and what was found, with sheet and rows
}

// Error lists every failure on a line of its own.
func (e *CheckError) Error() string {
	lines := make([]string, len(e.Failures))
	for i, f := range e.Failures {
		lines[i] = fmt.Sprintf("%s: check %q: %s", e.File, f.Check, f.Message)
	}
	return strings.Join(lines, "\n")
}

// textOf writes a value for a message. What comes from a personal identity number is left out.
func textOf(column *record.Column, v record.Value) string {
	if v.Null {
		return ""
	}
	switch column.Type {
	case record.Decimal:
		return decimalText(v.Int, column.Scale)
	case record.Int:
		return strconv.FormatInt(v.Int, 10)
	case record.Period:
		return periodText(v.Int)
	case record.Date:
		return v.Time.Format(time.DateOnly)
	case record.DateTime:
		return v.Time.Format(time.DateTime)
	case record.Codes:
		return strings.Join(record.SplitCodes(v.Str), ", ")
	case record.Person:
		return "…"
	}
	return v.Str
}
