package service

import (
	"context"
	"strings"
	"time"

	"nyckeltal/ingest/period"
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
	w, err := s.warehouse.get(ctx)
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

// lateKey names a late delivery.
type lateKey struct {
	job, source string
	period      period.Period
}

// changesOf returns the deliveries that are late, and those that were the last time and are no more.
func (s *Service) changesOf(late []load.Late) []notice.Item {
	now := make(map[lateKey]notice.Item, len(late))
	var items []notice.Item
	for _, l := range late {
		item := notice.Item{
			Topic: notice.Deliveries, Job: l.Job, Title: s.job(l.Job).Title, Period: l.Period, Trouble: true, At: l.Due,
			Source: strings.TrimPrefix(strings.TrimPrefix(l.Source, l.Job), "/"),
		}
		now[lateKey{item.Job, item.Source, item.Period}] = item
		items = append(items, item)
	}
	for key, item := range s.late {
		if _, still := now[key]; !still {
			item.Trouble, item.At = false, s.looked
			items = append(items, item)
		}
	}
	s.late = now
	return items
}
