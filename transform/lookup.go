package transform

import (
	"fmt"
	"slices"
	"strconv"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// standing is what a dimension says of a code in a year: that it is valid, and the value that a field looks up.
type standing struct {
	standingKey
	value   record.Value
	problem *value.Problem
}

type standingKey struct {
	code string
	year int
}

// stand returns the standing of a code in a year; 0 stands for any year. Codes repeat, and so do years.
func (b *codebook) stand(code string, year int) *standing {
	key := standingKey{code, year}
	if b.last.standingKey == key {
		return &b.last
	}
	known, ok := b.stands[key]
	if !ok {
		known = b.assess(key)
		if len(b.stands) < maxSeen {
			b.stands[key] = known
		}
	}
	b.last = known
	return &b.last
}

// assess asks the dimension about a code.
func (b *codebook) assess(key standingKey) standing {
	s := standing{standingKey: key, value: absent(b.field.target)}
	if b.lookup == nil {
		return s
	}
	entries, _ := b.lookup.Find(b.field.column.Lookup, key.code)
	valid := slices.DeleteFunc(slices.Clone(entries), func(e record.Entry) bool { return !e.ValidIn(key.year) })
	if len(valid) == 0 {
		s.problem = b.expired(key.year, entries)
		return s
	}
	if b.field.spec.Lookup != nil {
		s.value, s.problem = b.field.attribute(valid)
	}
	return s
}

// expired is the problem of a code without an entry in the year.
func (b *codebook) expired(year int, entries []record.Entry) *value.Problem {
	dimension := b.field.column.Lookup
	if len(entries) == 0 {
		if b.field.spec.Lookup == nil {
			return nil
		}
		return &value.Problem{
			Reason: record.UnknownCode, Expected: "a code of the dimension " + dimension + ", which says nothing of this one",
		}
	}
	first, last := entries[0].From, entries[0].To
	for _, e := range entries {
		first, last = min(first, e.From), max(last, e.To)
	}
	when := "in other years only"
	switch {
	case last != 0 && last < year:
		when = fmt.Sprintf("until %d", last)
	case first > year:
		when = fmt.Sprintf("from %d on", first)
	}
	return &value.Problem{
		Reason:   record.UnknownCode,
		Expected: fmt.Sprintf("a code of the dimension %s that is valid in %d; this one is valid %s", dimension, year, when),
	}
}

// attribute returns what the entries of a code say; those that hold in the same year must agree.
func (f *field) attribute(entries []record.Entry) (v record.Value, problem *value.Problem) {
	give, dimension := f.spec.Lookup.Give, f.column.Lookup
	text := entries[0].Values[f.give]
	for _, e := range entries[1:] {
		if e.Values[f.give] != text {
			return absent(f.target), &value.Problem{
				Reason: record.Ambiguous, Expected: fmt.Sprintf("one %s of the code in the dimension %s", give, dimension),
			}
		}
	}
	switch given := record.Find(dimension).Columns[f.give].Type; {
	case text == "":
		v = absent(f.target)
		if f.target.Required {
			problem = &value.Problem{
				Reason: record.Missing, Expected: fmt.Sprintf("a code of which the dimension %s says the %s", dimension, give),
			}
		}
	case given == record.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			problem = &value.Problem{Reason: record.Malformed, Expected: "a whole number"}
		}
		v = record.Value{Int: n}
	case given == record.Codes && f.target.Type != record.Codes:
		list := record.SplitCodes(text)
		if len(list) != 1 {
			return absent(f.target), &value.Problem{
				Reason:   record.Ambiguous,
				Expected: fmt.Sprintf("one of the %s of the code in the dimension %s, which has several", give, dimension),
			}
		}
		v = record.Value{Str: list[0]}
	default:
		v = record.Value{Str: text}
	}
	if problem == nil {
		problem = value.Allowed(f.target, v.Str)
	}
	return v, problem
}

// settleCode checks that a code is valid in the year of the record, and fills what is looked up by it.
func (s *sheetRun) settleCode(row *cell.Row, d *draft, f *source, report bool) {
	b := d.block
	if f.spec.Lookup == nil && !f.codes.limited {
		return // every code of the dimension is always valid
	}
	code := b.record.Values[f.index].Str
	if code == "" {
		if f.spec.Lookup != nil {
			b.record.Values[f.slot] = absent(f.target)
		}
		return
	}
	standing := f.codes.stand(code, d.period.Year())
	if f.spec.Lookup != nil {
		b.record.Values[f.slot] = standing.value
	}
	if standing.problem != nil && report {
		s.refuseOnce(row, s.columnOf(b, f.field), f.field, standing.problem)
	}
}

// columnOf returns the column of a field in a block, or -1 when it comes from no cell of the row.
func (s *sheetRun) columnOf(b *blockRun, f *field) int {
	if f.wanted < 0 {
		return -1
	}
	return b.columns[f.wanted]
}
