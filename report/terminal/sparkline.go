package terminal

import (
	"github.com/shopspring/decimal"

	"nyckeltal/report/model"
)

// steps are the heights of a sparkline, from the least to the greatest value of its panel.
var steps = []rune("▁▂▃▄▅▆▇█")

// sparklines writes one line per panel with a sparkline per series of actual values.
func (p *printer) sparklines(c *model.Chart) {
	labels := 0
	for _, panel := range c.Panels {
		labels = max(labels, width(panel.Label))
	}
	for _, panel := range c.Panels {
		line := padRight(panel.Label, labels)
		least, greatest := limits(panel)
		for _, s := range panel.Series {
			if s.Role != model.Target {
				line += "  " + s.Name + " " + sparkline(s, least, greatest)
			}
		}
		p.line("%s", line)
	}
}

// trend returns the sparkline of a cell, from its own least to its greatest value.
func (p *printer) trend(c model.Cell) string {
	if !p.opt.Sparklines {
		return ""
	}
	s := model.Series{Points: c.Trend}
	least, greatest := limits(model.Panel{Series: []model.Series{s}})
	return sparkline(s, least, greatest)
}

// limits returns the least and greatest actual value of the panel.
func limits(panel model.Panel) (least, greatest decimal.Decimal) {
	found := false
	for _, s := range panel.Series {
		for _, point := range s.Points {
			if !point.Valid || s.Role == model.Target {
				continue
			}
			if !found || point.Value.LessThan(least) {
				least = point.Value
			}
			if !found || point.Value.GreaterThan(greatest) {
				greatest = point.Value
			}
			found = true
		}
	}
	return least, greatest
}

func sparkline(s model.Series, least, greatest decimal.Decimal) string {
	line := make([]rune, len(s.Points))
	span := greatest.Sub(least)
	for i, point := range s.Points {
		switch {
		case !point.Valid:
			line[i] = ' '
		case span.IsZero():
			line[i] = steps[len(steps)/2]
		default:
			share := point.Value.Sub(least).Div(span).Mul(decimal.NewFromInt(int64(len(steps) - 1)))
			line[i] = steps[share.Round(0).IntPart()]
		}
	}
	return string(line)
}
