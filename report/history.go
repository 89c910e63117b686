package report

import (
	"context"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/report/model"
)

// History is a warehouse that shows the figures of any time, and knows which months are closed.
type History interface {
	// At shows the figures as they were at a time; at the zero time, those of the present.
	At(at time.Time) Connection
	// Closing returns the closing of a month; ok is false when the month is open.
	Closing(ctx context.Context, month period.Period) (c Closing, ok bool, err error)
}

// Closing is the closing of a month.
type Closing struct {
	Name   string
	At     time.Time
	Late   int       // deliveries that have come since and are not taken in
	Former time.Time // the closing before, of a month that has been restated; the zero time for none
}

// Figures returns the connection that shows the figures asked for, and makes params say which these are: those that were published at the
// time; or, at the zero time, those that the closing of the report's month has certified, unless current asks for the present ones, or the
// month is open. The error is a *PeriodError, or comes from the warehouse.
func Figures(ctx context.Context, h History, def *Definition, params *Params, at time.Time, current bool) (Connection, error) {
	month, err := params.Month(def)
	if err != nil {
		return nil, err
	}
	closing, closed, err := h.Closing(ctx, month)
	if err != nil {
		return nil, err
	}
	params.AsOf = at
	if !at.IsZero() {
		params.Present = h.At(time.Time{})
	}
	if !closed || !at.IsZero() && at.Before(closing.At) { // at an earlier time it was open, or closed otherwise
		return h.At(at), nil
	}
	if at.IsZero() && !current {
		params.AsOf, params.Since = closing.At, h.At(time.Time{})
		params.Present = params.Since
		if !closing.Former.IsZero() {
			params.Former = h.At(closing.Former)
		}
	}
	params.Closing = model.Closing{Name: closing.Name, At: closing.At, Late: closing.Late, Certified: params.AsOf.Equal(closing.At)}
	return h.At(params.AsOf), nil
}
