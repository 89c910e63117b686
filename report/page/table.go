package page

import (
	"fmt"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

type tableView struct {
	ID, Caption, Unit string
	Heading           string
	Columns           []columnView
	Bodies            []bodyView
	Notes             []noteView
	Restated          []restatedView
	Span              int // columns in all
}

// noteView is what a row has a note for. Mark and note are linked by their ids.
type noteView struct {
	ID, Text string
	Number   int
}

// restatedView lists figures that were or are others at another time.
type restatedView struct {
	Heading, Explanation, WasHeading, NowHeading string
	Changes                                      []changeView
}

type changeView struct{ Row, Column, Was, Now string }

// viewRestated lists what the closing before had otherwise, and what has changed since the closing.
func viewRestated(l writer, t *model.Table) []restatedView {
	var views []restatedView
	for _, of := range []struct {
		heading, explanation locale.Phrase
		changes              []model.Restatement
	}{
		{locale.Restated, locale.RestatedNote, t.Restatements()},
		{locale.ChangedSince, locale.ChangedNote, t.Changes()},
	} {
		if len(of.changes) == 0 {
			continue
		}
		v := restatedView{
			Heading: l.Text(of.heading), Explanation: l.Text(of.explanation), WasHeading: l.Text(locale.OldHeading),
			NowHeading: l.Text(locale.NewHeading),
		}
		for _, c := range of.changes {
			v.Changes = append(v.Changes, changeView{c.Row.Label, c.Column.Heading, told(l, c.Row, c.Was), told(l, c.Row, c.Now)})
		}
		views = append(views, v)
	}
	return views
}

// told writes a figure with its unit.
func told(l writer, row model.Row, c model.Cell) string {
	value, unit := valueAndUnit(l, c, row.UnitOf(c))
	if unit == "" {
		return value
	}
	return value + "\u00a0" + unit
}

type columnView struct {
	Heading             string
	Status, Main, Trend bool
}

// bodyView is rows that belong together, under a heading of their own if they have one.
type bodyView struct {
	Heading string
	Rows    []rowView
}

type rowView struct {
	Class, Label, Unit string
	Note               *noteView
	Cells              []cellView
}

type cellView struct {
	linkView        // its text is empty when there is no figure
	Value    string // for sorting
	Absent   string // why there is none
	Dash     bool   // a dash stands for the missing figure
	Main     bool
	Status   *statusView // of status columns
	Trend    *sparkView  // of trend columns
}

func viewTable(l writer, t *model.Table) *tableView {
	v := &tableView{ID: t.ID, Caption: t.Caption, Heading: t.Heading, Unit: l.Unit(t.Unit), Span: len(t.Columns) + 1}
	for _, c := range t.Columns {
		v.Columns = append(v.Columns, columnView{c.Heading, c.Status, c.Main, c.Trend})
	}
	v.Restated = viewRestated(l, t)
	level := 0
	for i, row := range t.Rows {
		if i == 0 || row.Kind == model.Heading || row.Level < level {
			v.Bodies = append(v.Bodies, bodyView{})
		}
		body := &v.Bodies[len(v.Bodies)-1]
		level = row.Level
		if row.Kind == model.Heading {
			body.Heading, level = row.Label, row.Level+1
			continue
		}
		view := viewRow(l, t, row)
		if number := t.Noted(i); number > 0 {
			v.Notes = append(v.Notes, noteView{fmt.Sprintf("note-%s-%d", t.ID, number), row.Note, number})
			view.Note = &v.Notes[len(v.Notes)-1]
		}
		body.Rows = append(body.Rows, view)
	}
	return v
}

func viewRow(l writer, t *model.Table, row model.Row) rowView {
	v := rowView{Class: row.Kind.String(), Label: row.Label, Unit: t.UnitBeside(row, l.Locale)}
	for i, cell := range row.Cells {
		v.Cells = append(v.Cells, viewCell(l, t.Columns[i], cell, row.Unit))
	}
	return v
}

func viewCell(l writer, column model.Column, cell model.Cell, unit string) cellView {
	if column.Status {
		status := viewStatus(l, cell.Status)
		return cellView{Status: &status}
	}
	if column.Trend {
		return cellView{Trend: viewSpark(l, cell, unit)}
	}
	v := cellView{Main: column.Main, Value: cell.Plain()}
	v.Text = cell.Display(l.Locale, unit)
	v.Href, v.Title = l.link(cell)
	switch cell.Absence {
	case model.Missing:
		v.Absent, v.Dash = l.Text(locale.NoData), true
	case model.LeftBlank:
		v.Absent = l.Text(locale.LeftBlank)
	}
	return v
}

type listView struct {
	ID, Caption                string
	StatusHeading, ItemHeading string
	Cause, Action, Empty       string
	Groups                     []groupView
}

type groupView struct {
	Heading string
	Items   []itemView
}

type itemView struct {
	Status              statusView
	Text, Cause, Action string
}

func viewList(l writer, list *model.List) *listView {
	v := &listView{
		ID: list.ID, Caption: list.Caption, StatusHeading: list.StatusHeading, ItemHeading: list.ItemHeading,
		Cause: l.Text(locale.Cause), Action: l.Text(locale.Action), Empty: l.Text(locale.NoItems),
	}
	for _, g := range list.Groups {
		group := groupView{Heading: g.Heading}
		for _, i := range g.Items {
			group.Items = append(group.Items, itemView{viewStatus(l, i.Status), i.Text, i.Cause, i.Action})
		}
		v.Groups = append(v.Groups, group)
	}
	return v
}
