package explanation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// sheets writes the sheets with their contributions, which come in the same order.
func (p *printer) sheets(ctx context.Context, s *Side, shown map[int]bool) error {
	most := mostContributions
	if p.opt.All {
		most = 0
	}
	at := &place{printer: p, side: s, shown: shown, current: -1}
	err := s.Each(ctx, most, func(c *contribution.Contribution) error {
		at.goTo(c)
		if at.shown[at.current] {
			at.contribution(c)
		}
		return nil
	})
	at.leave()
	return err
}

// place is the sheet whose contributions are being written.
type place struct {
	*printer
	side     *Side
	shown    map[int]bool
	current  int // among the side's sheets
	delivery int // that has been written last
	written  int
	told     decimal.Decimal // the sum of those written
}

// goTo goes on to the sheet of a contribution.
func (at *place) goTo(c *contribution.Contribution) {
	delivery := at.e.Delivery(c.Load)
	if at.current >= 0 {
		if now := at.side.Sheets[at.current]; now.Delivery == delivery && now.Name == c.Sheet {
			return
		}
		at.leave()
	}
	at.current = slices.IndexFunc(at.side.Sheets, func(s Sheet) bool {
		return s.Delivery == delivery && s.Name == c.Sheet
	})
	at.written, at.told = 0, decimal.Zero
	if at.current < 0 || !at.shown[at.current] {
		return
	}
	sheet := at.side.Sheets[at.current]
	if at.delivery != delivery || at.delivery == 0 {
		if at.deliveryLine(delivery); delivery == 0 {
			for _, number := range at.side.Untold {
				at.deliveryLine(number)
			}
		}
		at.delivery = delivery
	}
	at.sum("      "+at.sheetName(sheet), sheet.Sum)
}

func (p *printer) records(n int) string {
	if n == 1 {
		return p.l.Text(locale.OneRecord)
	}
	return fmt.Sprintf(p.l.Text(locale.RecordCount), p.number(n))
}

func (p *printer) sheetName(s Sheet) string {
	rows := p.records(s.Records)
	if s.Name == "" {
		return rows
	}
	return s.Name + ", " + rows
}

// leave tells what of the sheet has not been written.
func (at *place) leave() {
	if at.current < 0 || !at.shown[at.current] {
		return
	}
	sheet := at.side.Sheets[at.current]
	if left := sheet.Count - at.written; left > 0 {
		at.sum("        "+fmt.Sprintf(at.l.Text(locale.AndMore), at.number(left)), sheet.Sum.Sub(at.told))
	}
}

func (p *printer) deliveryLine(number int) {
	if number == 0 {
		p.line("  " + p.l.Text(locale.SeveralDeliveries))
		return
	}
	d := p.e.Deliveries[number-1]
	if d.File == "" {
		p.line(fmt.Sprintf("  [%d] %s (%d)", number, p.l.Text(locale.NotRegistered), d.Load))
		return
	}
	p.line(fmt.Sprintf("  [%d] %s  %s  %s %s, %s %s", number, d.File, d.ShortSHA(),
		strings.ToLower(p.l.Text(locale.LoadedAt)), d.Loaded.Format("2006-01-02 15:04:05"),
		strings.ToLower(p.l.Text(locale.JobHeading)), d.Job))
}

// contribution writes one line: where it stands, what it is of, and what it adds.
func (at *place) contribution(c *contribution.Contribution) {
	parts := []string{fmt.Sprintf("%-8s", at.where(c)), c.Period.String()}
	if len(at.side.Terms) > 1 {
		parts = append(parts, c.Measure)
	}
	for _, text := range at.who(c) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if c.Records > 1 {
		parts = append(parts, at.records(c.Records))
	}
	if !isOne(c.Factor) {
		parts = append(parts, withFactor(at.l.Number(c.Value, exactDecimals), c.Factor, at.l))
	}
	at.sum("        "+strings.Join(parts, "  "), c.Amount())
	at.written++
	at.told = at.told.Add(c.Amount())
}

// who says what a contribution is of, as far as the figure does not.
func (at *place) who(c *contribution.Contribution) []string {
	key, area := c.Key, c.Area
	if c.Dataset == "volume" || key == c.Service || key == at.e.ID {
		key = ""
	}
	if c.Organisation != "" {
		area = "" // the unit says it
	}
	return []string{key, c.Organisation, area, c.Customer, c.Service}
}

// where is the place in the sheet: a cell, or else a row.
func (p *printer) where(c *contribution.Contribution) string {
	switch {
	case c.Cell != "":
		return c.Cell
	case c.Row > 0:
		return fmt.Sprintf("%s %d", strings.ToLower(p.l.Text(locale.RowHeading)), c.Row)
	}
	return ""
}
