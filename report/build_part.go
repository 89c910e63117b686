package report

import (
	"context"
	"slices"

	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// total is the slice kind of the whole organisation.
const total = "total"

// sliceOf returns the slice as the views call it: what the report is of when none is named.
func (b *builder) sliceOf(s *definition.Slice) model.Slice {
	switch {
	case s != nil && s.Kind != total:
		return model.Slice{Kind: s.Kind, Name: locale.ExpandPart(s.Name, b.part)}
	case s == nil && b.def.For != "":
		return model.Slice{Kind: b.def.For, Name: b.part}
	default:
		return model.Slice{Kind: total}
	}
}

// checkPart returns a *PartError when the report is of a part of the organisation and none is named, or the other way
// round.
func (b *builder) checkPart(ctx context.Context) error {
	if (b.part == "") == (b.def.For == "") {
		return nil
	}
	err := &PartError{Report: b.def.Name, Kind: b.def.For, Found: b.part}
	if b.def.For == "" {
		return err
	}
	var failed error
	if err.Known, failed = b.views.parts(ctx, b.def.For, b.at); failed != nil {
		return failed
	}
	return err
}

// knownPart returns a *PartError when the month has figures of other parts of the organisation, but none of the report's.
func (b *builder) knownPart(ctx context.Context) error {
	if b.part == "" {
		return nil
	}
	known, err := b.views.parts(ctx, b.def.For, b.at)
	if err != nil || len(known) == 0 || slices.Contains(known, b.part) {
		return err
	}
	return &PartError{Report: b.def.Name, Kind: b.def.For, Found: b.part, Known: known}
}

// Parts returns the parts of the organisation that the report can be made of for the period of the params, in order of
// name; none for a report of the whole organisation. Errors: *PeriodError; others come from the warehouse.
func Parts(ctx context.Context, conn Connection, def *Definition, params Params) ([]string, error) {
	at, err := params.Month(def)
	if err != nil || def.For == "" {
		return nil, err
	}
	return views{conn}.parts(ctx, def.For, at)
}
