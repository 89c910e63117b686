package expression

import (
	"errors"
	"time"

	"github.com/expr-lang/expr"
	"github.com/shopspring/decimal"
)

// errMissing says that two values are compared and one of them is not there.
var errMissing = errors.New("a value is missing; say what holds then, as in x == nil || x > 0")

type (
	number = decimal.Decimal
	moment = time.Time
	length = time.Duration
)

// The signatures of operators.
var (
	numbersToNumber = new(func(number, number) number)
	lengthsToLength = new(func(length, length) length)
	momentAndLength = new(func(moment, length) moment)
	lengthAndMoment = new(func(length, moment) moment)
	momentsToLength = new(func(moment, moment) length)
	numbersToBool   = new(func(number, number) bool)
	lengthsToBool   = new(func(length, length) bool)
	momentsToBool   = new(func(moment, moment) bool)
)

// operators replaces the operators on numbers, moments and lengths of time by functions that are exact and know missing
// values: what is computed from a missing value is missing, and to compare with one is an error.
var operators = []expr.Option{
	expr.Function("add#", computed(add), numbersToNumber, lengthsToLength, momentAndLength, lengthAndMoment),
	expr.Operator("+", "add#"),
	expr.Function("subtract#", computed(subtract), numbersToNumber, lengthsToLength, momentAndLength, momentsToLength),
	expr.Operator("-", "subtract#"),
	expr.Function("multiply#", computed(multiply), numbersToNumber),
	expr.Operator("*", "multiply#"),
	expr.Function("divide#", computed(divide), numbersToNumber),
	expr.Operator("/", "divide#"),
	expr.Function("remainder#", computed(remainder), numbersToNumber),
	expr.Operator("%", "remainder#"),
	expr.Function("negative#", negative, new(func(number) number), new(func(length) length)),
	expr.Function("less#", compared(func(order int) bool { return order < 0 }), numbersToBool, lengthsToBool, momentsToBool),
	expr.Operator("<", "less#"),
	expr.Function("atMost#", compared(func(order int) bool { return order <= 0 }), numbersToBool, lengthsToBool, momentsToBool),
	expr.Operator("<=", "atMost#"),
	expr.Function("more#", compared(func(order int) bool { return order > 0 }), numbersToBool, lengthsToBool, momentsToBool),
	expr.Operator(">", "more#"),
	expr.Function("atLeast#", compared(func(order int) bool { return order >= 0 }), numbersToBool, lengthsToBool, momentsToBool),
	expr.Operator(">=", "atLeast#"),
	expr.Function("equal#", equal(true), numbersToBool),
	expr.Operator("==", "equal#"),
	expr.Function("unequal#", equal(false), numbersToBool),
	expr.Operator("!=", "unequal#"),
}

// computed makes a function of two values that is missing when one of them is.
func computed(f func(a, b any) (any, error)) func(...any) (any, error) {
	return func(values ...any) (any, error) {
		if values[0] == nil || values[1] == nil {
			return nil, nil
		}
		return f(values[0], values[1])
	}
}

func add(a, b any) (any, error) {
	switch a := a.(type) {
	case number:
		return a.Add(b.(number)), nil
	case moment:
		return a.Add(b.(length)), nil
	}
	if b, ok := b.(moment); ok {
		return b.Add(a.(length)), nil
	}
	return sum(a.(length), b.(length))
}

func subtract(a, b any) (any, error) {
	switch a := a.(type) {
	case number:
		return a.Sub(b.(number)), nil
	case length:
		return sum(a, -b.(length))
	}
	if b, ok := b.(length); ok {
		return a.(moment).Add(-b), nil
	}
	return a.(moment).Sub(b.(moment)), nil
}

// sum adds two lengths of time.
func sum(a, b length) (any, error) {
	if c := a + b; (c > a) == (b > 0) {
		return c, nil
	}
	return nil, errors.New("the length of time is too long")
}

func multiply(a, b any) (any, error) { return a.(number).Mul(b.(number)), nil }

var errDivision = errors.New("division by zero")

// divide divides to 16 decimals.
func divide(a, b any) (any, error) {
	if b.(number).IsZero() {
		return nil, errDivision
	}
	return a.(number).DivRound(b.(number), 16), nil
}

func remainder(a, b any) (any, error) {
	if b.(number).IsZero() {
		return nil, errDivision
	}
	return a.(number).Mod(b.(number)), nil
}

func negative(values ...any) (any, error) {
	switch a := values[0].(type) {
	case number:
		return a.Neg(), nil
	case length:
		return -a, nil
	}
	return nil, nil
}

// compared makes a function that compares two values of the same type.
func compared(is func(order int) bool) func(...any) (any, error) {
	return func(values ...any) (any, error) {
		a, b := values[0], values[1]
		if a == nil || b == nil {
			return nil, errMissing
		}
		switch a := a.(type) {
		case number:
			return is(a.Cmp(b.(number))), nil
		case moment:
			return is(a.Compare(b.(moment))), nil
		}
		return is(int(max(-1, min(1, a.(length)-b.(length))))), nil
	}
}

// equal makes a function that tells whether two numbers are equal, or whether they are not.
func equal(want bool) func(...any) (any, error) {
	return func(values ...any) (any, error) {
		a, b := values[0], values[1]
		if a == nil || b == nil {
			return (a == b) == want, nil
		}
		return a.(number).Equal(b.(number)) == want, nil
	}
}
