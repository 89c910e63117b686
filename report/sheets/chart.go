package sheets

import (
	"cmp"
	"fmt"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/model"
)

// diagram is a chart to be drawn: of a panel whose figures are written, at a place of a sheet.
type diagram struct {
	sheet, at     string
	width, height uint
	kind          model.ChartKind
	title, suffix string
	panel         model.Panel
	rows          []model.Month
	name          func(series int) string // the cell with the name of a series
	labels        string                  // the range with the labels of the rows
	values        func(series int) string // the range with the figures of a series
}

// The measures of charts, in pixels: a row of the sheet is 20 high.
const (
	rowPixels    = 20
	chartWidth   = 520
	chartHeight  = 280
	barsHeight   = 44  // of the bars of one name that lie
	aroundBars   = 110 // title, axis and legend
	sharesWidth  = 900
	mostBesides  = 3 // series up to which the chart stands beside its figures, and else below
	axisFontSize = 9
)

// chart writes the figures of each panel, one row per month or whatever it has and one column per series, and draws
// them beside.
func (c *cursor) chart(ch *model.Chart) {
	top := c.row
	c.caption(ch.Caption, "")
	for i, panel := range ch.Panels {
		if i > 0 {
			c.next()
			top = c.row
		}
		label := cmp.Or(panel.Label, ch.RowHeading(c.locale))
		title := cmp.Or(panel.Label, ch.Caption)
		if panel.Unit != "" {
			label += ", " + c.locale.Unit(panel.Unit)
			title += ", " + c.locale.Unit(panel.Unit)
		}
		c.panel(ch, panel, label, title, top)
	}
}

// panel writes and draws a panel whose stretch begins with the row first.
func (c *cursor) panel(ch *model.Chart, panel model.Panel, label, title string, first int) {
	top := c.row
	c.text(label, style{kind: headingStyle})
	for _, s := range panel.Series {
		c.text(s.Name, style{kind: figureHeadStyle})
	}
	width := float64(figureWidth)
	if ch.Kind == model.Shares {
		width = shareWidth // for the names of customers
	}
	c.widths(len(panel.Series), width)
	c.next()
	rows := panel.Months(ch.Kind)
	for _, row := range rows {
		c.text(row.Label(c.locale, ch.Kind), style{})
		for _, cell := range row.Cells {
			c.point(cell, panel.Unit)
		}
		c.next()
	}
	if !panel.HasValues() {
		return
	}
	d := diagram{
		sheet: c.name, width: chartWidth, height: heightOf(ch.Kind, len(rows)), kind: ch.Kind, title: title,
		suffix: c.suffix(panel.Unit), panel: panel, rows: rows,
		name:   func(series int) string { return c.reference(series+1, top, top) },
		labels: c.reference(0, top+1, top+len(rows)),
		values: func(series int) string { return c.reference(series+1, top+1, top+len(rows)) },
	}
	column, row, right := len(panel.Series)+2, top, chartWidth
	if len(panel.Series) > mostBesides {
		d.width, column, row, right = sharesWidth, 0, c.row+1, 0
	}
	d.at = c.at(column, row)
	c.charts = append(c.charts, d)
	c.row = max(c.row, row+int(d.height)/rowPixels+1)
	c.keep(first, max(column, len(panel.Series)+1), right)
}

// heightOf returns how high a chart is: as its bars need where they lie.
func heightOf(kind model.ChartKind, rows int) uint {
	if kind == model.Budget || kind == model.Shares {
		return uint(max(rows*barsHeight+aroundBars, chartHeight-2*rowPixels))
	}
	return chartHeight
}

// reference returns the cells of a column as formulas name them.
func (c *cursor) reference(column, first, last int) string {
	name, err := excelize.ColumnNumberToName(column + 1)
	c.do(func() error { return err })
	if first == last {
		return fmt.Sprintf("'%s'!$%s$%d", c.name, name, first+1)
	}
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", c.name, name, first+1, name, last+1)
}
