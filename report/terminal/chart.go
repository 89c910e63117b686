package terminal

import (
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// barWidth is how many columns the longest bar takes.
const barWidth = 24

func (p *printer) chart(c *model.Chart) {
	caption := c.Caption
	if len(c.Panels) == 1 && c.Panels[0].Label == "" && c.Panels[0].Unit != "" {
		caption += ", " + p.locale.Unit(c.Panels[0].Unit)
	}
	p.line("%s", p.bold(caption))
	switch c.Kind {
	case model.Tertials:
		p.tertials(c)
	case model.Budget:
		p.budget(c.Panels[0])
	case model.Shares:
		p.shares(c.Panels[0])
	default:
		p.sparklines(c)
	}
}

// tertials writes the values of each series, for there are three at most.
func (p *printer) tertials(c *model.Chart) {
	for _, panel := range c.Panels {
		var parts []string
		for _, s := range panel.Series {
			var values []string
			for _, point := range s.Points {
				if !point.Valid {
					continue
				}
				text := panel.Cell(point).Display(p.locale, panel.Unit)
				at := model.Month{Period: point.Period}.Label(p.locale, c.Kind)
				values = append(values, at+"\u00a0"+text)
			}
			if len(values) > 0 {
				parts = append(parts, strings.ReplaceAll(s.Name, " ", "\u00a0")+":\u00a0"+strings.Join(values, " "))
			}
		}
		p.paragraph(panel.Label+"  ", strings.Join(parts, ";  "))
	}
}

// budget writes a line per indicator: a bar for the actual value with a mark at the budget, and both figures.
func (p *printer) budget(panel model.Panel) {
	rows := panel.Months(model.Budget)
	labels, figures := 0, make([]int, len(panel.Series))
	for i, s := range panel.Series {
		figures[i] = width(s.Name)
	}
	longest := greatest(panel)
	for _, row := range rows {
		labels = max(labels, width(row.Name))
		for i, cell := range row.Cells {
			figures[i] = max(figures[i], width(p.figure(cell, "")))
		}
	}
	labels = max(min(labels, p.opt.Width-barWidth-sum(figures)-2*(1+len(figures))), leastLabel)
	head := strings.Repeat(" ", labels+2+barWidth)
	for i, s := range panel.Series {
		head += "  " + padLeft(s.Name, figures[i])
	}
	p.line("%s", head)
	for _, row := range rows {
		lines := wrap(row.Name, labels)
		for _, line := range lines[:len(lines)-1] {
			p.line("%s", line)
		}
		text := padRight(lines[len(lines)-1], labels) + "  " + bar(row.Cells, longest)
		for i, cell := range row.Cells {
			text += "  " + padLeft(p.figure(cell, ""), figures[i])
		}
		p.line("%s", text)
	}
}

func sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
}

// greatest returns the greatest value of the panel, or zero where that is greater.
func greatest(panel model.Panel) (found decimal.Decimal) {
	for _, s := range panel.Series {
		for _, point := range s.Points {
			if point.Valid {
				found = decimal.Max(found, point.Value)
			}
		}
	}
	return found
}

// bar draws the first cell as a bar and the second as a mark, on a scale that ends with the longest; what is below zero has no length.
func bar(cells []model.Cell, longest decimal.Decimal) string {
	line := []rune(strings.Repeat("·", barWidth))
	place := func(c model.Cell) int {
		if c.Absence != model.Present || !longest.IsPositive() || !c.Value.IsPositive() {
			return 0
		}
		return int(c.Value.Mul(decimal.NewFromInt(barWidth)).Div(longest).Round(0).IntPart())
	}
	for i := range place(cells[0]) {
		line[i] = '█'
	}
	if at := place(cells[len(cells)-1]); len(cells) > 1 && at > 0 {
		line[at-1] = '┃'
	}
	return string(line)
}

// shares writes a paragraph per service: its cost, and the part of each customer in percent.
func (p *printer) shares(panel model.Panel) {
	for _, row := range panel.Months(model.Shares) {
		var whole decimal.Decimal
		for _, cell := range row.Cells {
			whole = whole.Add(cell.Value)
		}
		total := model.Cell{Value: whole, Decimals: panel.Decimals}
		p.line("%s  %s", row.Name, p.figure(total, ""))
		var parts []string
		for i, cell := range row.Cells {
			if whole.IsZero() || cell.Absence != model.Present || cell.Value.IsZero() {
				continue
			}
			share := locale.Round(cell.Value.Mul(decimal.NewFromInt(100)).Div(whole), 0)
			parts = append(parts, panel.Series[i].Name+"\u00a0"+p.locale.Value(share, 0, "%"))
		}
		p.paragraph("  ", strings.Join(parts, ", "))
	}
}
