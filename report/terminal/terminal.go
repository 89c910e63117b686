// Package terminal writes reports as text for a terminal: aligned tables within a width, statuses by shape and, where
// asked for, by colour, and charts as sparklines.
package terminal

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// DefaultWidth is the width in columns when none is given.
const DefaultWidth = 80

// Options says how the text is set.
type Options struct {
	Width      int  // columns; DefaultWidth when 0. Figures are never cut: they go beyond a width too small for them
	Color      bool // statuses in colour and headings in bold, by ANSI sequences
	Sparklines bool // charts as sparklines; otherwise they are left out
}

// Write writes the report.
func Write(w io.Writer, r *model.Report, opt Options) error {
	if opt.Width <= 0 {
		opt.Width = DefaultWidth
	}
	p := &printer{out: bufio.NewWriter(w), locale: r.Locale, opt: opt}
	p.title(r)
	for i, s := range r.Sections {
		p.section(i+1, s)
	}
	p.footer(r)
	return p.out.Flush()
}

// printer writes lines; a write error stays in out until it is flushed.
type printer struct {
	out    *bufio.Writer
	locale *locale.Locale
	opt    Options
	marked bool // a status has been written, so the footer explains the marks
}

// line writes one line without trailing blanks.
func (p *printer) line(format string, args ...any) {
	_, _ = p.out.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

func (p *printer) title(r *model.Report) {
	p.line("%s", p.bold(r.Title))
	if r.Subtitle != "" {
		p.line("%s", r.Subtitle)
	}
	p.line("%s", strings.Repeat("═", p.opt.Width))
	p.highlights(r.Highlights)
	if r.Comment != nil {
		p.line("")
		p.comment(r.Comment)
	}
}

// highlights writes one line per highlight: label, figure, and what it is measured against.
func (p *printer) highlights(highlights []model.Highlight) {
	labels, figures := 0, 0
	for _, h := range highlights {
		labels, figures = max(labels, width(h.Label)), max(figures, width(p.figure(h.Cell, h.Unit)))
	}
	for _, h := range highlights {
		lead := fmt.Sprintf("%s %s  %s", p.mark(h.Status), padRight(h.Label, labels),
			p.bold(padLeft(p.figure(h.Cell, h.Unit), figures)))
		against := ""
		if h.Against != "" {
			against = fmt.Sprintf("%s: %s", h.Against, p.figure(h.Compared, h.Unit))
		}
		if against != "" && 2+labels+2+figures+2+width(against) > p.opt.Width {
			p.line("%s", lead)
			p.line("    %s", against)
			continue
		}
		p.line("%s  %s", lead, against)
	}
}

// figure writes a cell with its unit.
func (p *printer) figure(c model.Cell, unit string) string {
	if c.Absence != model.Present {
		return "–"
	}
	if unit == "%" || unit == "" {
		return c.Display(p.locale, unit)
	}
	return c.Display(p.locale, unit) + " " + p.locale.Unit(unit)
}

func (p *printer) section(number int, s model.Section) {
	p.line("")
	p.line("%s", p.bold(fmt.Sprintf("%d %s", number, s.Title)))
	p.line("%s", strings.Repeat("─", p.opt.Width))
	for i, block := range s.Blocks {
		if i > 0 && p.writes(block) {
			p.line("")
		}
		p.block(block)
	}
}

// writes tells whether the block leaves anything in the text.
func (p *printer) writes(block model.Block) bool {
	_, chart := block.(*model.Chart)
	return !chart || p.opt.Sparklines
}

func (p *printer) block(block model.Block) {
	switch b := block.(type) {
	case *model.Table:
		p.table(b)
	case *model.List:
		p.list(b)
	case *model.Chart:
		if p.opt.Sparklines {
			p.chart(b)
		}
	case *model.Comment:
		p.comment(b)
	case *model.Note:
		p.paragraph("", b.Text)
	}
}

// comment writes paragraphs with a blank line between them, and the items of lists beneath each other.
func (p *printer) comment(c *model.Comment) {
	for i, paragraph := range c.Prose {
		if i > 0 && (!isItem(paragraph) || !isItem(c.Prose[i-1])) && c.Prose[i-1].Kind != model.Subheading {
			p.line("")
		}
		switch paragraph.Kind {
		case model.Subheading:
			p.line("%s", p.bold(paragraph.Text()))
		case model.Bullet:
			p.paragraph("• ", paragraph.Text())
		case model.Numbered:
			p.paragraph(fmt.Sprintf("%d. ", paragraph.Number), paragraph.Text())
		default:
			p.paragraph("", paragraph.Text())
		}
	}
}

func isItem(p model.Paragraph) bool { return p.Kind == model.Bullet || p.Kind == model.Numbered }

// paragraph writes the text wrapped, its further lines indented by the width of the lead.
func (p *printer) paragraph(lead, text string) {
	indent := strings.Repeat(" ", width(lead))
	for i, l := range wrap(text, p.opt.Width-width(lead)) {
		if i == 0 {
			p.line("%s%s", lead, l)
		} else {
			p.line("%s%s", indent, l)
		}
	}
}

func (p *printer) footer(r *model.Report) {
	p.line("")
	p.line("%s", strings.Repeat("─", p.opt.Width))
	for _, note := range r.Notes {
		p.paragraph("", note)
	}
	if p.marked {
		p.legend()
	}
	p.paragraph("", p.locale.Text(locale.RoundingNote))
	for _, l := range model.Provenance(r) {
		p.paragraph("", l)
	}
}

func (p *printer) legend() {
	var marks []string
	for _, s := range []model.Status{model.Green, model.Yellow, model.Red, model.Ongoing, model.Done} {
		marks = append(marks, p.mark(s)+" "+strings.ToLower(s.Name(p.locale)))
	}
	p.line("%s: %s", p.locale.Text(locale.StatusHeading), strings.Join(marks, "  "))
}

// mark writes the status as one sign.
func (p *printer) mark(s model.Status) string {
	if s != model.Unknown {
		p.marked = true
	}
	if code := colors[s]; p.opt.Color && code != "" {
		return code + s.Mark() + "\x1b[0m"
	}
	return s.Mark()
}

var colors = map[model.Status]string{
	model.Green: "\x1b[32m", model.Done: "\x1b[32m", model.Yellow: "\x1b[33m", model.Red: "\x1b[31m",
	model.Ongoing: "\x1b[34m",
}

func (p *printer) bold(s string) string {
	if p.opt.Color {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}

// width counts the columns that the text takes: one per character.
func width(s string) int { return utf8.RuneCountInString(s) }

// wrap breaks the text at blanks into lines of the width. A word longer than that has a line of its own. No-break
// spaces do not break.
func wrap(text string, columns int) []string {
	var lines []string
	current := ""
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		switch {
		case current == "":
			current = word
		case width(current)+1+width(word) <= columns:
			current += " " + word
		default:
			lines, current = append(lines, current), word
		}
	}
	return append(lines, current)
}
