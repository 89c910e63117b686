package page

import (
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/report/model"
)

// The size of a drawing and the room around its plot, in units of its view box.
const (
	drawingWidth  = 440.0
	drawingHeight = 220.0
	roomLeft      = 64.0
	roomRight     = 10.0
	roomTop       = 14.0
	roomBottom    = 24.0
)

// rollingRoom is the part of a line's range that is left free above and below it.
const rollingRoom = 0.15

// drawing is the geometry of one panel. Coordinates are texts with one decimal.
type drawing struct {
	Width, Height string
	Left, Right   string
	Zero          string // the y of the axis
	Ticks         []tick
	Labels        []label
	Bars          []bar
	Paths         []path
	Dot           *dot
	Names         []label  // of the bars that lie
	Values        []label  // their figures, and those above bars that stand
	Insides       []inside // within bars and their parts
}

type tick struct{ Y, TextY, TextX, Text string }

type label struct{ X, Y, Text string }

// inside is a text on a bar of the class.
type inside struct{ Class, X, Y, Text string }

type bar struct{ Class, X, Y, Width, Height string }

type path struct{ Class, D string }

// dot marks the newest value of a line.
type dot struct{ X, Y, TextX, TextY, Text string }

// plot maps values and months to coordinates.
type plot struct {
	low, high float64
	slots     int
}

func (p plot) y(value float64) float64 {
	return roomTop + (p.high-value)/(p.high-p.low)*(drawingHeight-roomTop-roomBottom)
}

func (p plot) slot() float64 { return (drawingWidth - roomLeft - roomRight) / float64(p.slots) }

// x returns the left edge of the slot.
func (p plot) x(slot int) float64 { return roomLeft + float64(slot)*p.slot() }

func coordinate(v float64) string { return fmt.Sprintf("%.1f", v) }

// draw lays out the panel: bars from zero for months and tertials, a line in its own range for rolling values, bars that
// lie for what has names.
func draw(l writer, kind model.ChartKind, p model.Panel) drawing {
	switch kind {
	case model.Budget:
		return drawBudget(l, p)
	case model.Shares:
		return drawShares(l, p)
	}
	months := p.Months(kind)
	low, high := bounds(p)
	if kind != model.Rolling {
		low, high = min(low, 0), max(high, 0)
	} else {
		room := (high - low) * rollingRoom
		low, high = low-room, high+room
	}
	ticks := niceTicks(low, high)
	at := plot{low: ticks[0], high: ticks[len(ticks)-1], slots: max(len(months), 1)}
	d := drawing{
		Width: coordinate(drawingWidth), Height: coordinate(drawingHeight),
		Left: coordinate(roomLeft), Right: coordinate(drawingWidth - roomRight), Zero: coordinate(at.y(min(max(at.low, 0), at.high))),
	}
	for _, value := range ticks {
		d.Ticks = append(d.Ticks, tick{
			coordinate(at.y(value)), coordinate(at.y(value) + 4), coordinate(roomLeft - 8),
			l.Value(decimal.NewFromFloat(value), 6, p.Unit),
		})
	}
	if kind == model.Rolling {
		d.rolling(l, at, p, months)
	} else {
		d.months(l, kind, at, p, months)
	}
	return d
}

// bounds returns the least and greatest value of the panel.
func bounds(p model.Panel) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, s := range p.Series {
		for _, point := range s.Points {
			if point.Valid {
				v := point.Value.InexactFloat64()
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if low > high {
		return 0, 0
	}
	return low, high
}

// niceTicks returns three to six round values that span low and high.
func niceTicks(low, high float64) []float64 {
	if low == high {
		low, high = low-1, high+1
		if low == -1 {
			low = 0
		}
	}
	const wanted = 4
	rough := (high - low) / wanted
	magnitude := math.Pow(10, math.Floor(math.Log10(rough)))
	step := magnitude * 10
	for _, factor := range []float64{1, 2, 2.5, 5} {
		if factor*magnitude >= rough {
			step = factor * magnitude
			break
		}
	}
	first, last := math.Floor(low/step+1e-9), math.Ceil(high/step-1e-9)
	var ticks []float64
	for i := first; i <= last; i++ {
		ticks = append(ticks, i*step)
	}
	return ticks
}

// months draws a pair of bars per month or tertial, the year before and the year, and the target as a line across them.
func (d *drawing) months(l writer, kind model.ChartKind, at plot, p model.Panel, months []model.Month) {
	width := at.slot() * 0.38
	for i, month := range months {
		d.Labels = append(d.Labels, label{
			coordinate(at.x(i) + at.slot()/2), coordinate(drawingHeight - 7),
			month.Label(l.Locale, kind),
		})
		for s, cell := range month.Cells {
			if cell.Absence != model.Present {
				continue
			}
			value := cell.Value.InexactFloat64()
			role, left := p.Series[s].Role, at.x(i)+at.slot()*0.1
			switch role {
			case model.Target:
				d.Paths = append(d.Paths, path{string(role), fmt.Sprintf("M%.1f %.1fH%.1f", at.x(i)+1, at.y(value),
					at.x(i)+at.slot()-1)})
				continue
			case model.Prior:
			default:
				left += width + 1
			}
			d.Bars = append(d.Bars, column(at, role, left, width, value))
			if kind == model.Tertials {
				d.Insides = append(d.Insides, inside{string(role), coordinate(left + width/2), coordinate(at.y(0) - 8), cell.Display(l.Locale, p.Unit)})
			}
		}
	}
}

func column(at plot, role model.SeriesRole, x, width, value float64) bar {
	zero, end := at.y(0), at.y(value)
	return bar{string(role), coordinate(x), coordinate(min(zero, end)), coordinate(width), coordinate(math.Abs(zero - end))}
}

// rolling draws a line with gaps where values are missing, and marks its newest value.
func (d *drawing) rolling(l writer, at plot, p model.Panel, months []model.Month) {
	var line strings.Builder
	pen, before, last := "M", -1, -1
	for i, month := range months {
		cell := month.Cells[0]
		if cell.Absence != model.Present {
			pen = "M"
			continue
		}
		fmt.Fprintf(&line, "%s%.1f %.1f", pen, at.x(i)+at.slot()/2, at.y(cell.Value.InexactFloat64()))
		pen, before, last = "L", last, i
	}
	for i := len(months) - 1; i >= 0; i -= 3 {
		m := months[i].Period
		d.Labels = append(d.Labels, label{
			coordinate(at.x(i) + at.slot()/2), coordinate(drawingHeight - 7),
			fmt.Sprintf("%s %02d", l.Month(m.Month()), m.Year()%100),
		})
	}
	d.Paths = append(d.Paths, path{string(model.R12), line.String()})
	if last >= 0 {
		falling := before >= 0 && months[before].Cells[0].Value.GreaterThan(months[last].Cells[0].Value)
		d.Dot = newest(l, at, last, months[last].Cells[0], p.Unit, falling)
	}
}

// newest marks the value with its figure: above a line that rises, below one that falls.
func newest(l writer, at plot, slot int, cell model.Cell, unit string, falling bool) *dot {
	x, y := at.x(slot)+at.slot()/2, at.y(cell.Value.InexactFloat64())
	text := y - 10
	if falling {
		text = y + 18
	}
	return &dot{coordinate(x), coordinate(y), coordinate(drawingWidth - roomRight), coordinate(text), cell.Display(l.Locale, unit)}
}
