package main

import (
	"context"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/report"
)

// history is a warehouse as reports look at it.
type history struct{ warehouse *load.Warehouse }

var _ report.History = history{}

// At is report.History's.
func (h history) At(at time.Time) report.Connection {
	if at.IsZero() {
		return h.warehouse.Conn()
	}
	return h.warehouse.At(at)
}

// Closing is report.History's.
func (h history) Closing(ctx context.Context, month period.Period) (c report.Closing, closed bool, err error) {
	closing, closed, err := h.warehouse.ClosedAt(ctx, month)
	if err != nil || !closed {
		return c, false, err
	}
	late, err := h.warehouse.Late(ctx, month)
	if err != nil {
		return c, false, err
	}
	former, _, err := h.warehouse.FormerClosing(ctx, month)
	return report.Closing{Name: closing.Name, At: closing.At, Late: len(late), Former: former.At}, true, err
}
