package handbook

import (
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/load/catalogue"
)

// formula writes how the value is computed, such as 100 × payroll.sick_hours / payroll.scheduled_hours.
func formula(i *catalogue.Indicator) string {
	above := group(i.Numerator, !one(i.Multiplier.Decimal) || !one(i.Divisor.Decimal) || len(i.Denominator) > 0)
	if !one(i.Multiplier.Decimal) {
		above = i.Multiplier.String() + " × " + above
	}
	var below []string
	if len(i.Denominator) > 0 {
		below = append(below, group(i.Denominator, true))
	}
	if !one(i.Divisor.Decimal) {
		below = append(below, i.Divisor.String())
	}
	switch len(below) {
	case 0:
		return above
	case 1:
		return above + " / " + below[0]
	}
	return above + " / (" + strings.Join(below, " × ") + ")"
}

// group writes a sum of terms, in brackets where something is done to it as a whole.
func group(terms []catalogue.Term, bracketed bool) string {
	var b strings.Builder
	for n, t := range terms {
		factor := t.Factor.Decimal
		switch {
		case n > 0 && factor.IsNegative():
			b.WriteString(" − ")
		case n > 0:
			b.WriteString(" + ")
		case factor.IsNegative():
			b.WriteString("−")
		}
		if !one(factor.Abs()) {
			b.WriteString(factor.Abs().String() + " × ")
		}
		b.WriteString(t.Measure + only(t))
	}
	if bracketed && len(terms) > 1 {
		return "(" + b.String() + ")"
	}
	return b.String()
}

// only writes what a term is limited to.
func only(t catalogue.Term) string {
	var limits []string
	if t.Area != "" {
		limits = append(limits, "area "+t.Area)
	}
	if t.Service != "" {
		limits = append(limits, "service "+t.Service)
	}
	if len(limits) == 0 {
		return ""
	}
	return " [" + strings.Join(limits, ", ") + "]"
}

func one(d decimal.Decimal) bool { return d.Equal(decimal.NewFromInt(1)) }
