package sheets

import (
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// overviewColumns is how many columns the highlights take.
const overviewColumns = 6

// overview writes the first sheet: what the report is, its highlights, what the controller says of the whole, its notes
// and where its figures come from.
func (b *book) overview(r *model.Report) {
	c := b.sheet(r, b.locale.Text(locale.Overview))
	c.breadth = overviewColumns
	if r.Subtitle != "" {
		c.row--
		c.text(r.Subtitle, style{kind: mutedStyle})
		c.next()
		c.next()
	}
	for _, h := range r.Highlights {
		c.highlight(h)
	}
	c.widths(overviewColumns-1, figureWidth+5)
	c.next()
	if r.Comment != nil {
		c.comment(r.Comment)
		c.next()
	}
	c.lines(r)
}

func (c *cursor) highlight(h model.Highlight) {
	label := h.Label
	if h.Unit != "" && h.Unit != "%" {
		label += ", " + c.locale.Unit(h.Unit)
	}
	c.text(label, style{kind: captionStyle})
	c.trace(h.Cell, h.Unit, h.Label, h.Heading)
	c.figure(h.Cell, h.Unit, captionStyle)
	c.text(h.Heading, style{kind: mutedStyle, indent: 1})
	if h.Against == "" {
		c.column += 2
	} else {
		c.trace(h.Compared, h.Unit, h.Label, h.Against)
		c.figure(h.Compared, h.Unit, plainStyle)
		c.text(h.Against, style{kind: mutedStyle, indent: 1})
	}
	c.status(h.Status)
	c.next()
}

// lines writes notes and provenance, each across the sheet.
func (c *cursor) lines(r *model.Report) {
	all := append(append([]string{}, r.Notes...), c.locale.Text(locale.RoundingNote))
	for _, text := range append(all, model.Provenance(r)...) {
		c.prose(text, style{kind: remarkStyle})
	}
}

// definitions writes how each indicator is computed.
func (b *book) definitions(r *model.Report) {
	if len(r.Indicators) == 0 {
		return
	}
	c := b.sheet(r, b.locale.Text(locale.Definitions))
	for _, heading := range []locale.Phrase{locale.IndicatorHeading, locale.UnitHeading, locale.DefinitionHeading} {
		c.text(b.locale.Text(heading), style{kind: headingStyle})
	}
	b.do(func() error { return b.file.SetColWidth(c.name, "C", "C", textWidth) })
	b.do(func() error { return b.file.SetColWidth(c.name, "B", "B", figureWidth) })
	c.next()
	c.head()
	for _, i := range r.Indicators {
		c.text(i.Name, style{})
		c.text(b.locale.Unit(i.Unit), style{})
		c.text(i.Definition, style{kind: wrappedStyle})
		c.next()
	}
}
