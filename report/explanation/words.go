package explanation

import (
	"fmt"
	"strings"

	"nyckeltal/report/contribution"
	"nyckeltal/report/locale"
)

// Subject says which figure it is: scenario, window, months and slice.
func (e *Explanation) Subject() string {
	parts := []string{e.Locale.Scenario(e.Scenario)}
	if e.Version != "" {
		parts[0] += " " + e.Version
	}
	months := e.First.String()
	switch {
	case e.Window == "":
		months = e.Period
	case e.Last != e.First:
		months += "–" + e.Last.String()
	}
	if e.Window != "" {
		months = e.Locale.Window(e.Window) + " " + months
	}
	parts = append(parts, months)
	for _, s := range e.Slices {
		parts = append(parts, strings.TrimSpace(e.Locale.SliceKind(s.Kind)+" "+s.Name))
	}
	return strings.Join(parts, ", ")
}

// Answer is the value as reports show it, and exactly where that is another number.
func (e *Explanation) Answer() string {
	l := e.Locale
	if e.Value == nil {
		return l.Text(locale.NoFigure) + " (" + e.why() + ")"
	}
	text := l.Value(*e.Value, e.Decimals, e.Unit)
	if exact := l.Value(*e.Value, exactDecimals, e.Unit); exact != text {
		text += " (" + exact + ")"
	}
	if e.Unit != "%" && e.Unit != "" {
		text += " " + l.Unit(e.Unit)
	}
	return text
}

// why says why there is no value.
func (e *Explanation) why() string {
	switch e.Absence {
	case NoDivisor:
		return e.Locale.Text(locale.DivisorIsZero)
	case NoTarget:
		return e.Locale.Text(locale.TargetOfMonth)
	case NoShares:
		return e.Locale.Text(locale.SharesIncomplete)
	}
	return fmt.Sprintf(e.Locale.Text(locale.LacksMonths), e.Months, e.Expected)
}

var sideNames = map[contribution.Side]locale.Phrase{
	contribution.Numerator: locale.Numerator, contribution.Denominator: locale.Denominator,
	contribution.Cost: locale.CostSide, contribution.Share: locale.ShareSide,
}

// Name is what the side is called.
func (s *Side) Name(l *locale.Locale) string { return l.Text(sideNames[s.Kind]) }

// RestName says what the rest of a side is.
func (s *Side) RestName() locale.Phrase {
	if s.Kind == contribution.Cost {
		return locale.RestOfOre
	}
	return locale.RestOfDecimals
}
