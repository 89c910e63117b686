package mapping

import "nyckeltal/transform/record"

// acrossPeriod checks where the months or years of headings go.
func (c *checker) acrossPeriod(path string, a *Across) {
	if !a.Dated() {
		if a.Period != "" || a.Year != nil {
			c.add(path, "period and year are for headings that are months or years")
		}
		return
	}
	if target := c.find(path+".period", a.PeriodColumn()); target != nil && target.Type != record.Period {
		c.add(path+".period", "column %s is of type %s, expected a period", target.Name, target.Type)
	}
	if a.Headings.Years && a.Year != nil {
		c.add(path+".year", "the headings are the years; leave year out")
	}
}

// otherHeadings checks headings that are neither months nor years.
func (c *checker) otherHeadings(path string, a *Across) {
	c.pattern(path+".headings.pattern", a.Headings.Pattern)
	if len(a.Headings.Groups()) == 0 {
		if target := c.find(path+".column", a.Column); target != nil {
			c.values(path+".values", target, a.Values)
			c.headingTarget(path+".column", target)
		}
		return
	}
	if a.Column != "" || len(a.Values) > 0 {
		c.add(path+".column", "the named groups of the pattern fill columns; translations stand under columns, "+
			"as in columns: {scenario: {values: {Utfall: actual}}}")
	}
	for _, name := range a.Targets() {
		if target := c.find(path+".headings.pattern", name); target != nil {
			c.headingTarget(path+".headings.pattern", target)
		}
	}
}

// headingTarget checks that a heading fits a column.
func (c *checker) headingTarget(path string, target *record.Column) {
	if target.Type != record.Code && target.Type != record.Text {
		c.add(path, "column %s is of type %s, expected a code or text", target.Name, target.Type)
	}
}
