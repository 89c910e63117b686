package site

import (
	"net/http"
	"strconv"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
)

// backfillView is the page that shows what a backfill would take.
type backfillView struct {
	Job, From, To string
	Deliveries    []plannedRow
	New           int // of the deliveries, those to be read
}

type plannedRow struct {
	Months, File, Size string
	Known              bool
}

// backfillPlan shows what a backfill would take, to be confirmed.
func (s *Site) backfillPlan(p *page) error {
	from, to, err := p.months()
	if err != nil {
		return err
	}
	_, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	view := backfillView{Job: p.request.FormValue("job"), From: from.String(), To: to.String()}
	planned, err := s.Runs.Plan(ctx, view.Job, from, to)
	if err != nil {
		return refused(err)
	}
	for _, d := range planned {
		row := plannedRow{Months: p.span(d.From, d.To), File: d.File, Size: "–", Known: d.Known}
		if d.Size >= 0 {
			row.Size = p.locale.Number(decimal.New(d.Size, 0).Div(decimal.New(1000, 0)).Ceil(), 0) + "\u00a0kB"
		}
		if !d.Known {
			view.New++
		}
		view.Deliveries = append(view.Deliveries, row)
	}
	return p.show("backfill", p.text("Backfill"), view)
}

// span writes the months of a delivery. That of a whole year may hold its opening and closing entries, which count as months.
func (p *page) span(from, to period.Period) string {
	switch {
	case from == 0:
		return p.text("without a period")
	case from == to:
		return from.String()
	case from.Year() == to.Year() && from.Month() <= 1 && to.Month() >= 12:
		return strconv.Itoa(from.Year())
	}
	return from.String() + " – " + to.String()
}

// startBackfill begins a backfill.
func (s *Site) startBackfill(p *page) error {
	from, to, err := p.months()
	if err != nil {
		return err
	}
	job := p.request.PostFormValue("job")
	if err := refused(s.Runs.Backfill(job, p.session.user.Name, from, to)); err != nil {
		return err
	}
	s.Log.Info("a backfill was asked for on the pages", "job", job, "from", from.String(), "to", to.String(), "user", p.session.user.Name)
	return p.redirect("/runs?live=1")
}

// months reads the range of a backfill.
func (p *page) months() (from, to period.Period, err error) {
	from, errFrom := period.Parse(p.request.FormValue("from"))
	to, errTo := period.Parse(p.request.FormValue("to"))
	if errFrom != nil || errTo != nil || !from.IsMonth() || !to.IsMonth() || from > to {
		return 0, 0, &faultError{http.StatusBadRequest, "Give the first and the last month as 2023-01 and 2023-11."}
	}
	return from, to, nil
}
