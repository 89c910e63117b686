package value

import (
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// Constant reads a value written in a configuration: decimals with a point, days as 2023-11-30, moments as 2023-11-30
// 08:15, periods as 2023-11, lists of codes with commas.
func Constant(column *record.Column, text string) (record.Value, *Problem) {
	in := cell.Cell{Kind: cell.Text, Text: text}
	switch column.Type {
	case record.Code:
		return record.Value{Str: text}, Allowed(column, text)
	case record.Text:
		return record.Value{Str: text}, nil
	case record.Codes:
		return record.Value{Str: record.JoinCodes(SplitCodes(text, ","))}, nil
	case record.Int, record.Decimal:
		reader := Decimal{Locale: Locale{Decimal: '.'}, Scale: column.Scale}
		n, problem := reader.Read(in)
		return record.Value{Int: n}, problem
	case record.Date, record.DateTime:
		reader, err := newConstantTimes(column.Type)
		if err != nil {
			return record.Value{}, &Problem{record.Malformed, err.Error()}
		}
		t, problem := reader.Read(in)
		return record.Value{Time: t}, problem
	case record.Period:
		p, err := period.Parse(text)
		if err != nil {
			return record.Value{}, &Problem{record.Malformed, "a period written YYYY-MM"}
		}
		return record.Value{Int: int64(p)}, nil
	}
	return record.Value{}, &Problem{record.NotAllowed, "no constant for a column of type " + column.Type.String()}
}

func newConstantTimes(t record.Type) (Times, error) {
	if t == record.Date {
		return NewDates(nil)
	}
	return NewMoments(nil)
}

// Allowed checks a code against the values that its column allows.
func Allowed(column *record.Column, code string) *Problem {
	if code == "" || len(column.Allowed) == 0 || slices.Contains(column.Allowed, code) {
		return nil
	}
	return &Problem{record.NotAllowed, OneOf(column.Allowed)}
}

// OneOf lists what may be written, for a message; long lists are cut.
func OneOf(texts []string) string {
	const most = 12
	if len(texts) > most {
		return "one of " + strings.Join(texts[:most], ", ") + " …"
	}
	return "one of " + strings.Join(texts, ", ")
}

// SplitCodes splits a list of codes at the separator; white space around codes and empty codes do not count.
func SplitCodes(text, separator string) []string {
	var codes []string
	for code := range strings.SplitSeq(text, separator) {
		if code = Trim(code); code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}
