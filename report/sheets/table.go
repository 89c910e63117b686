package sheets

import (
	"fmt"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// placed is a table and where its figures go: each of its rows takes one row of the sheet.
type placed struct {
	*model.Table
	row, column int // of its first figure, from 0
}

// table writes a table with its notes and restatements. Where it is alone on its sheet its heading stays in sight and is
// printed on every page.
func (c *cursor) table(t *model.Table, alone bool) {
	top := c.row
	c.caption(t.Caption, t.Unit)
	units := t.Unit == ""
	c.text(t.Heading, style{kind: headingStyle})
	if units {
		c.text(c.locale.Text(locale.UnitHeading), style{kind: headingStyle})
	}
	first := c.column
	for _, column := range t.Columns {
		if column.Status {
			c.text(column.Heading, style{kind: headingStyle, indent: 1})
		} else {
			c.text(column.Heading, style{kind: figureHeadStyle})
		}
	}
	columns := c.column
	c.widths(columns-1, figureWidth)
	c.next()
	if alone {
		c.head()
	}
	p := placed{t, c.row, first}
	for i := range t.Rows {
		c.tableRow(p, i, units)
	}
	c.trendsOf(p)
	c.rowNotes(t)
	c.changes(t, locale.Restated, locale.RestatedNote, t.Restatements())
	c.changes(t, locale.ChangedSince, locale.ChangedNote, t.Changes())
	c.keep(top, columns, 0)
}

var rowStyles = map[model.RowKind]styleKind{
	model.Figures: plainStyle, model.Heading: groupStyle, model.Subtotal: subtotalStyle, model.Total: totalStyle,
}

func (c *cursor) tableRow(t placed, at int, units bool) {
	row := t.Rows[at]
	kind := rowStyles[row.Kind]
	label := row.Label
	if number := t.Noted(at); number > 0 {
		label += "\u00a0" + mark(number)
	}
	c.text(label, style{kind: kind, indent: row.Level})
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
			c.trace(cell, row.UnitOf(cell), row.Label, column.Heading)
			c.formula(cell, row.UnitOf(cell), kind, c.formulaOf(t, at, i))
		}
	}
	c.next()
}

// rowNotes writes what the rows have notes for.
func (c *cursor) rowNotes(t *model.Table) {
	for i, row := range t.Rows {
		if number := t.Noted(i); number > 0 {
			c.prose(mark(number)+" "+row.Note, style{kind: remarkStyle})
		}
	}
}

// mark is what stands at a row and at its note. It is in brackets: raised digits are lost where a font lacks them.
func mark(number int) string { return fmt.Sprintf("(%d)", number) }

// changes lists figures that were or are others at another time, with both.
func (c *cursor) changes(t *model.Table, heading, note locale.Phrase, changes []model.Restatement) {
	if len(changes) == 0 {
		return
	}
	c.next()
	c.text(c.locale.Text(heading), style{kind: captionStyle})
	c.next()
	c.prose(c.locale.Text(note), style{kind: remarkStyle})
	c.text("", style{kind: headingStyle})
	c.text("", style{kind: headingStyle})
	c.text(c.locale.Text(locale.OldHeading), style{kind: figureHeadStyle})
	c.text(c.locale.Text(locale.NewHeading), style{kind: figureHeadStyle})
	c.widths(c.column-1, figureWidth)
	c.next()
	for _, change := range changes {
		label := change.Row.Label
		if unit := t.UnitBeside(change.Row, c.locale); unit != "" {
			label += ", " + unit
		}
		c.text(label, style{})
		c.text(change.Column.Heading, style{kind: wrappedStyle})
		c.figure(change.Was, change.Row.UnitOf(change.Was), plainStyle)
		c.figure(change.Now, change.Row.UnitOf(change.Now), plainStyle)
		c.next()
	}
}
