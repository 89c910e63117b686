// Package locale holds what differs between the languages of a report: how numbers are written, the names of months
// and units, and the fixed phrases of the renderers. Texts of a single report belong in its definition instead.
package locale

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Language is a language that reports can be written in.
type Language string

// The languages of reports.
const (
	Swedish Language = "sv"
	English Language = "en"
)

// UnknownLanguageError says that a report was asked for in a language that is not to be had.
type UnknownLanguageError struct{ Language string }

func (e *UnknownLanguageError) Error() string {
	return fmt.Sprintf("no reports in the language %q: choose sv or en", e.Language)
}

// Locale is one language's way of writing. It is read-only and safe for concurrent use.
type Locale struct {
	Language Language
	decimal  string
	group    string
	months   [12]string // short, as in headings
	names    [12]string // full
	units    map[string]string
	phrases  map[Phrase]string
}

// Of returns the locale of the language; the empty language is Swedish. It returns an *UnknownLanguageError for any
// other than sv and en.
func Of(language Language) (*Locale, error) {
	switch language {
	case Swedish, "":
		return swedish, nil
	case English:
		return english, nil
	}
	return nil, &UnknownLanguageError{Language: string(language)}
}

// Round rounds half away from zero to at most the given decimals, as figures are shown.
func Round(d decimal.Decimal, decimals int) decimal.Decimal { return d.Round(int32(decimals)) }

// Plain writes the rounded number for machines: decimal point, no groups, no trailing zeros, never "-0".
func Plain(d decimal.Decimal, decimals int) string {
	return Round(d, decimals).String()
}

// Number writes the rounded number for people: groups of three, no trailing zeros, never "-0". The Swedish group
// separator is the no-break space U+00A0, the minus sign is the hyphen-minus in both languages.
func (l *Locale) Number(d decimal.Decimal, decimals int) string {
	digits, sign := Plain(d, decimals), ""
	if strings.HasPrefix(digits, "-") {
		digits, sign = digits[1:], "-"
	}
	whole, fraction, found := strings.Cut(digits, ".")
	if found {
		fraction = l.decimal + fraction
	}
	return sign + l.groups(whole) + fraction
}

// groups separates the digits into threes from the right.
func (l *Locale) groups(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(l.group)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Points is the unit of the difference between two percentages.
const Points = "pp"

// Value writes the number with the percent sign where the unit is %, as the reports print it: 5,1%; and with its unit
// where that is percentage points: 0,3 p.e. Other units are told by the table.
func (l *Locale) Value(d decimal.Decimal, decimals int, unit string) string {
	switch unit {
	case "%":
		return l.Number(d, decimals) + "%"
	case Points:
		return l.Number(d, decimals) + "\u00a0" + l.Unit(Points)
	default:
		return l.Number(d, decimals)
	}
}

// Unit returns what people call the unit: "hours" is "timmar" in Swedish. Unknown units are returned as they are.
func (l *Locale) Unit(unit string) string {
	if name, ok := l.units[unit]; ok {
		return name
	}
	return unit
}

// Month returns the short name of the month 1–12 as headings write it: Nov.
func (l *Locale) Month(month int) string { return l.months[month-1] }
