package explanation

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// Explain builds the explanation of a value of kpi_values. Its errors are *contribution.NotFoundError when there is no
// such value, and *contribution.MismatchError when what is behind it is not the figure; others come from the warehouse.
func Explain(
	ctx context.Context, views *contribution.Views, key contribution.Key, l *locale.Locale,
) (*Explanation, error) {
	f, err := views.Figure(ctx, key)
	if err != nil {
		return nil, err
	}
	i, err := views.Indicator(ctx, key.Indicator)
	if err != nil {
		return nil, err
	}
	e := &Explanation{
		Locale: l, ID: i.ID, Name: i.Name.In(l.Language), Definition: i.Definition.In(l.Language),
		Unit: i.Unit, Decimals: i.Decimals, Multiplier: i.Multiplier, Divisor: i.Divisor,
		Period: key.Period.String(), Window: key.Window, Scenario: key.Scenario, Slices: []Slice{Slice(key.Slice)},
		Value: f.Value, AsOf: views.At(),
	}
	e.First, e.Last = key.Months()
	if f.Value == nil {
		e.Absence, e.Months, e.Expected = absence(f), f.Months, f.Expected
	}
	if err := e.addSide(ctx, views, f, contribution.Numerator, f.Numerator); err != nil {
		return nil, err
	}
	if f.Denominator != nil {
		if err := e.addSide(ctx, views, f, contribution.Denominator, *f.Denominator); err != nil {
			return nil, err
		}
	}
	if e.Formula = e.stated(); e.Formula != "" {
		e.Multiplier, e.Divisor = one, one
	} else {
		if e.Formula, err = formula(ctx, views, i, f.Denominator != nil); err != nil {
			return nil, err
		}
	}
	return e, e.name(ctx, views)
}

// stated returns the measure of a plan for the indicator itself, when the figure is one.
func (e *Explanation) stated() string {
	terms := e.Sides[0].Terms
	if len(e.Sides) == 1 && len(terms) == 1 && strings.HasPrefix(terms[0].Measure, "stated.") {
		return terms[0].Measure
	}
	return ""
}

// absence says why a figure has no value.
func absence(f *contribution.Figure) Absence {
	switch {
	case f.Complete:
		return NoDivisor
	case f.Rule == "sum" || f.Scenario == "actual":
		return Incomplete
	}
	return NoTarget
}

// addSide reads the contributions of a numerator or a denominator.
func (e *Explanation) addSide(
	ctx context.Context, views *contribution.Views, f *contribution.Figure, side contribution.Side, sum decimal.Decimal,
) error {
	set, err := views.Contributions(ctx, f, side)
	if err != nil {
		return err
	}
	return e.add(ctx, set, sum, "")
}

// add adds a side that comes to sum.
func (e *Explanation) add(ctx context.Context, set *contribution.Set, sum decimal.Decimal, unit string) error {
	groups, err := set.Groups(ctx)
	if err != nil {
		return err
	}
	s := &Side{Kind: set.Side, Unit: unit, Sum: sum, set: set}
	for _, g := range groups {
		s.Count, s.Records = s.Count+g.Count, s.Records+g.Records
		s.toSheet(e.delivery(g.Load), g)
		s.toTerm(g)
	}
	if len(s.Sheets) > 0 && s.Sheets[0].Delivery == 0 {
		untold, err := set.Untold(ctx)
		if err != nil {
			return err
		}
		for _, load := range untold {
			s.Untold = append(s.Untold, e.delivery(load))
		}
	}
	if s.Rest, err = set.Rest(ctx, sum, contribution.Total(groups)); err != nil {
		return err
	}
	e.Sides = append(e.Sides, s)
	return nil
}

// delivery returns the number of a load's delivery, from 1, and 0 for load 0.
func (e *Explanation) delivery(load uint64) int {
	if load == 0 {
		return 0
	}
	if n := e.Delivery(load); n > 0 {
		return n
	}
	e.Deliveries = append(e.Deliveries, &contribution.Delivery{Load: load})
	return len(e.Deliveries)
}

// toSheet adds a group to its sheet. Groups come in the order of deliveries and sheets.
func (s *Side) toSheet(delivery int, g contribution.Group) {
	if n := len(s.Sheets); n == 0 || s.Sheets[n-1].Delivery != delivery || s.Sheets[n-1].Name != g.Sheet {
		s.Sheets = append(s.Sheets, Sheet{Delivery: delivery, Name: g.Sheet})
	}
	sheet := &s.Sheets[len(s.Sheets)-1]
	sheet.Sum, sheet.Count, sheet.Records = sheet.Sum.Add(g.Sum), sheet.Count+g.Count, sheet.Records+g.Records
}

// toTerm adds a group to its term.
func (s *Side) toTerm(g contribution.Group) {
	at := slices.IndexFunc(s.Terms, func(t Term) bool { return t.Measure == g.Measure && t.Factor.Equal(g.Factor) })
	if at < 0 {
		at = len(s.Terms)
		s.Terms = append(s.Terms, Term{Measure: g.Measure, Factor: g.Factor})
	}
	s.Terms[at].Sum = s.Terms[at].Sum.Add(g.Sum)
}

// name fills in what the registry knows of the deliveries.
func (e *Explanation) name(ctx context.Context, views *contribution.Views) error {
	loads := make([]uint64, len(e.Deliveries))
	for i, d := range e.Deliveries {
		loads[i] = d.Load
	}
	found, err := views.Deliveries(ctx, loads)
	if err != nil {
		return err
	}
	for i, d := range e.Deliveries {
		e.Deliveries[i] = found[d.Load]
	}
	return nil
}

// formula writes how the value comes from measures: "(volume.a - volume.b) * 100 / (volume.b * 9)".
func formula(ctx context.Context, views *contribution.Views, i *contribution.Indicator, ratio bool) (string, error) {
	numerator, err := views.Terms(ctx, i.ID, contribution.Numerator)
	if err != nil {
		return "", err
	}
	text := times(sum(numerator, ratio || !isOne(i.Multiplier) || !isOne(i.Divisor)), i.Multiplier)
	if !ratio {
		if isOne(i.Divisor) {
			return text, nil
		}
		return text + " / " + i.Divisor.String(), nil
	}
	denominator, err := views.Terms(ctx, i.ID, contribution.Denominator)
	if err != nil {
		return "", err
	}
	below := times(sum(denominator, true), i.Divisor)
	if !isOne(i.Divisor) {
		below = "(" + below + ")"
	}
	return text + " / " + below, nil
}

// one is the factor that changes nothing.
var one = decimal.New(1, 0)

func isOne(d decimal.Decimal) bool { return d.Equal(one) }

func times(text string, factor decimal.Decimal) string {
	if isOne(factor) {
		return text
	}
	return text + " * " + factor.String()
}

// sum writes terms; several are put in brackets when something is done to them.
func sum(terms []contribution.Term, bracket bool) string {
	var b strings.Builder
	for n, t := range terms {
		factor, sign := t.Factor, "+"
		if factor.IsNegative() {
			factor, sign = factor.Neg(), "-"
		}
		switch {
		case n > 0:
			fmt.Fprintf(&b, " %s ", sign)
		case sign == "-":
			b.WriteString("-")
		}
		b.WriteString(times(only(t), factor))
	}
	if bracket && len(terms) > 1 {
		return "(" + b.String() + ")"
	}
	return b.String()
}

// only writes a measure with what it is limited to.
func only(t contribution.Term) string {
	limits := map[string]string{"area": t.Area, "service": t.Service}
	text := t.Measure
	for _, name := range slices.Sorted(maps.Keys(limits)) {
		if limits[name] != "" {
			text += fmt.Sprintf("[%s=%s]", name, limits[name])
		}
	}
	return text
}
