package model

import (
	"slices"
	"strconv"

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
	// Tertials are the tertials of the year against those of the year before and the target.
	Tertials ChartKind = "tertials"
	Budget   ChartKind = "budget" // a bar per indicator against its budget or target
	Shares   ChartKind = "shares" // a bar per service, made of what its customers pay
)

// Chart is panels that are drawn alike: one per indicator, or a single one for the kinds Budget and Shares.
type Chart struct {
	ID      string
	Kind    ChartKind
	Caption string
	Panels  []Panel
}

// Panel is the chart of one indicator. That of a single panel has neither indicator nor label.
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
	Share   SeriesRole = "share"   // one customer's part; each has a series of its own
)

// Series is a line or a row of bars.
type Series struct {
	Role   SeriesRole
	Name   string
	Points []Point // in order of period
}

// Point is the value of one period, or of what its name says. Valid is false when there is none; a line has a gap there.
type Point struct {
	Period period.Period
	Name   string          // of the indicator or service, for the kinds Budget and Shares
	Value  decimal.Decimal // unrounded, in the unit of the panel
	Valid  bool
}

// Cell returns the point as a cell of the panel, to be written.
func (p Panel) Cell(point Point) Cell { return point.Cell(p.Decimals) }

// Cell returns the point as a cell with so many decimals at most.
func (p Point) Cell(decimals int) Cell {
	if !p.Valid {
		return Cell{Decimals: decimals, Absence: Missing}
	}
	return Cell{Value: p.Value, Decimals: decimals}
}

// HasValues tells whether there is anything to draw.
func (p Panel) HasValues() bool {
	for _, s := range p.Series {
		if slices.ContainsFunc(s.Points, func(point Point) bool { return point.Valid }) {
			return true
		}
	}
	return false
}

// Month is the points of all series of a panel in one month, one cell per series; or in one tertial, or of one name.
type Month struct {
	Period period.Period
	Name   string
	Cells  []Cell
}

// Months returns the panel as a table with a row per month or whatever else its series have points for: calendar months
// and tertials where the series are of different years, names, and periods otherwise.
func (p Panel) Months(kind ChartKind) []Month {
	var rows []Month
	for i, s := range p.Series {
		for _, point := range s.Points {
			at := slices.IndexFunc(rows, func(m Month) bool { return same(kind, m, point) })
			if at < 0 {
				at = len(rows)
				rows = append(rows, Month{Period: point.Period, Name: point.Name, Cells: p.blank()})
			}
			rows[at].Cells[i] = p.Cell(point)
		}
	}
	return rows
}

func same(kind ChartKind, m Month, point Point) bool {
	switch kind {
	case Months:
		return m.Period.Month() == point.Period.Month()
	case Tertials:
		return m.Period.Tertial() == point.Period.Tertial()
	default:
		return m.Period == point.Period && m.Name == point.Name
	}
}

func (p Panel) blank() []Cell {
	cells := make([]Cell, len(p.Series))
	for i := range cells {
		cells[i] = Cell{Decimals: p.Decimals, Absence: Missing}
	}
	return cells
}

// Label returns the name of the row: of the month, with its year where the panel spans years, or of the tertial.
func (m Month) Label(l *locale.Locale, kind ChartKind) string {
	switch kind {
	case Months:
		return l.Month(m.Period.Month())
	case Tertials:
		return "T" + strconv.Itoa(m.Period.Tertial())
	case Budget, Shares:
		return m.Name
	default:
		return m.Period.String()
	}
}

// RowHeading returns what the rows of the panels as tables are called.
func (c *Chart) RowHeading(l *locale.Locale) string {
	switch c.Kind {
	case Tertials:
		return l.Text(locale.TertialHeading)
	case Budget:
		return l.Text(locale.IndicatorHeading)
	case Shares:
		return l.Text(locale.ServiceHeading)
	default:
		return l.Text(locale.MonthHeading)
	}
}
