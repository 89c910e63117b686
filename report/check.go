package report

import (
	"cmp"
	"errors"

	"nyckeltal/report/definition"
)

// Check tells what in the definitions does not fit the catalogue, before anything is built of them: indicators that it does not
// have, and units that they cannot be shown in. units are the indicators of the catalogue with their units. It returns all faults
// joined; each is a *IndicatorError or a *UnitError.
func Check(definitions []*Definition, units map[string]string) error {
	var faults []error
	for _, d := range definitions {
		c := checker{file: d.File, units: units}
		for _, s := range d.Sections {
			for i := range s.Content {
				c.block(&s.Content[i])
			}
		}
		faults = append(faults, c.faults...)
	}
	return errors.Join(faults...)
}

// checker collects the faults of a definition.
type checker struct {
	file   string
	units  map[string]string
	faults []error
}

func (c *checker) block(b *definition.Block) {
	switch {
	case b.Table != nil:
		c.rows(b.Table, b.Table.Rows)
	case b.Chart != nil:
		for _, id := range b.Chart.Indicators {
			c.shown("chart "+b.Chart.ID, id, b.Chart.Unit)
		}
	}
}

func (c *checker) rows(t *definition.Table, rows []definition.Row) {
	for i := range rows {
		if r := &rows[i]; r.IsGroup() {
			c.rows(t, r.Rows)
		} else {
			c.shown("table "+t.ID, r.IndicatorIn(t), cmp.Or(r.Unit, t.Unit))
		}
	}
}

// shown checks one indicator of a table or chart.
func (c *checker) shown(where, id string, unit *string) {
	own, known := c.units[id]
	if !known {
		c.faults = append(c.faults, &IndicatorError{File: c.file, Where: where, Indicator: id})
	} else if !shownIn(own, unit) {
		c.faults = append(c.faults, &UnitError{File: c.file, Where: where, Indicator: id, From: own, To: *unit})
	}
}

// shownIn tells whether figures in a unit can be shown in another one; none is their own.
func shownIn(own string, unit *string) bool {
	if unit == nil || *unit == own {
		return true
	}
	_, isMoney := moneyUnits[*unit]
	return isMoney && own == "kr"
}
