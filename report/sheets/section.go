package sheets

import (
	"fmt"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

func (b *book) section(r *model.Report, s model.Section) {
	c := b.sheet(r, s.Title)
	top := c.row
	single := len(s.Blocks) == 1
	for i, block := range s.Blocks {
		if i > 0 {
			c.next()
		}
		switch block := block.(type) {
		case *model.Table:
			c.table(block, single)
		case *model.List:
			c.list(block, single)
		case *model.Chart:
			c.chart(block)
		case *model.Comment:
			c.comment(block)
		case *model.Note:
			c.prose(block.Text, style{kind: wrappedStyle})
		}
	}
	if !single {
		c.row = top
		c.freeze(true)
		c.repeat(1, top)
	}
}

// comment writes what the controller says, a paragraph across the sheet each.
func (c *cursor) comment(comment *model.Comment) {
	for _, p := range comment.Prose {
		st, text := style{kind: wrappedStyle}, p.Text()
		switch p.Kind {
		case model.Subheading:
			st.kind = subheadStyle
		case model.Bullet:
			text = "• " + text
		case model.Numbered:
			text = fmt.Sprintf("%d. %s", p.Number, text)
		}
		c.prose(text, st)
	}
}

func (c *cursor) caption(caption, unit string) {
	if unit != "" {
		caption += ", " + c.locale.Unit(unit)
	}
	if caption != "" {
		c.text(caption, style{kind: captionStyle})
		c.next()
	}
}

// status writes the status in words, with its mark and colour.
func (c *cursor) status(s model.Status) {
	text := ""
	if s != model.Unknown {
		text = s.Mark() + " " + s.Name(c.locale)
	}
	c.text(text, style{kind: statusStyle, status: s, indent: 1})
}

// list writes a list: area, item, status, cause and action.
func (c *cursor) list(l *model.List, alone bool) {
	c.caption(l.Caption, "")
	c.text(l.ItemHeading, style{kind: headingStyle})
	c.text(l.StatusHeading, style{kind: headingStyle, indent: 1})
	c.text(c.locale.Text(locale.Cause), style{kind: headingStyle})
	c.text(c.locale.Text(locale.Action), style{kind: headingStyle})
	c.do(func() error { return c.file.SetColWidth(c.name, "A", "A", itemWidth) })
	c.do(func() error { return c.file.SetColWidth(c.name, "B", "B", figureWidth) })
	c.do(func() error { return c.file.SetColWidth(c.name, "C", "D", reasonWidth) })
	c.next()
	if alone {
		c.head()
	}
	if len(l.Groups) == 0 {
		c.text(c.locale.Text(locale.NoItems), style{kind: mutedStyle})
		c.next()
	}
	for _, g := range l.Groups {
		if g.Heading != "" {
			c.text(g.Heading, style{kind: groupStyle})
			c.next()
		}
		for _, i := range g.Items {
			c.text(i.Text, style{kind: wrappedStyle})
			c.status(i.Status)
			c.text(i.Cause, style{kind: wrappedStyle})
			c.text(i.Action, style{kind: wrappedStyle})
			c.next()
		}
	}
}
