package difference

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// How the text is set.
const (
	textWidth     = 100
	mostCells     = 20 // of a figure, unless all are asked for
	exactDecimals = 20
)

// text writes the difference for people: of long lists of cells only the largest, unless all is asked for.
func (d *Difference) text(w io.Writer, all bool) error {
	p := &printer{out: bufio.NewWriter(w), d: d, l: d.Locale, all: all}
	p.line(fmt.Sprintf("%s, %s", d.Period, strings.TrimSpace(p.l.SliceKind(d.Slice.Kind)+" "+d.Slice.Name)))
	p.line(fmt.Sprintf("%s %s, %s %s", p.l.Text(locale.OldHeading), moment(d.From),
		strings.ToLower(p.l.Text(locale.NewHeading)), moment(d.To)))
	if len(d.Figures) == 0 {
		p.line("")
		p.line(p.l.Text(locale.NothingDiffers))
	}
	for i, f := range d.Figures {
		if i == 0 || d.Figures[i-1].Indicator != f.Indicator {
			p.line("")
			p.line(fmt.Sprintf("%s (%s)", f.Name, f.Indicator))
		}
		p.figure(f)
		if f.Cells != nil && (i+1 == len(d.Figures) || !sameCells(f, d.Figures[i+1])) {
			p.cells(f)
		}
	}
	return p.out.Flush()
}

// printer writes lines; a write error stays in out until it is flushed.
type printer struct {
	out *bufio.Writer
	d   *Difference
	l   *locale.Locale
	all bool
}

func (p *printer) line(text string) { _, _ = p.out.WriteString(strings.TrimRight(text, " ") + "\n") }

// end writes a line with a text at the right edge.
func (p *printer) end(left, right string) {
	gap := max(textWidth-utf8.RuneCountInString(left)-utf8.RuneCountInString(right), 2)
	p.line(left + strings.Repeat(" ", gap) + right)
}

// figure writes a value before and after.
func (p *printer) figure(f *Figure) {
	right := ""
	if by := f.Difference(); by != nil {
		right = p.signed(*by)
	}
	left := fmt.Sprintf("  %s, %s: %s → %s", p.l.Scenario(f.Scenario), p.l.Window(f.Window), p.value(f, f.Old),
		p.value(f, f.New))
	p.end(left, right)
}

func (p *printer) value(f *Figure, d *decimal.Decimal) string {
	if d == nil {
		return "–"
	}
	return p.l.Value(*d, exactDecimals, f.Unit)
}

func (p *printer) signed(d decimal.Decimal) string {
	text := p.l.Number(d, exactDecimals)
	if d.IsPositive() {
		text = "+" + text
	}
	return text
}

// sameCells tells whether two figures have changed by the same cells, so that these need not be told twice.
func sameCells(a, b *Figure) bool {
	if a.Indicator != b.Indicator || a.Scenario != b.Scenario || len(a.Cells) != len(b.Cells) {
		return false
	}
	for i := range a.Cells {
		if !a.Cells[i].same(&b.Cells[i]) {
			return false
		}
	}
	return true
}

func (c *Cell) same(o *Cell) bool {
	return c.Side == o.Side && sameContribution(c.Old, o.Old) && sameContribution(c.New, o.New)
}

func sameContribution(a, b *contribution.Contribution) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Load == b.Load && a.Sheet == b.Sheet && a.Row == b.Row && a.Cell == b.Cell && a.Measure == b.Measure &&
		a.Period == b.Period && a.Amount().Equal(b.Amount())
}

// cells writes what has changed of a figure, with the sum of each side.
func (p *printer) cells(f *Figure) {
	if len(f.Cells) == 0 {
		p.line("    " + p.l.Text(locale.UnchangedCells))
	}
	for _, side := range []contribution.Side{contribution.Numerator, contribution.Denominator} {
		p.side(f, side)
	}
}

var sideNames = map[contribution.Side]locale.Phrase{
	contribution.Numerator: locale.Numerator, contribution.Denominator: locale.Denominator,
}

func (p *printer) side(f *Figure, side contribution.Side) {
	var sum, told decimal.Decimal
	var cells []*Cell
	for i := range f.Cells {
		if c := &f.Cells[i]; c.Side == side {
			cells, sum = append(cells, c), sum.Add(c.Difference())
		}
	}
	if len(cells) == 0 {
		return
	}
	p.end("    "+p.l.Text(sideNames[side]), p.signed(sum))
	for n, c := range cells {
		if n == mostCells && !p.all {
			left := p.l.Number(decimal.NewFromInt(int64(len(cells)-n)), 0)
			p.end("      "+fmt.Sprintf(p.l.Text(locale.AndMore), left), p.signed(sum.Sub(told)))
			return
		}
		p.cell(c)
		told = told.Add(c.Difference())
	}
}

// cell writes what became of a contribution: what it is of, the amounts, and where they stand.
func (p *printer) cell(c *Cell) {
	one := c.New
	what, values := locale.Changed, ""
	switch {
	case c.Old == nil:
		what = locale.Added
	case c.New == nil:
		what, one = locale.Removed, c.Old
	default:
		values = fmt.Sprintf("%s → %s", p.amount(c.Old), p.amount(c.New))
	}
	parts := []string{p.l.Text(what), one.Period.String()}
	for _, text := range []string{cmp.Or(one.Key, one.Measure), one.Organisation, one.Customer, one.Service, values} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	p.end("      "+strings.Join(parts, "  "), p.signed(c.Difference()))
	if c.Old != nil {
		p.place(locale.OldHeading, c.Old)
	}
	if c.New != nil {
		p.place(locale.NewHeading, c.New)
	}
}

func (p *printer) amount(c *contribution.Contribution) string {
	return p.l.Number(c.Amount(), exactDecimals)
}

// place writes where a contribution stood.
func (p *printer) place(when locale.Phrase, c *contribution.Contribution) {
	lead := fmt.Sprintf("        %s: ", strings.ToLower(p.l.Text(when)))
	d := p.d.delivery(c)
	if d == nil {
		p.line(lead + p.l.Text(locale.SeveralDeliveries))
		return
	}
	file := d.File
	if file == "" {
		file = fmt.Sprintf("%s (%d)", p.l.Text(locale.NotRegistered), d.Load)
	}
	parts := []string{file}
	if c.Sheet != "" {
		parts = append(parts, c.Sheet)
	}
	switch {
	case c.Cell != "":
		parts = append(parts, c.Cell)
	case c.Row > 0:
		parts = append(parts, fmt.Sprintf("%s %d", strings.ToLower(p.l.Text(locale.RowHeading)), c.Row))
	}
	p.line(lead + strings.Join(parts, ", ") + "  " + d.ShortSHA())
}
