package machine

import (
	"encoding/json"

	"nyckeltal/report/model"
)

// convert turns the report into its JSON.
func convert(r *model.Report) jsonReport {
	j := jsonReport{
		Report: r.Name, Title: r.Title, Subtitle: r.Subtitle, Lang: string(r.Locale.Language),
		Period: r.Asked(), For: r.Part, AsOf: r.AsOf, Made: r.Made,
		Catalogue: jsonCatalogue{Version: r.Catalogue.Version},
		Sections:  []jsonSection{}, Notes: r.Notes, Indicators: []jsonIndicator{},
	}
	if r.Catalogue.Version != "" {
		j.Catalogue.Published = &r.Catalogue.Published
	}
	if r.Closing.Name != "" {
		j.Closing = &jsonClosing{Name: r.Closing.Name, At: r.Closing.At, Certified: r.Closing.Certified, Late: r.Closing.Late}
	}
	if r.Comment != nil {
		j.Comment = convertComment(r.Comment)
	}
	for _, s := range r.Sections {
		section := jsonSection{ID: s.ID, Title: s.Title, Blocks: []any{}}
		for _, block := range s.Blocks {
			section.Blocks = append(section.Blocks, convertBlock(r, block))
		}
		j.Sections = append(j.Sections, section)
	}
	for _, i := range r.Indicators {
		j.Indicators = append(j.Indicators, jsonIndicator(i))
	}
	return j
}

func convertBlock(r *model.Report, block model.Block) any {
	switch b := block.(type) {
	case *model.Table:
		return convertTable(r, b)
	case *model.List:
		return convertList(r, b)
	case *model.Chart:
		return convertChart(r, b)
	case *model.Comment:
		return convertComment(b)
	case *model.Note:
		return jsonNote{"note", b.Text}
	}
	return nil
}

func convertTable(r *model.Report, t *model.Table) jsonTable {
	j := jsonTable{Type: "table", ID: t.ID, Caption: t.Caption, Rows: []jsonRow{}}
	for _, c := range t.Columns {
		j.Columns = append(j.Columns, jsonColumn{c.ID, c.Heading, c.Status, c.Trend})
	}
	for _, row := range t.Rows {
		out := jsonRow{
			ID: row.ID, Kind: row.Kind.String(), Label: row.Label, Path: row.Path, Indicator: row.Indicator,
			SliceKind: row.Slice.Kind, Slice: row.Slice.Name, Unit: row.Unit,
			Note: row.Note,
		}
		if len(row.Cells) > 0 {
			out.Cells = map[string]any{}
		}
		for i, cell := range row.Cells {
			switch column := t.Columns[i]; {
			case column.Status:
				out.Cells[column.ID] = jsonStatus{string(cell.Status), cell.Status.Name(r.Locale)}
			case column.Trend:
				out.Cells[column.ID] = jsonTrend{convertPoints(r, cell.Trend, cell.Decimals, row.Unit)}
			default:
				figure := convertCell(r, cell, row.Unit)
				if cell.Now != nil {
					now := convertCell(r, *cell.Now, row.Unit)
					figure.Now = &now
				}
				if cell.Former != nil {
					former := convertCell(r, *cell.Former, row.Unit)
					figure.Former = &former
				}
				out.Cells[column.ID] = figure
			}
		}
		j.Rows = append(j.Rows, out)
	}
	return j
}

func convertCell(r *model.Report, c model.Cell, unit string) jsonFigure {
	switch c.Absence {
	case model.Missing:
		return jsonFigure{Absent: "no data"}
	case model.LeftBlank:
		return jsonFigure{Absent: "not reported"}
	}
	value, unrounded := json.Number(c.Plain()), c.Value.String()
	return jsonFigure{Value: &value, Display: c.Display(r.Locale, unit), Unrounded: &unrounded, Unit: c.Unit}
}

func convertList(r *model.Report, l *model.List) jsonList {
	j := jsonList{Type: "list", ID: l.ID, Caption: l.Caption, Groups: []jsonGroup{}}
	for _, g := range l.Groups {
		group := jsonGroup{Area: g.Heading}
		for _, i := range g.Items {
			group.Items = append(group.Items, jsonItem{string(i.Status), i.Status.Name(r.Locale), i.Text, i.Cause, i.Action})
		}
		j.Groups = append(j.Groups, group)
	}
	return j
}

func convertChart(r *model.Report, c *model.Chart) jsonChart {
	j := jsonChart{Type: "chart", ID: c.ID, Kind: string(c.Kind), Caption: c.Caption}
	for _, p := range c.Panels {
		panel := jsonPanel{Indicator: p.Indicator, Label: p.Label, Unit: p.Unit}
		for _, s := range p.Series {
			panel.Series = append(panel.Series, jsonSeries{
				Role: string(s.Role), Name: s.Name,
				Points: convertPoints(r, s.Points, p.Decimals, p.Unit),
			})
		}
		j.Panels = append(j.Panels, panel)
	}
	return j
}

func convertPoints(r *model.Report, points []model.Point, decimals int, unit string) []jsonPoint {
	var converted []jsonPoint
	for _, point := range points {
		j := jsonPoint{Name: point.Name, jsonFigure: convertCell(r, point.Cell(decimals), unit)}
		if point.Name == "" {
			j.Period = point.Period.String()
		}
		converted = append(converted, j)
	}
	return converted
}

func convertComment(c *model.Comment) *jsonComment {
	j := &jsonComment{Type: "comment", Markdown: c.Markdown}
	for _, p := range c.Prose {
		j.Paragraphs = append(j.Paragraphs, p.Text())
	}
	return j
}
