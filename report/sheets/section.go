package sheets

import (
	"cmp"

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
			for _, paragraph := range block.Prose {
				c.text(paragraph.Text(), style{kind: wrappedStyle})
				c.next()
			}
		case *model.Note:
			c.text(block.Text, style{kind: wrappedStyle})
			c.next()
		}
	}
	if !single {
		c.row = top
		c.freeze(true)
	}
}

// table writes a table. Where it is alone on its sheet its heading stays in sight and is printed on every page.
func (c *cursor) table(t *model.Table, alone bool) {
	c.caption(t.Caption, t.Unit)
	units := t.Unit == ""
	c.text(t.Heading, style{kind: headingStyle})
	if units {
		c.text(c.locale.Text(locale.UnitHeading), style{kind: headingStyle})
	}
	for _, column := range t.Columns {
		if column.Status {
			c.text(column.Heading, style{kind: headingStyle, indent: 1})
		} else {
			c.text(column.Heading, style{kind: figureHeadStyle})
		}
	}
	c.widths(c.column-1, figureWidth)
	c.next()
	if alone {
		c.head()
	}
	for _, row := range t.Rows {
		c.tableRow(t, row, units)
	}
}

var rowStyles = map[model.RowKind]styleKind{
	model.Figures: plainStyle, model.Heading: groupStyle, model.Subtotal: subtotalStyle, model.Total: totalStyle,
}

func (c *cursor) tableRow(t *model.Table, row model.Row, units bool) {
	kind := rowStyles[row.Kind]
	c.text(row.Label, style{kind: kind, indent: row.Level})
	if units {
		c.text(c.locale.Unit(row.Unit), style{kind: kind})
	}
	for i, cell := range row.Cells {
		switch column := t.Columns[i]; {
		case column.Status:
			c.status(cell.Status)
		case column.Trend:
			c.text("", style{kind: kind})
		default:
			c.figure(cell, row.UnitOf(cell), kind)
		}
	}
	c.next()
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

// chart writes the figures of each panel: one row per month, one column per series.
func (c *cursor) chart(ch *model.Chart) {
	c.caption(ch.Caption, "")
	for i, panel := range ch.Panels {
		if i > 0 {
			c.next()
		}
		label := cmp.Or(panel.Label, ch.RowHeading(c.locale))
		if panel.Unit != "" {
			label += ", " + c.locale.Unit(panel.Unit)
		}
		c.text(label, style{kind: headingStyle})
		for _, s := range panel.Series {
			c.text(s.Name, style{kind: figureHeadStyle})
		}
		c.next()
		for _, row := range panel.Months(ch.Kind) {
			c.text(row.Label(c.locale, ch.Kind), style{})
			for _, cell := range row.Cells {
				c.point(cell, panel.Unit)
			}
			c.next()
		}
	}
}
