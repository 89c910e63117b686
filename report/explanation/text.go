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
