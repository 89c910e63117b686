package page

import (
	"fmt"

	"github.com/shopspring/decimal"

	"nyckeltal/report/model"
)

// The measures of bars that lie: each has its name and figure above it.
const (
	barRow    = 46.0
	barTop    = 20.0 // from the row's top to the bar
	barHeight = 16.0
	overhang  = 4.0  // of the mark of a budget
	tightest  = 34.0 // the narrowest part that has room for its percent
)

// lying returns an empty drawing with a row per bar.
func lying(rows int) drawing {
	return drawing{Width: coordinate(drawingWidth), Height: coordinate(float64(rows)*barRow + 4)}
}

// drawBudget draws a bar per indicator from zero, with a mark at the budget.
func drawBudget(l writer, p model.Panel) drawing {
	rows := p.Months(model.Budget)
	d := lying(len(rows))
	low, high := bounds(p)
	low, high = min(low, 0), max(high, 0)
	if low == high {
		high = 1
	}
	x := func(value float64) float64 { return (value-low)/(high-low)*(drawingWidth-4) + 2 }
	for i, row := range rows {
		top := float64(i)*barRow + barTop
		d.name(i, row.Name)
		text := ""
		for s, cell := range row.Cells {
			if cell.Absence != model.Present {
				continue
			}
			at := x(cell.Value.InexactFloat64())
			if text != "" {
				text += " / "
			}
			text += cell.Display(l.Locale, p.Unit)
			if p.Series[s].Role == model.Target {
				d.Paths = append(d.Paths, path{string(model.Target), fmt.Sprintf("M%.1f %.1fV%.1f", at, top-overhang,
					top+barHeight+overhang)})
				continue
			}
			d.Bars = append(d.Bars,
				bar{"track", coordinate(2), coordinate(top), coordinate(drawingWidth - 4), coordinate(barHeight)},
				bar{
					string(p.Series[s].Role), coordinate(min(x(0), at)), coordinate(top), coordinate(max(at-x(0), x(0)-at)),
					coordinate(barHeight),
				})
		}
		d.value(i, text)
	}
	return d
}

// drawShares draws a bar per service on one scale, made of a part per customer with its percent.
func drawShares(l writer, p model.Panel) drawing {
	rows := p.Months(model.Shares)
	d := lying(len(rows))
	sums := make([]decimal.Decimal, len(rows))
	longest := 0.0
	for i, row := range rows {
		for _, cell := range row.Cells {
			if cell.Value.IsPositive() {
				sums[i] = sums[i].Add(cell.Value)
			}
		}
		longest = max(longest, sums[i].InexactFloat64())
	}
	if longest == 0 {
		return d
	}
	for i, row := range rows {
		d.name(i, row.Name)
		d.value(i, model.Cell{Value: sums[i], Decimals: p.Decimals}.Display(l.Locale, p.Unit))
		x, top := 2.0, float64(i)*barRow+barTop
		for s, cell := range row.Cells {
			if !cell.Value.IsPositive() {
				continue
			}
			width := cell.Value.InexactFloat64() / longest * (drawingWidth - 4)
			d.Bars = append(d.Bars, bar{
				class(s, model.Share), coordinate(x), coordinate(top), coordinate(max(width-1, 0.1)),
				coordinate(barHeight),
			})
			if width >= tightest {
				share := cell.Value.Mul(decimal.NewFromInt(100)).Div(sums[i])
				d.Insides = append(d.Insides, inside{class(s, model.Share), coordinate(x + width/2), coordinate(top + barHeight - 4), l.Value(share, 0, "%")})
			}
			x += width
		}
	}
	return d
}

func (d *drawing) name(row int, text string) {
	d.Names = append(d.Names, label{coordinate(2), coordinate(float64(row)*barRow + barTop - 7), text})
}

func (d *drawing) value(row int, text string) {
	d.Values = append(d.Values, label{coordinate(drawingWidth - 2), coordinate(float64(row)*barRow + barTop - 7), text})
}
