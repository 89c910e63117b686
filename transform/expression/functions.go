package expression

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
)

// The signatures of functions.
var (
	numberToNumber = new(func(number) number)
	textToText     = new(func(string) string)
	textToNumber   = new(func(string) number)
	momentToNumber = new(func(moment) number)
	lengthToNumber = new(func(length) number)
	numberToLength = new(func(number) length)
	cutText        = new(func(string, number) string)
)

// functions are those that expressions can call. A missing argument makes the result missing.
var functions = []expr.Option{
	function("abs", func(v []any) (any, error) { return v[0].(number).Abs(), nil }, numberToNumber),
	function("round", round, numbersToNumber, numberToNumber),
	function("min", func(v []any) (any, error) { return decimal.Min(v[0].(number), v[1].(number)), nil }, numbersToNumber),
	function("max", func(v []any) (any, error) { return decimal.Max(v[0].(number), v[1].(number)), nil }, numbersToNumber),
	function("number", readNumber, textToNumber),
	function("text", text, new(func(number) string), new(func(moment) string)),

	function("len", letters, textToNumber),
	function("left", left, cutText),
	function("right", right, cutText),
	function("mid", mid, new(func(string, number, number) string)),
	function("trim", func(v []any) (any, error) { return strings.TrimSpace(v[0].(string)), nil }, textToText),
	function("upper", func(v []any) (any, error) { return strings.ToUpper(v[0].(string)), nil }, textToText),
	function("lower", func(v []any) (any, error) { return strings.ToLower(v[0].(string)), nil }, textToText),
	function("replace", replace, new(func(string, string, string) string)),

	function("date", date, new(func(moment) moment), new(func(string) moment)),
	function("year", datePart(moment.Year, period.Period.Year), momentToNumber, textToNumber),
	function("month", datePart(month, period.Period.Month), momentToNumber, textToNumber),
	function("day", func(v []any) (any, error) { return whole(v[0].(moment).Day()), nil }, momentToNumber),
	function("days", counter(24*time.Hour), lengthToNumber, numberToLength),
	function("hours", counter(time.Hour), lengthToNumber, numberToLength),
	function("minutes", counter(time.Minute), lengthToNumber, numberToLength),
}

// function makes a function that is missing when an argument is.
func function(name string, f func([]any) (any, error), signatures ...any) expr.Option {
	return expr.Function(name, func(values ...any) (any, error) {
		for _, v := range values {
			if v == nil {
				return nil, nil
			}
		}
		return f(values)
	}, signatures...)
}

// maxCount is the limit of numbers that count something.
const maxCount = 10_000

// whole makes a number.
func whole(n int) number { return decimal.New(int64(n), 0) }

// counting returns a number that counts something.
func counting(v any) (int, error) {
	n := v.(number)
	if !n.IsInteger() || n.IsNegative() || n.GreaterThan(decimal.New(maxCount, 0)) {
		return 0, fmt.Errorf("a whole number from 0 to %d is needed", maxCount)
	}
	return int(n.IntPart()), nil
}

// round rounds half away from zero, to so many decimals or to a whole number.
func round(v []any) (any, error) {
	places := 0
	if len(v) > 1 {
		var err error
		if places, err = counting(v[1]); err != nil {
			return nil, err
		}
	}
	return v[0].(number).Round(int32(places)), nil
}

// readNumber reads a number with a decimal point.
func readNumber(v []any) (any, error) {
	s := v[0].(string)
	if s == "" {
		return nil, nil
	}
	if len(s) > 30 || strings.Trim(s, "-.0123456789") != "" {
		return nil, errors.New("number(…) takes a number such as -1234.5")
	}
	n, err := decimal.NewFromString(s)
	if err != nil {
		return nil, errors.New("number(…) takes a number such as -1234.5")
	}
	return n, nil
}

// text writes a number with a point, a day as 2023-11-30 and a moment as 2023-11-30 08:15:00.
func text(v []any) (any, error) {
	switch a := v[0].(type) {
	case number:
		return a.String(), nil
	case moment:
		if a.Equal(midnight(a)) {
			return a.Format(time.DateOnly), nil
		}
		return a.Format(time.DateTime), nil
	}
	return nil, nil
}

// letters returns how many letters a text has.
func letters(v []any) (any, error) { return whole(utf8.RuneCountInString(v[0].(string))), nil }

func left(v []any) (any, error) {
	n, err := counting(v[1])
	letters := []rune(v[0].(string))
	return string(letters[:min(n, len(letters))]), err
}

func right(v []any) (any, error) {
	n, err := counting(v[1])
	letters := []rune(v[0].(string))
	return string(letters[max(0, len(letters)-n):]), err
}

// mid returns so many letters from a place on, which counts from 1.
func mid(v []any) (any, error) {
	from, err := counting(v[1])
	n, other := counting(v[2])
	if err = errors.Join(err, other); err == nil && from == 0 {
		err = errors.New("the first letter is number 1")
	}
	if err != nil {
		return nil, err
	}
	letters := []rune(v[0].(string))
	from = min(from-1, len(letters))
	return string(letters[from:min(from+n, len(letters))]), nil
}

// maxText is the length in bytes that a text may have after a replacement.
const maxText = 10_000

func replace(v []any) (any, error) {
	s, old, new := v[0].(string), v[1].(string), v[2].(string)
	if old == "" {
		return nil, errors.New("replace(…) needs the text that is replaced")
	}
	if len(s)+strings.Count(s, old)*len(new) > maxText {
		return nil, errors.New("the text is too long")
	}
	return strings.ReplaceAll(s, old, new), nil
}

func midnight(t moment) moment { return t.Truncate(24 * time.Hour) }

// date returns the day of a moment, or of a text such as 2023-11-30.
func date(v []any) (any, error) {
	if t, ok := v[0].(moment); ok {
		return midnight(t), nil
	}
	t, err := time.Parse(time.DateOnly, v[0].(string))
	if err != nil {
		return nil, errors.New("date(…) takes a day such as 2023-11-30")
	}
	return t, nil
}

func month(t moment) int { return int(t.Month()) }

// datePart makes a function that takes a part of a date, or of a period as text.
func datePart(of func(moment) int, ofPeriod func(period.Period) int) func([]any) (any, error) {
	return func(v []any) (any, error) {
		if t, ok := v[0].(moment); ok {
			return whole(of(t)), nil
		}
		p, err := period.Parse(v[0].(string))
		if err != nil {
			return nil, errors.New("expected a period such as 2023-11")
		}
		return whole(ofPeriod(p)), nil
	}
}

// longest is the longest length of time that is made of a number.
var longest = decimal.New(int64(100*366*24*time.Hour), 0)

// counter makes a function that counts a length of time in a unit, or makes one of a number.
func counter(unit length) func([]any) (any, error) {
	in := decimal.New(int64(unit), 0)
	return func(v []any) (any, error) {
		if d, ok := v[0].(length); ok {
			return decimal.New(int64(d), 0).DivRound(in, 16), nil
		}
		n := v[0].(number).Mul(in)
		if n.Abs().GreaterThan(longest) || !n.IsInteger() {
			return nil, errors.New("the length of time is too long or too fine")
		}
		return length(n.IntPart()), nil
	}
}
