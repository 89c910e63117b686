package site

import (
	"context"
	"errors"

	"nyckeltal/report"
	"nyckeltal/report/locale"
)

// mostPrepared is how many issues of each report are built before anybody asks.
const mostPrepared = 6

// Prepare builds the newest issues of every report of the whole organisation, in the site's language, for those who come after the figures
// have changed: the newest of each report first, then the one before it. It does nothing for reports that are built already, and ends when
// the figures change again: whoever changed them calls it anew.
func (s *Site) Prepare(ctx context.Context) error {
	definitions, err := report.Load(s.Reports)
	if err != nil {
		return err
	}
	w, err := s.Warehouse(ctx)
	if err != nil {
		return err
	}
	state, err := w.State(ctx)
	if err != nil {
		return err
	}
	for age := range mostPrepared {
		for _, d := range definitions {
			now, err := w.State(ctx)
			if err != nil || now != state {
				return err
			}
			if err := s.prepare(ctx, w, state, d, age); err != nil {
				return err
			}
		}
	}
	return nil
}

// prepare builds an issue as analysts and as auditors would be shown it. The newest has age 0.
func (s *Site) prepare(ctx context.Context, w Warehouse, state string, d *report.Definition, age int) error {
	periods, err := s.periods(ctx, w, state, d)
	if err != nil || d.For != "" || len(periods) <= age {
		return err
	}
	for _, present := range []bool{true, false} {
		r := reader{locale.Language(s.Language), present}
		_, err := s.build(ctx, w, r, state, asked{definition: d, period: periods[age]})
		if err != nil && !errors.Is(err, errNoFigures) { // a year may have figures, but none for this report
			return err
		}
	}
	return nil
}
