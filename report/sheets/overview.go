package sheets

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// overview writes the first sheet: what the report is, its highlights, its notes and where its figures come from.
func (b *book) overview(r *model.Report) {
	c := b.sheet(r, b.locale.Text(locale.Overview))
	if r.Subtitle != "" {
		c.row--
		c.text(r.Subtitle, style{kind: mutedStyle})
		c.next()
		c.next()
	}
	for _, h := range r.Highlights {
		label := h.Label
		if h.Unit != "" && h.Unit != "%" {
			label += ", " + b.locale.Unit(h.Unit)
		}
		c.text(label, style{kind: captionStyle})
		c.figure(h.Cell, h.Unit, captionStyle)
		c.text(h.Heading, style{kind: mutedStyle, indent: 1})
		if h.Against != "" {
			c.figure(h.Compared, h.Unit, plainStyle)
			c.text(h.Against, style{kind: mutedStyle, indent: 1})
		}
		c.status(h.Status)
		c.next()
	}
	c.widths(5, figureWidth+5)
	c.next()
	c.lines(r)
}

// lines writes notes and provenance, each across the sheet.
func (c *cursor) lines(r *model.Report) {
	all := append(append([]string{}, r.Notes...), c.locale.Text(locale.RoundingNote))
	for _, text := range append(all, model.Provenance(r)...) {
		c.text(text, style{kind: mutedStyle})
		c.next()
	}
}

// definitions writes the last sheet: how each indicator is computed.
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

// head marks the row above the place as the heading of its sheet: in sight when scrolling, and on every printed page.
func (c *cursor) head() {
	c.freeze(true)
	c.do(func() error {
		return c.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", c.name, c.row, c.row), Scope: c.name})
	})
}
