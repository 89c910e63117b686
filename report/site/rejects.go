package site

import (
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// rejectsView is the page of what was refused.
type rejectsView struct {
	Deliveries []refusedDelivery
	More       bool // only the newest are shown
}

// refusedDelivery is a delivery with rejects.
type refusedDelivery struct {
	Delivered
	Loaded  time.Time
	State   string // checked or refused
	When    string
	Count   string
	Marked  bool // a marked copy is to be had
	Rejects []reject
}

type reject struct{ Where, Column, Reason, Expected, Found string }

// How much of what was refused is shown.
const (
	mostRefused = 50 // deliveries
	mostRejects = 100
)

// rejects lists deliveries with what was refused of them, newest first.
func (s *Site) rejects(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	all, err := query(ctx, w, func(rows driver.Rows) (d refusedDelivery, err error) {
		var count uint64
		err = rows.Scan(&d.Load, &d.Job, &d.Dataset, &d.File, &d.SHA256, &d.Loaded, &d.State, &count)
		d.Count = p.textf("%d rows refused", count)
		return d, err
	}, `SELECT load_id, any(job), any(dataset), any(file), any(delivery), any(loaded_at), any(load_state), count() FROM rejects
		GROUP BY load_id ORDER BY load_id DESC LIMIT ?`, mostRefused+1)
	if err != nil {
		return err
	}
	view := rejectsView{Deliveries: all, More: len(all) > mostRefused}
	if view.More {
		view.Deliveries = all[:mostRefused]
	}
	for i := range view.Deliveries {
		d := &view.Deliveries[i]
		d.When = p.moment(d.Loaded)
		d.Marked = d.Dataset != staff || p.session.user.Role.covers(Admin)
		d.Rejects, err = query(ctx, w, func(rows driver.Rows) (r reject, err error) {
			var sheet, cell string
			var row uint32
			if err := rows.Scan(&sheet, &row, &cell, &r.Column, &r.Reason, &r.Expected, &r.Found); err != nil {
				return r, err
			}
			if cell == "" {
				cell = p.textf("row %d", row)
			}
			r.Where = fmt.Sprintf("%s!%s", sheet, cell)
			r.Reason, r.Expected = s.Originals.Tell(string(p.locale.Language), r.Reason, r.Expected)
			return r, nil
		}, `SELECT sheet, row, cell, column, reason, expected, found FROM rejects WHERE load_id = ? ORDER BY sheet, row, cell LIMIT ?`,
			d.Load, mostRejects)
		if err != nil {
			return err
		}
	}
	return p.show("rejects", p.text("Rejects"), view)
}

// marked sends a copy of a workbook in which what was refused is marked.
func (s *Site) marked(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	d, err := p.delivered(ctx, w)
	if err != nil {
		return err
	}
	name, data, err := s.Originals.Marked(ctx, d)
	if err != nil {
		return p.hidden(err)
	}
	p.send(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", data)
	return nil
}
