package site

import (
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"
)

// line is a drawing of values over months. Its coordinates are those of the template's view box.
type line struct {
	Path         string
	Low, High    string // the least and the greatest value
	LowY, HighY  string
	First, Last  string // months
	ZeroY        string // of the axis; empty when 0 lies outside
	Width, Right string
}

const (
	lineWidth, lineHeight = 640.0, 200.0
	lineLeft, lineRight   = 84.0, 12.0
	lineTop, lineBottom   = 16.0, 28.0
)

// draw lays the line out; it is nil for fewer than two values. Where one is missing the line has a gap.
func draw(values []*decimal.Decimal, labels []string, write func(float64) string) *line {
	low, high, count := math.Inf(1), math.Inf(-1), 0
	for _, v := range values {
		if v != nil {
			f := v.InexactFloat64()
			low, high, count = min(low, f), max(high, f), count+1
		}
	}
	if count < 2 {
		return nil
	}
	span := high - low
	if span == 0 {
		span = 1
	}
	y := func(v float64) float64 { return lineTop + (high-v)/span*(lineHeight-lineTop-lineBottom) }
	step := (lineWidth - lineLeft - lineRight) / float64(len(values)-1)
	var path strings.Builder
	pen := "M"
	for i, v := range values {
		if v == nil {
			pen = "M"
			continue
		}
		fmt.Fprintf(&path, "%s%.1f %.1f", pen, lineLeft+step*float64(i), y(v.InexactFloat64()))
		pen = "L"
	}
	at := func(v float64) string { return fmt.Sprintf("%.1f", v) }
	l := &line{
		Path: path.String(), Low: write(low), High: write(high), LowY: at(y(low)), HighY: at(y(high)),
		First: labels[0], Last: labels[len(labels)-1], Width: at(lineWidth), Right: at(lineWidth - lineRight),
	}
	if low < 0 && high > 0 {
		l.ZeroY = at(y(0))
	}
	return l
}
