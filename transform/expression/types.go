package expression

import (
	"reflect"
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/transform/record"
)

// The types of values within expressions.
var (
	numberType = reflect.TypeFor[decimal.Decimal]()
	momentType = reflect.TypeFor[time.Time]()
	lengthType = reflect.TypeFor[time.Duration]()
	textType   = reflect.TypeFor[string]()
	boolType   = reflect.TypeFor[bool]()
)

// typeNames are the types as messages name them.
var typeNames = []struct {
	of   reflect.Type
	name string
}{
	{numberType, "number"}, {momentType, "date"}, {lengthType, "length of time"}, {textType, "text"}, {boolType, "truth value"},
}

// name returns what messages call a type.
func name(t reflect.Type) string {
	for _, known := range typeNames {
		if known.of == t {
			return known.name
		}
	}
	return "value of no certain type"
}

// typeOf returns the type of a column's values within expressions.
func typeOf(t record.Type) reflect.Type {
	switch t {
	case record.Int, record.Decimal:
		return numberType
	case record.Date, record.DateTime:
		return momentType
	case record.Clock, record.Duration:
		return lengthType
	case record.Bool:
		return boolType
	}
	return textType
}

// types gives the variables as the compiler takes them: by name, each with a value of its type.
func types(variables []Variable) map[string]any {
	env := make(map[string]any, len(variables))
	for _, v := range variables {
		if v.Name != "" {
			env[v.Name] = reflect.Zero(typeOf(v.Type)).Interface()
		}
	}
	return env
}

// takes tells whether a value of the type is a result.
func (r Result) takes(t reflect.Type) bool {
	return t == typeOf(r.Type) || r.Type == record.Period && t == momentType
}

// needs says what the result must be.
func (r Result) needs() string {
	if r.Type == record.Period {
		return "date, or a text such as 2023-11,"
	}
	return name(typeOf(r.Type))
}

// hint says how to turn one type into another.
func (r Result) hint(t reflect.Type) string {
	switch needed := typeOf(r.Type); {
	case r.Type == record.Period:
	case needed == textType && (t == numberType || t == momentType):
		return "; text(…) writes it"
	case needed == numberType && t == lengthType:
		return "; hours(…) or minutes(…) counts it"
	case needed == numberType && t == textType:
		return "; number(…) reads it"
	}
	return ""
}
