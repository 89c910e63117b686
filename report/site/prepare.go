package site

import (
	"context"

	"nyckeltal/report"
	"nyckeltal/report/locale"
)

// Prepare builds the newest issue of every report of the whole organisation, in the site's language, for those who come after the figures
// have changed. It does nothing for reports that are built already.
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
	for _, d := range definitions {
		if d.For != "" {
			continue
		}
		if err := s.prepare(ctx, w, state, d); err != nil {
			return err
		}
	}
	return nil
}

// prepare builds a report as analysts and as auditors would be shown it.
func (s *Site) prepare(ctx context.Context, w Warehouse, state string, d *report.Definition) error {
	periods, err := s.periods(ctx, w, state, d)
	if err != nil || len(periods) == 0 {
		return err
	}
	for _, present := range []bool{true, false} {
		r := reader{locale.Language(s.Language), present}
		if _, err := s.build(ctx, w, r, state, asked{definition: d, period: periods[0]}); err != nil {
			return err
		}
	}
	return nil
}
