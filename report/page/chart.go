package page

import (
	"fmt"
	"slices"
	"strings"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

type chartView struct {
	ID, Caption string
	Kind, Unit  string // the unit of a panel without a label
	Legend      []legendView
	Panels      []panelView
	Show        string // the words that open the figures
	Heading     string // of the rows of the figures
}

// legendView is a series: its class, which says how it is drawn, and its name.
type legendView struct{ Class, Name string }

type panelView struct {
	Label, Unit string
	Summary     string // what the drawing says, for those who do not see it
	Drawing     drawing
	Series      []string
	Rows        []panelRow
}

type panelRow struct {
	Month string
	Cells []cellView
}

func viewChart(l writer, c *model.Chart) *chartView {
	v := &chartView{ID: c.ID, Kind: string(c.Kind), Caption: c.Caption, Show: l.Text(locale.ShowFigures), Heading: c.RowHeading(l.Locale)}
	seen := map[string]bool{}
	for _, p := range c.Panels {
		for i, s := range p.Series {
			if class := class(i, s.Role); !seen[class] {
				seen[class] = true
				v.Legend = append(v.Legend, legendView{class, s.Name})
			}
		}
		if p.Label == "" {
			v.Unit = l.Unit(p.Unit)
		}
		v.Panels = append(v.Panels, viewPanel(l, c.Kind, p))
	}
	return v
}

// class returns the class of a series: its role, and for shares the place of the series as well.
func class(series int, role model.SeriesRole) string {
	if role == model.Share {
		return fmt.Sprintf("share%d", series)
	}
	return string(role)
}

func viewPanel(l writer, kind model.ChartKind, p model.Panel) panelView {
	v := panelView{Label: p.Label, Unit: l.Unit(p.Unit), Drawing: draw(l, kind, p), Summary: summary(l, kind, p)}
	for _, s := range p.Series {
		v.Series = append(v.Series, s.Name)
	}
	for _, month := range p.Months(kind) {
		row := panelRow{Month: month.Label(l.Locale, kind)}
		for _, cell := range month.Cells {
			row.Cells = append(row.Cells, viewCell(l, model.Column{}, cell, p.Unit))
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// summary tells the newest value of each series in words; where the points are of names, it tells them all.
func summary(l writer, kind model.ChartKind, p model.Panel) string {
	var parts []string
	if p.Label != "" {
		parts = append(parts, p.Label)
	}
	for _, s := range p.Series {
		var told []string
		for i := len(s.Points) - 1; i >= 0 && (len(told) == 0 || s.Points[i].Name != ""); i-- {
			if point := s.Points[i]; point.Valid {
				told = append(told, pointLabel(l, kind, point)+": "+p.Cell(point).Display(l.Locale, p.Unit))
			}
		}
		slices.Reverse(told)
		if len(told) > 0 {
			parts = append(parts, s.Name+" "+strings.Join(told, ", "))
		}
	}
	return strings.Join(parts, ". ")
}

// pointLabel returns what the point is of: a month, a tertial, or a name.
func pointLabel(l writer, kind model.ChartKind, point model.Point) string {
	if kind == model.Rolling {
		kind = model.Months
	}
	return model.Month{Period: point.Period, Name: point.Name}.Label(l.Locale, kind)
}
