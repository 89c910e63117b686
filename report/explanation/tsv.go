package explanation

import (
	"bufio"
	"context"
	"io"
	"strconv"

	"nyckeltal/report/contribution"
	"nyckeltal/report/machine"
)

// tsvColumns are the columns of TSV. Programs rely on them.
var tsvColumns = []string{
	"side", "contribution", "measure", "factor", "value", "records", "period", "scenario", "span",
	"organisation", "area", "branch", "customer", "service", "version", "dataset", "key",
	"file", "sheet", "cell", "row", "delivery", "job", "loaded_at", "load_id",
}

// restMeasure names in the column measure what the views have cut of a sum.
const restMeasure = "rounding"

// tsv writes a line per contribution, with its place, in the order of deliveries, sheets and rows, and one for what the
// views cut, if anything: per side they add up to the sum. Numbers have a decimal point and no groups. Tabs and line
// breaks in texts become blanks.
func (e *Explanation) tsv(ctx context.Context, w io.Writer) error {
	b := bufio.NewWriter(w)
	machine.Line(b, tsvColumns...)
	for _, s := range e.Sides {
		err := s.Each(ctx, 0, func(c *contribution.Contribution) error {
			machine.Line(b, e.fields(s, c)...)
			return nil
		})
		if err != nil {
			return err
		}
		if !s.Rest.IsZero() {
			rest := &contribution.Contribution{Measure: restMeasure, Value: s.Rest, Factor: one}
			machine.Line(b, e.fields(s, rest)...)
		}
	}
	return b.Flush()
}

// fields are the texts of a contribution, as tsvColumns names them.
func (e *Explanation) fields(s *Side, c *contribution.Contribution) []string {
	d := &contribution.Delivery{}
	if n := e.Delivery(c.Load); n > 0 {
		d = e.Deliveries[n-1]
	}
	loaded, at := "", ""
	if !d.Loaded.IsZero() {
		loaded = d.Loaded.Format("2006-01-02T15:04:05Z07:00")
	}
	if c.Period != 0 {
		at = c.Period.String()
	}
	return []string{
		string(s.Kind), c.Amount().String(), c.Measure, c.Factor.String(), c.Value.String(), positive(c.Records),
		at, c.Scenario, c.Span,
		c.Organisation, c.Area, c.Branch, c.Customer, c.Service, c.Version, c.Dataset, c.Key,
		d.File, c.Sheet, c.Cell, positive(c.Row), d.SHA256, d.Job, loaded, positive(int(c.Load)),
	}
}

// positive writes a number above 0.
func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}
