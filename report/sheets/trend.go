package sheets

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// trend is the cell of a trend and the table that it stands in.
type trend struct {
	sheet, at     string
	table, column string
	row           model.Row
	cell          model.Cell
}

// trendsOf remembers the trends of a table that has been written.
func (c *cursor) trendsOf(t placed) {
	for i, column := range t.Columns {
		if !column.Trend {
			continue
		}
		for n, row := range t.Rows {
			if len(row.Cells) > 0 && len(row.Cells[i].Trend) > 0 {
				c.trends = append(c.trends, trend{c.name, c.at(t.column+i, t.row+n), t.Caption, column.Heading, row, row.Cells[i]})
			}
		}
	}
}

// trendWidth is the width of a column of months.
const trendWidth = 10

// trendSheet writes the months of the trends, a row each, and draws each as a small line in its table.
func (b *book) trendSheet(r *model.Report) {
	if len(b.trends) == 0 {
		return
	}
	c := b.sheet(r, b.locale.Text(locale.TwelveMonths))
	for i, t := range b.trends {
		if i == 0 || t.table != b.trends[i-1].table || t.column != b.trends[i-1].column {
			if i > 0 {
				c.next()
			}
			c.trendHead(t)
		}
		c.trendRow(t)
	}
	b.do(func() error { return b.file.SetColWidth(c.name, "B", "B", figureWidth) })
	b.do(func() error { return b.file.SetColWidth(c.name, "C", "N", trendWidth) })
}

func (c *cursor) trendHead(t trend) {
	c.text(t.table+": "+t.column, style{kind: headingStyle})
	c.text(c.locale.Text(locale.UnitHeading), style{kind: headingStyle})
	for _, p := range t.cell.Trend {
		c.text(p.Period.String(), style{kind: figureHeadStyle})
	}
	c.next()
}

func (c *cursor) trendRow(t trend) {
	c.text(t.row.Label, style{})
	c.text(c.locale.Unit(t.row.Unit), style{})
	from := c.column
	for _, p := range t.cell.Trend {
		c.point(p.Cell(t.cell.Decimals), t.row.Unit)
	}
	months := fmt.Sprintf("'%s'!%s:%s", c.name, c.at(from, c.row), c.at(c.column-1, c.row))
	c.do(func() error {
		return c.file.AddSparkline(t.sheet, &excelize.SparklineOptions{
			Location: []string{t.at}, Range: []string{months},
			Type: "line", Weight: 1.5, Last: true, SeriesColor: accentColor, LastColor: accentColor, EmptyCells: "gap",
		})
	})
	c.next()
}
