package model

import (
	"slices"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/locale"
)

// ChartKind tells how a chart is drawn.
type ChartKind string

// The kinds of charts.
const (
	Months  ChartKind = "months"  // the months of the year against the year before and the target
	Rolling ChartKind = "rolling" // the sum or ratio of the last twelve months, month by month
)

// Chart is one panel per indicator, drawn alike.
type Chart struct {
	ID      string
	Kind    ChartKind
	Caption string
	Panels  []Panel
}

// Panel is the chart of one indicator.
type Panel struct {
	Indicator string
	Label     string
	Unit      string
	Decimals  int
	Series    []Series
}

// SeriesRole tells what a series is, and so how it is drawn.
type SeriesRole string

// The roles of series.
const (
	Current SeriesRole = "current" // the months of the report's year
	Prior   SeriesRole = "prior"   // the months of the year before
	Target  SeriesRole = "target"  // the target of each month
	R12     SeriesRole = "r12"     // the last twelve months
)

// Series is a line or a row of bars.
type Series struct {
	Role   SeriesRole
	Name   string
	Points []Point // in order of period
}

// Point is the value of one period. Valid is false when there is none; the line has a gap there.
type Point struct {
	Period period.Period
	Value  decimal.Decimal // unrounded, in the unit of the panel
	Valid  bool
}

// Cell returns the point as a cell of the panel, to be written.
func (p Panel) Cell(point Point) Cell {
	if !point.Valid {
		return Cell{Decimals: p.Decimals, Absence: Missing}
	}
	return Cell{Value: point.Value, Decimals: p.Decimals}
}

// Month is the points of all series of a panel in one month, one cell per series.
type Month struct {
	Period period.Period
	Cells  []Cell
}

// Months returns the panel as a table with a row per month: calendar months for the kind Months, where the series
// are of different years, and periods otherwise.
func (p Panel) Months(kind ChartKind) []Month {
	var rows []Month
	for i, s := range p.Series {
		for _, point := range s.Points {
			at := slices.IndexFunc(rows, func(m Month) bool { return same(kind, m.Period, point.Period) })
			if at < 0 {
				at = len(rows)
				rows = append(rows, Month{Period: point.Period, Cells: p.blank()})
			}
			rows[at].Cells[i] = p.Cell(point)
		}
	}
	return rows
}

func same(kind ChartKind, a, b period.Period) bool {
	return a == b || kind == Months && a.Month() == b.Month()
}

func (p Panel) blank() []Cell {
	cells := make([]Cell, len(p.Series))
	for i := range cells {
		cells[i] = Cell{Decimals: p.Decimals, Absence: Missing}
	}
	return cells
}

// Label returns the name of the month, with its year where the panel spans years.
func (m Month) Label(l *locale.Locale, kind ChartKind) string {
	if kind == Months {
		return l.Month(m.Period.Month())
	}
	return m.Period.String()
}
