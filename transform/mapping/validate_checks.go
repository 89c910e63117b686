package mapping

import (
	"fmt"
	"slices"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/expression"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// checks checks the checks.
func (c *checker) checks() {
	var names []string
	for i := range c.mapping.Checks {
		check, path := &c.mapping.Checks[i], fmt.Sprintf("mapping.checks[%d]", i)
		switch {
		case check.Name == "":
			c.add(path+".name", "give the check a name, for messages and for signing warnings off")
		case slices.Contains(names, check.Name):
			c.add(path+".name", "another check is called %q as well", check.Name)
		}
		names = append(names, check.Name)
		if known := []string{"", SeverityError, SeverityWarning}; !slices.Contains(known, check.Severity) {
			c.add(path+".severity", "expected error or warning, found %q%s", check.Severity, match.DidYouMean(check.Severity, known[1:]))
		}
		c.check(path, check)
	}
}

// check checks what one check looks at.
func (c *checker) check(path string, check *Check) {
	if count(check.Column != "", check.Expression != "", len(check.Unique) > 0, check.Sum != "", check.Newest != "", check.Rows != nil) != 1 {
		c.add(path, "give exactly one of column, expression, unique, sum, newest and rows")
		return
	}
	c.strangers(path, check)
	switch {
	case check.Column != "":
		c.checkColumn(path, check)
	case check.Expression != "":
		if _, err := expression.Compile(string(check.Expression), c.mapping.Variables(c.dataset, true), expression.Result{Type: record.Bool}); err != nil {
			c.add(path+".expression", "%v", err)
		}
	case check.Sum != "":
		c.checkSum(path, check)
	case check.Newest != "":
		c.checkNewest(path, check)
	case check.Rows != nil:
		c.checkRows(path+".rows", check.Rows)
	}
	for _, name := range check.Unique {
		c.find(path+".unique", name)
	}
}

// strangers notes keys that belong to another kind of check.
func (c *checker) strangers(path string, check *Check) {
	if check.Column == "" && (check.Required || check.Min != "" || check.Max != "" || check.Pattern != "" || len(check.Allowed) > 0) {
		c.add(path, "required, min, max, pattern and allowed are for the values of a column; give column")
	}
	if check.Sum == "" && (len(check.Sheets) > 0 || len(check.Per) > 0 || check.Equals != nil) {
		c.add(path, "sheets, per and equals are for sums; give sum")
	}
	if check.Sum == "" && check.Newest == "" && check.Within != "" {
		c.add(path+".within", "only sums and the newest date are within something")
	}
}

// checkColumn checks what is said of the values of a column.
func (c *checker) checkColumn(path string, check *Check) {
	if !check.Required && check.Min == "" && check.Max == "" && check.Pattern == "" && len(check.Allowed) == 0 {
		c.add(path, "say what holds for the column: required, min, max, pattern or allowed")
	}
	target := c.find(path+".column", check.Column)
	if target == nil {
		return
	}
	ordered := slices.Contains([]record.Type{record.Int, record.Decimal, record.Date, record.DateTime, record.Period}, target.Type)
	for _, bound := range []struct {
		key  string
		text Text
	}{{".min", check.Min}, {".max", check.Max}} {
		if bound.text == "" {
			continue
		}
		if !ordered {
			c.add(path+bound.key, "only numbers, dates and periods have bounds, and %s is of type %s", target.Name, target.Type)
		} else if _, problem := value.Constant(target, string(bound.text)); problem != nil {
			c.add(path+bound.key, "%v, found %q", problem, bound.text)
		}
	}
	word := target.Type == record.Code || target.Type == record.Text || target.Type == record.Codes
	if !word && (check.Pattern != "" || len(check.Allowed) > 0) {
		c.add(path, "pattern and allowed are for codes and texts, and %s is of type %s", target.Name, target.Type)
	}
	c.pattern(path+".pattern", check.Pattern)
}

// checkSum checks what is summed, and what the sum is compared with.
func (c *checker) checkSum(path string, check *Check) {
	for _, name := range check.Per {
		c.find(path+".per", name)
	}
	target := c.find(path+".sum", check.Sum)
	if target == nil {
		return
	}
	if target.Type != record.Decimal && target.Type != record.Int {
		c.add(path+".sum", "only numbers are summed, and %s is of type %s", target.Name, target.Type)
		return
	}
	if v, problem := value.Constant(target, string(check.Within)); check.Within != "" && (problem != nil || v.Int < 0) {
		c.add(path+".within", "expected a number such as 0.50 with at most %d decimals", target.Scale)
	}
	if check.Equals != nil {
		c.checkEquals(path+".equals", target, check)
	}
}

func (c *checker) checkEquals(path string, target *record.Column, check *Check) {
	e := check.Equals
	if e.Number != "" {
		if _, problem := value.Constant(target, string(e.Number)); problem != nil {
			c.add(path, "%v, found %q", problem, e.Number)
		}
		return
	}
	if e.Sheet == "" {
		c.add(path+".sheet", "expected the name of a sheet, as in {sheet: Totalt, cell: B2}")
	}
	if len(check.Per) > 0 {
		c.add(path, "a sheet gives one number, and per makes several sums; leave one of them out")
	}
	if e.Cell != "" && len(e.Label) > 0 {
		c.add(path, "give cell or label, not both")
	}
	if _, _, ok := Address(e.Cell); e.Cell != "" && !ok {
		c.add(path+".cell", "expected an address such as B2, found %q", e.Cell)
	}
}

func (c *checker) checkNewest(path string, check *Check) {
	target := c.find(path+".newest", check.Newest)
	if target != nil && target.Type != record.Date && target.Type != record.DateTime && target.Type != record.Period {
		c.add(path+".newest", "only dates, times and periods can be the newest, and %s is of type %s", target.Name, target.Type)
	}
	if _, ok := Days(check.Within); !ok {
		c.add(path+".within", "expected a number of days before the delivery, as in 45 days, found %q", check.Within)
	}
}

func (c *checker) checkRows(path string, rows *RowCount) {
	if *rows == (RowCount{}) {
		c.add(path, "give min, max or change, as in {min: 100, change: 20%%}")
	}
	if rows.Min < 0 || rows.Max < 0 || rows.Max > 0 && rows.Max < rows.Min {
		c.add(path, "expected numbers of rows, of which max is not below min")
	}
	if _, ok := Percent(rows.Change); rows.Change != "" && !ok {
		c.add(path+".change", "expected a share such as 20%%, found %q", rows.Change)
	}
}
