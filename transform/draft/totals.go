package draft

import (
	"context"
	"slices"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/value"
)

// control is what the rows that sum up say about the sums.
type control struct {
	target string // the dataset's column
	equal  bool   // in every sheet the last such row equals the sum of the details
	sheets int    // with such a row
}

// sumUp adds up the details of each sheet and compares them with the last row that sums up.
func (p *proposal) sumUp(ctx context.Context) error {
	target := p.summed()
	if target == "" || len(p.totals)+p.unnamed == 0 {
		return nil
	}
	c := &control{target: target, equal: true}
	for _, t := range p.tables {
		found, equal, err := p.sumSheet(ctx, p.locate(t), target)
		if err != nil {
			return err
		}
		if found {
			c.sheets++
		}
		c.equal = c.equal && found && equal
	}
	p.control = c
	return nil
}

// summed returns the dataset's column that a total can control, or "".
func (p *proposal) summed() string {
	if p.across != nil {
		return p.across.value
	}
	for _, name := range p.dataset.Control {
		if g := p.find(name); g != nil && g.at >= 0 {
			return name
		}
	}
	return ""
}

// reader returns how the values are read.
func (p *proposal) reader(target string) value.Decimal {
	best, _, _ := bestLocale(p.allNumbers())
	d := value.Decimal{Locale: locales[best].Locale, Scale: p.dataset.Columns[p.dataset.Index(target)].Scale, Round: true}
	if unit, ok := value.FindUnit(p.unitOf(target)); ok {
		d.Unit = unit
	}
	return d
}

// allNumbers returns what is known of all columns of numbers.
func (p *proposal) allNumbers() []*numbers {
	var all []*numbers
	for _, g := range p.looked() {
		if n := p.numbers[g]; n != nil {
			all = append(all, n)
		}
	}
	if p.values != nil {
		all = append(all, p.values)
	}
	return all
}

// sumSheet adds up the details of a sheet. found tells that a row sums up; equal that the last one is the sum.
func (p *proposal) sumSheet(ctx context.Context, l *located, target string) (found, equal bool, err error) {
	columns := l.values
	if p.across == nil {
		columns = []int{l.at[p.find(target)]}
	}
	d := p.reader(target)
	sums, totals := make([]int64, len(columns)), make([]int64, len(columns))
	before := *p.facts // classify counts what is counted already
	defer func() { p.loose, p.doubtful = before.loose, before.doubtful }()
	for row, err := range l.Rows(ctx) {
		if err != nil {
			return false, false, err
		}
		if row.Number <= l.Profile.LastHeading || row.IsBlank() {
			continue
		}
		switch kind, _ := p.classify(l, row); kind {
		case aDetail:
			addCells(&d, sums, row, columns)
		case aTotal, unnamed:
			found = true
			clear(totals)
			addCells(&d, totals, row, columns)
		}
	}
	return found, slices.Equal(sums, totals), ctx.Err()
}

// addCells adds the cells of a row to sums; what is no number adds nothing.
func addCells(d *value.Decimal, sums []int64, row *cell.Row, columns []int) {
	for i, at := range columns {
		if c := row.At(at); !c.IsEmpty() {
			if n, problem := d.Read(c); problem == nil {
				sums[i] += n
			}
		}
	}
}

// unitOf returns the unit that the column's heading, its texts or the rows above the heading name, or "".
func (p *proposal) unitOf(target string) string {
	column := &p.dataset.Columns[p.dataset.Index(target)]
	var n *numbers
	heading := ""
	if g := p.find(target); g != nil && g.at >= 0 {
		n, heading = p.numbers[g], p.first(g).heading
	} else if p.across != nil && p.across.value == target {
		n = p.values
	}
	switch unit := unitIn(heading); {
	case target == "share":
		return "share"
	case !money(p.dataset.Name, target):
		if n != nil && n.lengths > 0 && column.Scale > 0 {
			return "hours"
		}
		return ""
	case unit != "":
		return unit
	case n != nil && len(n.marks) == 1:
		return n.marks[0]
	}
	return p.tables[0].titles.unit
}

// money tells whether a column holds amounts of money, or may.
func money(dataset, column string) bool {
	return dataset == "ledger" && column == "amount" || dataset == "plan" && column == "value"
}
