package service

import (
	"context"
	"slices"
	"strings"
	"time"

	"nyckeltal/load"
	"nyckeltal/schedules"
	"nyckeltal/schedules/notice"
)

// tellHourly looks for late deliveries every hour.
func (s *Service) tellHourly(ctx context.Context, now time.Time) {
	if now.Sub(s.looked) >= time.Hour {
		s.tellLate(ctx)
	}
}

// tellLate says which deliveries are late, and which have come since.
func (s *Service) tellLate(ctx context.Context) {
	s.looked = time.Now()
	w, err := s.warehouse.Get(ctx)
	var late []load.Late
	if err == nil {
		err = w.PublishDueDates(ctx, schedules.DueDates(s.Jobs, s.looked))
	}
	if err == nil {
		late, err = w.LateDeliveries(ctx)
	}
	if err != nil {
		s.Log.Error("it could not be seen which deliveries are late", "error", err)
		return
	}
	s.Notices.Tell(s.looked, s.changesOf(late)...)
	s.metrics.late(s.Jobs, late)
}

// changesOf returns the deliveries that are late, and those that were and are no more. Jobs of another home on the same
// warehouse are not told of.
func (s *Service) changesOf(late []load.Late) []notice.Item {
	var items []notice.Item
	for _, l := range late {
		job := s.job(l.Job)
		if job == nil {
			continue
		}
		items = append(items, notice.Item{
			Topic: notice.Deliveries, Job: l.Job, Title: job.Title, Period: l.Period, Trouble: true, At: l.Due,
			Source: strings.TrimPrefix(strings.TrimPrefix(l.Source, l.Job), "/"),
		})
	}
	for _, was := range s.Notices.Troubles(notice.Deliveries) {
		goesOn := slices.ContainsFunc(items, func(i notice.Item) bool {
			return i.Job == was.Job && i.Source == was.Source && i.Period == was.Period
		})
		if !goesOn {
			was.Trouble, was.At = false, s.looked
			items = append(items, was)
		}
	}
	return items
}
