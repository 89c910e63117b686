package sheets

import (
	"sort"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/model"
)

// The colours of series, as on the page.
const (
	priorColor  = "B9C6D1"
	targetColor = "B4530A"
	gridColor   = "D5DDE4"
)

var shareColors = []string{"0B4F79", "B4530A", "2B6F6C", "6B4C9A", "3F6B2A", "8A6100", "66727D"}

// draw draws the charts.
func (b *book) draw() {
	for _, d := range b.charts {
		charts := d.charts()
		b.do(func() error { return b.file.AddChart(d.sheet, d.at, charts[0], charts[1:]...) })
	}
	if types := b.file.ContentTypes; types != nil {
		// With its first chart a workbook gets the types of pictures, in another order each time.
		sort.Slice(types.Defaults, func(i, j int) bool { return types.Defaults[i].Extension < types.Defaults[j].Extension })
	}
}

// manyMonths is from how many months on not each is named.
const manyMonths = 13

// charts returns the chart and what is laid over it: a line of targets over bars.
func (d diagram) charts() []*excelize.Chart {
	switch d.kind {
	case model.Rolling:
		return []*excelize.Chart{d.chart(excelize.Line, nil)}
	case model.Budget:
		return []*excelize.Chart{d.chart(excelize.Bar, nil)}
	case model.Shares:
		return []*excelize.Chart{d.chart(excelize.BarStacked, nil)}
	}
	isTarget := func(r model.SeriesRole) bool { return r == model.Target }
	columns, line := d.chart(excelize.Col, func(r model.SeriesRole) bool { return !isTarget(r) }), d.chart(excelize.Line, isTarget)
	switch {
	case len(columns.Series) == 0:
		return []*excelize.Chart{line}
	case len(line.Series) == 0:
		return []*excelize.Chart{columns}
	default:
		return []*excelize.Chart{columns, line}
	}
}

// chart returns a chart of the series whose role is wanted, of all where that is nil.
func (d diagram) chart(of excelize.ChartType, wanted func(model.SeriesRole) bool) *excelize.Chart {
	c := &excelize.Chart{
		Type: of, ShowBlanksAs: "gap", VaryColors: pointer(false),
		Format:    excelize.GraphicOptions{Name: d.title, AltText: d.title},
		Dimension: excelize.ChartDimension{Width: d.width, Height: d.height},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: d.title, Font: font(11, true)}}},
		Legend:    excelize.ChartLegend{Position: "bottom", Font: font(axisFontSize, false)},
		XAxis:     excelize.ChartAxis{Font: *font(axisFontSize, false)},
		YAxis:     excelize.ChartAxis{Font: *font(axisFontSize, false), MajorGridLines: true, NumFmt: d.axisFormat()},
		Border:    excelize.LineOptions{Type: excelize.LineNone},
		GapWidth:  pointer(uint(60)),
	}
	for i, s := range d.panel.Series {
		if wanted == nil || wanted(s.Role) {
			c.Series = append(c.Series, d.series(i, s.Role, of))
		}
	}
	if d.kind == model.Rolling {
		if len(d.rows) > manyMonths {
			c.XAxis.TickLabelSkip = 3
		}
	} else if d.least() >= 0 {
		c.YAxis.Minimum = pointer(0.0) // or differences of long bars look greater than they are
	}
	if d.kind == model.Budget || d.kind == model.Tertials && of == excelize.Col {
		c.PlotArea.ShowVal, c.PlotArea.NumFmt = true, excelize.ChartNumFmt{CustomNumFmt: d.format(d.panel.Decimals)}
	}
	if of == excelize.Bar || of == excelize.BarStacked {
		c.XAxis.ReverseOrder = true // the first name on top, as in the table
		c.YAxis.None = d.kind == model.Budget
	}
	return c
}

func (d diagram) series(i int, role model.SeriesRole, of excelize.ChartType) excelize.ChartSeries {
	color := accentColor
	switch role {
	case model.Prior:
		color = priorColor
	case model.Target:
		color = targetColor
	case model.Share:
		color = shareColors[i%len(shareColors)]
	}
	s := excelize.ChartSeries{
		Name: d.name(i), Categories: d.labels, Values: d.values(i),
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}, DataLabel: excelize.ChartDataLabel{Font: *font(axisFontSize, false)},
	}
	if of == excelize.Line {
		s.Line = excelize.LineOptions{Type: excelize.LineSolid, Width: 2}
		s.Marker = excelize.ChartMarker{Symbol: "none"}
	}
	return s
}

// least returns the least figure of the chart.
func (d diagram) least() float64 {
	least := 0.0
	for _, row := range d.rows {
		for _, cell := range row.Cells {
			least = min(least, cell.Value.InexactFloat64())
		}
	}
	return least
}

// axisFormat returns the format of the axis: with a decimal where the figures are small.
func (d diagram) axisFormat() excelize.ChartNumFmt {
	decimals := 0
	if d.panel.Decimals > 0 && d.greatest() < smallAxis {
		decimals = 1
	}
	return excelize.ChartNumFmt{CustomNumFmt: d.format(decimals)}
}

// smallAxis is below which figure an axis has decimals.
const smallAxis = 20

func (d diagram) greatest() float64 {
	greatest := 0.0
	for _, row := range d.rows {
		for _, cell := range row.Cells {
			greatest = max(greatest, cell.Value.Abs().InexactFloat64())
		}
	}
	return greatest
}

func (d diagram) format(decimals int) string {
	return style{number: true, decimals: decimals, suffix: d.suffix}.numberFormat()
}

func font(size float64, bold bool) *excelize.Font {
	return &excelize.Font{Family: "Calibri", Size: size, Bold: bold, Color: inkColor}
}
