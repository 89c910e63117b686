package page

import (
	"fmt"
	"strings"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

type chartView struct {
	ID, Caption string
	Legend      []legendView
	Panels      []panelView
	Show        string // the words that open the figures
	Month       string
}

type legendView struct{ Role, Name string }

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

func viewChart(l *locale.Locale, c *model.Chart) *chartView {
	v := &chartView{ID: c.ID, Caption: c.Caption, Show: l.Text(locale.ShowFigures), Month: l.Text(locale.MonthHeading)}
	seen := map[model.SeriesRole]bool{}
	for _, p := range c.Panels {
		for _, s := range p.Series {
			if !seen[s.Role] {
				seen[s.Role] = true
				v.Legend = append(v.Legend, legendView{string(s.Role), s.Name})
			}
		}
		v.Panels = append(v.Panels, viewPanel(l, c.Kind, p))
	}
	return v
}

func viewPanel(l *locale.Locale, kind model.ChartKind, p model.Panel) panelView {
	v := panelView{Label: p.Label, Unit: l.Unit(p.Unit), Drawing: draw(l, kind, p), Summary: summary(l, p)}
	for _, s := range p.Series {
		v.Series = append(v.Series, s.Name)
	}
	for _, month := range p.Months(kind) {
		row := panelRow{Month: month.Label(l, kind)}
		for _, cell := range month.Cells {
			row.Cells = append(row.Cells, viewCell(l, model.Column{}, cell, p.Unit))
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// summary tells the newest value of each series in words.
func summary(l *locale.Locale, p model.Panel) string {
	parts := []string{p.Label}
	for _, s := range p.Series {
		for i := len(s.Points) - 1; i >= 0; i-- {
			if point := s.Points[i]; point.Valid {
				parts = append(parts, fmt.Sprintf("%s %s: %s", s.Name, l.Month(point.Period.Month()),
					p.Cell(point).Display(l, p.Unit)))
				break
			}
		}
	}
	return strings.Join(parts, ". ")
}
