package report

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/sync/errgroup"

	"nyckeltal/ingest/period"
	"nyckeltal/report/comment"
	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// Build reads the figures of the definition from the views of the connection's database and returns the report. It
// asks one question per view. Errors: *PeriodError, *PartError, *locale.UnknownLanguageError, *NoDataError,
// *IndicatorError, *UnitError, *MixedUnitsError and *VersionsError; others come from the warehouse and name the view.
func Build(ctx context.Context, conn Connection, def *Definition, params Params) (*Report, error) {
	b := &builder{def: def, part: params.For, comments: params.Comments, views: views{conn}, present: params.Present, explained: map[string]bool{}}
	var err error
	if b.locale, err = params.locale(); err != nil {
		return nil, err
	}
	if b.at, err = params.Month(def); err != nil {
		return nil, err
	}
	if err := b.checkPart(ctx); err != nil {
		return nil, err
	}
	if err := b.read(ctx); err != nil {
		return nil, err
	}
	r, err := b.report(params)
	if err != nil {
		return nil, err
	}
	now := func(c *model.Cell, other model.Cell) { c.Now = &other }
	former := func(c *model.Cell, other model.Cell) { c.Former = &other }
	if err := compareWith(ctx, params.Since, r, def, params, now); err != nil {
		return nil, err
	}
	return r, compareWith(ctx, params.Former, r, def, params, former)
}

// builder turns a definition and what the views say into a report.
type builder struct {
	def    *Definition
	part   string // of the organisation; empty for the whole
	views  views
	locale *locale.Locale

	present Connection // see Params

	comments *comment.Comments // nil for none
	at       period.Period     // a calendar month

	catalogue model.Catalogue
	known     map[string]indicator
	values    map[figure]decimal.Decimal
	lights    map[light]model.Status
	items     []listed
	costs     map[string][]cost // by service and by customer

	explained map[string]bool
	described []model.Indicator // the indicators that the report shows
	tables    map[string]*model.Table
}

// read asks the views for everything that the definition needs.
func (b *builder) read(ctx context.Context) error {
	wanted := b.wanted()
	if err := b.ask(ctx, wanted); err != nil {
		return err
	}
	if err := b.addLater(ctx, wanted.figures); err != nil {
		return err
	}
	return b.decide(ctx, wanted.decisive)
}

// addLater adds the indicators that the catalogue of the report's time did not know yet. Without them no report of a closed month could be
// made any more as soon as its definition shows something new.
func (b *builder) addLater(ctx context.Context, figures []figure) error {
	isNew := func(f figure) bool { _, known := b.known[f.indicator]; return !known }
	if b.present == nil || !slices.ContainsFunc(figures, isNew) {
		return nil
	}
	all, err := views{b.present}.indicators(ctx)
	if err != nil {
		return err
	}
	maps.Copy(all, b.known)
	b.known = all
	return nil
}

// ask puts all questions at once: what an answer takes is its planning mostly, which is done on one core.
func (b *builder) ask(ctx context.Context, wanted wanted) error {
	asking, ctx := errgroup.WithContext(ctx)
	asking.Go(func() (err error) { b.values, err = b.views.figures(ctx, wanted.figures); return err })
	asking.Go(func() (err error) { b.known, err = b.views.indicators(ctx); return err })
	asking.Go(func() (err error) { b.catalogue, err = b.views.catalogue(ctx); return err })
	if len(wanted.statuses) > 0 {
		kinds := slices.Sorted(maps.Keys(wanted.statuses))
		asking.Go(func() (err error) { b.lights, err = b.views.statuses(ctx, b.at, kinds); return err })
	}
	if wanted.items {
		asking.Go(func() (err error) { b.items, err = b.views.items(ctx, b.at); return err })
	}
	var mu sync.Mutex
	b.costs = map[string][]cost{}
	for by, years := range wanted.years {
		asking.Go(func() error {
			found, err := b.views.costs(ctx, by, years)
			mu.Lock()
			defer mu.Unlock()
			b.costs[by] = found
			return err
		})
	}
	return asking.Wait()
}

// decide returns a *NoDataError when none of the decisive figures exists.
func (b *builder) decide(ctx context.Context, decisive []figure) error {
	for _, f := range decisive {
		if _, ok := b.values[f]; ok {
			return nil
		}
	}
	if len(decisive) == 0 {
		return nil
	}
	if err := b.knownPart(ctx); err != nil {
		return err
	}
	available, err := b.views.available(ctx, decisive)
	if err != nil {
		return err
	}
	missing := &NoDataError{Report: b.def.Name, Period: b.at, Yearly: b.def.Calendar == definition.Yearly}
	for _, p := range available {
		if !missing.Yearly || p.Month() == 12 {
			missing.Available = append(missing.Available, p)
		}
	}
	return missing
}

func (b *builder) report(params Params) (*Report, error) {
	r := &Report{
		Name:      b.def.Name,
		Title:     b.text(b.def.Title),
		Subtitle:  b.text(b.def.Subtitle),
		Locale:    b.locale,
		Period:    b.at,
		Part:      b.part,
		Yearly:    b.def.Calendar == definition.Yearly,
		AsOf:      latest(params.AsOf, params.Now),
		Made:      params.Now,
		Closing:   params.Closing,
		Catalogue: b.catalogue,
	}
	r.Closing.At = r.Closing.At.In(params.Now.Location())
	r.Catalogue.Published = r.Catalogue.Published.In(params.Now.Location())
	if b.comments != nil {
		r.Comment = b.comments.Opening
	}
	b.tables = map[string]*model.Table{}
	for i := range b.def.Sections {
		section, err := b.section(&b.def.Sections[i])
		if err != nil {
			return nil, err
		}
		r.Sections = append(r.Sections, section)
	}
	for _, note := range b.def.Notes {
		r.Notes = append(r.Notes, b.text(note))
	}
	r.Highlights = b.highlights()
	r.Indicators = b.described
	return r, nil
}

// latest returns the time asked for, or now when none was.
func latest(asOf, now time.Time) time.Time {
	if asOf.IsZero() {
		return now
	}
	return asOf.In(now.Location())
}

func (b *builder) section(s *definition.Section) (model.Section, error) {
	section := model.Section{ID: s.ID, Title: b.text(s.Title)}
	for i := range s.Content {
		block, err := b.block(&s.Content[i])
		if err != nil {
			return section, err
		}
		if block != nil {
			section.Blocks = append(section.Blocks, block)
		}
	}
	if b.comments != nil && b.comments.Sections[s.ID] != nil { // below what it comments on
		section.Blocks = slices.Insert(section.Blocks, min(1, len(section.Blocks)), model.Block(b.comments.Sections[s.ID]))
	}
	return section, nil
}

// block returns nil for a chart without anything to draw.
func (b *builder) block(block *definition.Block) (model.Block, error) {
	switch {
	case block.Table != nil:
		return b.table(block.Table)
	case block.Breakdown != nil:
		return b.breakdown(block.Breakdown)
	case block.List != nil:
		return b.list(block.List), nil
	case block.Chart != nil:
		chart, err := b.chart(block.Chart)
		if err != nil || len(chart.Panels) == 0 {
			return nil, err
		}
		return chart, nil
	default:
		return &model.Note{Text: b.text(block.Note)}, nil
	}
}

// text returns the text in the report's language with its placeholders filled.
func (b *builder) text(t definition.Text) string {
	return locale.ExpandPart(b.locale.Expand(t.In(b.locale.Language), b.at), b.part)
}

// measure is how an indicator is shown.
type measure struct {
	indicator
	label     string
	unit      string
	decimals  int
	thousands int32 // how many times the indicator's unit is divided by a thousand
}

// measure looks the indicator up and settles how it is shown: unit and decimals are those given, or the catalogue's.
// where names the table or chart in errors.
func (b *builder) measure(where, id string, unit *string, decimals *int) (measure, error) {
	known, ok := b.known[id]
	if !ok {
		return measure{}, &IndicatorError{File: b.def.File, Where: where, Indicator: id}
	}
	if !shownIn(known.unit, unit) {
		return measure{}, &UnitError{File: b.def.File, Where: where, Indicator: id, From: known.unit, To: *unit}
	}
	m := measure{indicator: known, label: b.text(known.name), unit: known.unit, decimals: known.decimals}
	if unit != nil && *unit != known.unit {
		m.thousands = moneyUnits[*unit]
		m.unit, m.decimals = *unit, 0
	}
	if decimals != nil {
		m.decimals = *decimals
	}
	b.describe(known)
	return m, nil
}

// moneyUnits are the units that kr can be shown in: how many times they divide by a thousand.
var moneyUnits = map[string]int32{"kr": 0, "tkr": 1, "mnkr": 2}

// inThousands divides by a thousand that many times, exactly.
func inThousands(value decimal.Decimal, times int32) decimal.Decimal { return value.Shift(-3 * times) }

// describe adds the indicator to those that the report explains.
func (b *builder) describe(i indicator) {
	if b.explained[i.id] {
		return
	}
	b.explained[i.id] = true
	b.described = append(b.described, model.Indicator{
		ID: i.id, Name: b.text(i.name), Definition: b.text(i.definition), Unit: i.unit,
	})
}

// cell returns the cell of a value in the indicator's unit, or a missing one.
func (m measure) cell(value decimal.Decimal, found bool) model.Cell {
	if !found {
		return model.Cell{Decimals: m.decimals, Absence: model.Missing}
	}
	return model.Cell{Value: inThousands(value, m.thousands), Decimals: m.decimals}
}
