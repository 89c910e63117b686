package explanation

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// TextOptions say how the text is set.
type TextOptions struct {
	Width int  // columns; 100 when 0. Nothing is cut to fit
	All   bool // every sheet and contribution, and not only the largest
}

// How much of long lists the text shows.
const (
	mostSheets        = 20
	mostContributions = 10
	textWidth         = 100
	shortSHA          = 12
	exactDecimals     = 20 // more than any product has
)

// text writes the explanation for people: of long lists only the largest, unless all is asked for. It reads the
// contributions meanwhile.
func (e *Explanation) text(ctx context.Context, w io.Writer, opt TextOptions) error {
	p := &printer{out: bufio.NewWriter(w), e: e, l: e.Locale, opt: opt}
	p.opt.Width = cmp.Or(opt.Width, textWidth)
	p.head()
	for _, s := range e.Sides {
		if err := p.side(ctx, s); err != nil {
			return err
		}
	}
	return p.out.Flush()
}

// printer writes lines; a write error stays in out until it is flushed.
type printer struct {
	out *bufio.Writer
	e   *Explanation
	l   *locale.Locale
	opt TextOptions
}

func (p *printer) line(text string) { _, _ = p.out.WriteString(strings.TrimRight(text, " ") + "\n") }

// sum writes a line that ends with a number, at the right edge.
func (p *printer) sum(left string, d decimal.Decimal) {
	right := p.l.Number(d, exactDecimals)
	gap := max(p.opt.Width-utf8.RuneCountInString(left)-utf8.RuneCountInString(right), 2)
	p.line(left + strings.Repeat(" ", gap) + right)
}

func (p *printer) head() {
	e := p.e
	p.line(fmt.Sprintf("%s (%s)", e.Name, e.ID))
	if e.Definition != "" {
		p.line(e.Definition)
	}
	p.line(e.Subject())
	p.line(fmt.Sprintf("%s %s", p.l.Text(locale.AsOf), e.AsOf.UTC().Format("2006-01-02 15:04:05 MST")))
	p.line("")
	p.line(e.Answer() + " = " + e.Formula)
}

// Subject says which figure it is: scenario, window, months and slice.
func (e *Explanation) Subject() string {
	parts := []string{e.Locale.Scenario(e.Scenario)}
	if e.Version != "" {
		parts[0] += " " + e.Version
	}
	months := e.First.String()
	switch {
	case e.Window == "":
		months = e.Period
	case e.Last != e.First:
		months += "–" + e.Last.String()
	}
	if e.Window != "" {
		months = e.Locale.Window(e.Window) + " " + months
	}
	parts = append(parts, months)
	for _, s := range e.Slices {
		parts = append(parts, strings.TrimSpace(e.Locale.SliceKind(s.Kind)+" "+s.Name))
	}
	return strings.Join(parts, ", ")
}

// Answer is the value as reports show it, and exactly where that is another number.
func (e *Explanation) Answer() string {
	l := e.Locale
	if e.Value == nil {
		return l.Text(locale.NoFigure) + " (" + e.why() + ")"
	}
	text := l.Value(*e.Value, e.Decimals, e.Unit)
	if exact := l.Value(*e.Value, exactDecimals, e.Unit); exact != text {
		text += " (" + exact + ")"
	}
	if e.Unit != "%" && e.Unit != "" {
		text += " " + l.Unit(e.Unit)
	}
	return text
}

// why says why there is no value.
func (e *Explanation) why() string {
	switch e.Absence {
	case NoDivisor:
		return e.Locale.Text(locale.DivisorIsZero)
	case NoTarget:
		return e.Locale.Text(locale.TargetOfMonth)
	case NoShares:
		return e.Locale.Text(locale.SharesIncomplete)
	}
	return fmt.Sprintf(e.Locale.Text(locale.LacksMonths), e.Months, e.Expected)
}

var sideNames = map[contribution.Side]locale.Phrase{
	contribution.Numerator: locale.Numerator, contribution.Denominator: locale.Denominator,
	contribution.Cost: locale.CostSide, contribution.Share: locale.ShareSide,
}

// Name is what the side is called.
func (s *Side) Name(l *locale.Locale) string { return l.Text(sideNames[s.Kind]) }

// side writes a sum: its terms, its deliveries and sheets, and their cells.
func (p *printer) side(ctx context.Context, s *Side) error {
	p.line("")
	p.sum(s.Name(p.l), s.Sum)
	if s.Count == 0 {
		p.line("  " + p.l.Text(locale.NothingContributes))
	}
	if len(s.Terms) > 1 {
		for _, t := range s.Terms {
			p.sum("  "+withFactor(t.Measure, t.Factor, p.l), t.Sum)
		}
	}
	shown := p.shown(s)
	if err := p.sheets(ctx, s, shown); err != nil {
		return err
	}
	if left := len(s.Sheets) - len(shown); left > 0 {
		rest := s.Sum.Sub(s.Rest)
		for n := range shown {
			rest = rest.Sub(s.Sheets[n].Sum)
		}
		p.sum("  "+fmt.Sprintf(p.l.Text(locale.AndMoreDeliveries), p.number(left)), rest)
	}
	if !s.Rest.IsZero() {
		p.sum("  "+p.l.Text(s.RestName()), s.Rest)
	}
	return nil
}

// RestName says what the rest of a side is.
func (s *Side) RestName() locale.Phrase {
	if s.Kind == contribution.Cost {
		return locale.RestOfOre
	}
	return locale.RestOfDecimals
}

func withFactor(text string, factor decimal.Decimal, l *locale.Locale) string {
	if isOne(factor) {
		return text
	}
	return text + " × " + l.Number(factor, exactDecimals)
}

func (p *printer) number(n int) string { return p.l.Number(decimal.NewFromInt(int64(n)), 0) }

// shown returns the numbers of the sheets that are shown: all, or the largest.
func (p *printer) shown(s *Side) map[int]bool {
	order := make([]int, len(s.Sheets))
	for i := range order {
		order[i] = i
	}
	if !p.opt.All && len(order) > mostSheets {
		slices.SortStableFunc(order, func(a, b int) int { return s.Sheets[b].Sum.Abs().Cmp(s.Sheets[a].Sum.Abs()) })
		order = order[:mostSheets]
	}
	shown := make(map[int]bool, len(order))
	for _, n := range order {
		shown[n] = true
	}
	return shown
}

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
	p.line(fmt.Sprintf("  [%d] %s  %s  %s %s, %s %s", number, d.File, d.SHA256[:min(shortSHA, len(d.SHA256))],
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
