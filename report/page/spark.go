package page

import (
	"fmt"
	"strings"

	"nyckeltal/report/model"
)

// The size of a trend in a table, and the room for its dot.
const (
	sparkWidth  = 96.0
	sparkHeight = 24.0
	sparkRoom   = 4.0
)

// sparkView is a trend as a small line.
type sparkView struct {
	Width, Height, Line string
	DotX, DotY          string
	Summary             string // what the line says, for those who do not see it
}

// viewSpark draws the months from their least to their greatest value; nil when there is none.
func viewSpark(l writer, cell model.Cell, unit string) *sparkView {
	panel := model.Panel{Unit: unit, Decimals: cell.Decimals, Series: []model.Series{{Points: cell.Trend}}}
	if !panel.HasValues() {
		return nil
	}
	low, high := bounds(panel)
	if low == high {
		low, high = low-1, high+1
	}
	v := &sparkView{Width: coordinate(sparkWidth), Height: coordinate(sparkHeight)}
	step := (sparkWidth - 2*sparkRoom) / float64(max(len(cell.Trend)-1, 1))
	var line strings.Builder
	var told []string
	pen := "M"
	for i, point := range cell.Trend {
		if !point.Valid {
			pen = "M"
			continue
		}
		x := sparkRoom + float64(i)*step
		y := sparkRoom + (high-point.Value.InexactFloat64())/(high-low)*(sparkHeight-2*sparkRoom)
		v.DotX, v.DotY = coordinate(x), coordinate(y)
		fmt.Fprintf(&line, "%s%s %s", pen, v.DotX, v.DotY)
		pen = "L"
		told = append(told, fmt.Sprintf("%s %d: %s", l.Month(point.Period.Month()), point.Period.Year(),
			panel.Cell(point).Display(l.Locale, unit)))
	}
	v.Line, v.Summary = line.String(), strings.Join(told, "; ")
	return v
}
