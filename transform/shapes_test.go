package transform_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// volume is a record of the dataset volume, as a test draws it.
type volume struct {
	customer, month int // 1–9 and 1–12
	units           int64
}

// cell is the quantity as it may stand in a cell.
func (v volume) cell(t *rapid.T) any {
	f := float64(v.units) / 10_000
	text := strconv.FormatFloat(f, 'f', 4, 64)
	return rapid.SampledFrom([]any{f, text[:len(text)-5] + "," + text[len(text)-4:]}).Draw(t, "form")
}

// period is the month as a number.
func (v volume) period() int { return 202300 + v.month }

// anyVolumes draws at most one quantity for each customer and month, customer by customer.
func anyVolumes(t *rapid.T) []volume {
	var list []volume
	for customer := 1; customer <= rapid.IntRange(1, 4).Draw(t, "customers"); customer++ {
		months := rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 1, 6, rapid.ID).Draw(t, "months")
		for _, month := range months {
			list = append(list, volume{customer, month, rapid.Int64Range(-9_999_999, 9_999_999).Draw(t, "units")})
		}
	}
	return list
}

// shape is a way to write the same data, and the mapping that reads it.
type shape struct {
	name, mapping string
	write         func(*rapid.T, []volume) [][]any
}

var shapes = []shape{
	{
		"plain", `
columns: {period: {heading: Period}, customer: {heading: Kund}, item: {constant: x}, quantity: {heading: Antal}}`,
		func(t *rapid.T, list []volume) [][]any {
			rows := [][]any{{"Volymer"}, {"Kund", "Period", "Antal"}}
			for _, v := range list {
				rows = append(rows, []any{v.customer, v.period(), v.cell(t)})
			}
			return rows
		},
	},
	{
		"repeated headings with shifted columns", `
columns: {period: {heading: Period}, customer: {heading: Kund}, item: {constant: x}, quantity: {heading: Antal}}`,
		func(t *rapid.T, list []volume) [][]any {
			var rows [][]any
			for _, v := range list {
				headings, values := []any{"Kund", "Period", "Antal", nil, nil}, []any{v.customer, v.period(), v.cell(t), nil, nil}
				order := rapid.Permutation([]int{0, 1, 2, 3, 4}).Draw(t, "order")
				rows = append(rows, pick(headings, order), pick(values, order))
			}
			return rows
		},
	},
	{
		"filled down, with the months as groups", `
columns: {period: {group: month}, customer: {heading: Kund, fill: down}, item: {constant: x}, quantity: {heading: Antal}}
skip: [{name: month, first: '^Period (?P<month>\d+)'}, {name: total, heading: Kund, pattern: ^Summa}]`,
		func(t *rapid.T, list []volume) [][]any {
			rows, before := [][]any{{"Kund", "Antal"}}, 0
			for _, v := range list {
				rows = append(rows, []any{fmt.Sprintf("Period %d", v.period())}, []any{})
				if v.customer == before {
					rows = append(rows, []any{nil, v.cell(t)}, []any{"Summa", 1})
				} else {
					rows = append(rows, []any{v.customer, v.cell(t)})
				}
				before = v.customer
			}
			return rows
		},
	},
	{
		"across", `
columns: {customer: {heading: Kund}, item: {constant: x}}
across: {headings: months, year: {constant: 2023}, value: quantity}`,
		func(t *rapid.T, list []volume) [][]any {
			rows := [][]any{{"Kund", "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"}}
			for _, v := range list {
				row := make([]any, 13)
				row[0], row[v.month] = v.customer, v.cell(t)
				rows = append(rows, row)
			}
			return rows
		},
	},
	{
		"customers across", `
columns: {period: {heading: Period}, item: {constant: x}}
across: {headings: {pattern: '^Kund (?P<customer>\d)$'}, value: quantity}`,
		func(t *rapid.T, list []volume) [][]any {
			rows := [][]any{{"Kund 1", "Kund 2", "Period", "Kund 3", "Kund 4"}}
			for _, v := range list {
				row := []any{nil, nil, v.period(), nil, nil}
				row[[]int{0, 0, 1, 3, 4}[v.customer]] = v.cell(t)
				rows = append(rows, row)
			}
			return rows
		},
	},
	{
		"stacked, with the year above the months", `
heading: {rows: 2, fill: true}
columns: {customer: {heading: Kund}, item: {constant: x}}
across: {headings: months, value: quantity}`,
		func(t *rapid.T, list []volume) [][]any {
			top, low := []any{nil, "2023"}, []any{"Kund", "1"}
			low = append(low[:1], "January", "Feb.", "Mar", "April", "May", "Jun", "Jul", "August", "Sept", "Oct", "Nov", "Dec")
			rows := [][]any{{"Volymer"}, top, low}
			for _, v := range list {
				row := make([]any, 13)
				row[0], row[v.month] = v.customer, v.cell(t)
				rows = append(rows, row)
				if rapid.Bool().Draw(t, "again") {
					rows = append(rows, top, low)
				}
			}
			return rows
		},
	},
	{
		"beside", `
heading: {beside: true}
columns: {period: {heading: Period}, customer: {heading: Kund}, item: {constant: x}, quantity: {heading: Antal}}`,
		func(t *rapid.T, list []volume) [][]any {
			rows := [][]any{{"Kund", "Period", "Antal", nil, "Kund", "Period", "Antal", "Period", "Antal", "Kund"}}
			for _, v := range list {
				row := make([]any, 10)
				switch rapid.IntRange(0, 2).Draw(t, "table") {
				case 0:
					row[0], row[1], row[2] = v.customer, v.period(), v.cell(t)
				case 1:
					row[4], row[5], row[6] = v.customer, v.period(), v.cell(t)
				default:
					row[9], row[7], row[8] = v.customer, v.period(), v.cell(t)
				}
				rows = append(rows, row)
			}
			return rows
		},
	},
	{
		"pairs", `
pairs: true
columns: {period: {label: Period}, customer: {label: Kund}, item: {constant: x}, quantity: {label: Antal}}`,
		func(t *rapid.T, list []volume) [][]any {
			rows := [][]any{{"Blankett"}}
			for _, v := range list {
				form := [][]any{{"Kund:", v.customer}, {"Period", nil, v.period()}, {nil, "Antal", v.cell(t)}}
				rows = append(rows, rapid.Permutation(form).Draw(t, "order")...)
				rows = append(rows, []any{})
			}
			return rows
		},
	},
	{
		"without headings", `
heading: {none: true}
columns: {period: {column: D}, customer: {column: B}, item: {constant: x}, quantity: {column: A}}`,
		func(t *rapid.T, list []volume) [][]any {
			var rows [][]any
			for _, v := range list {
				rows = append(rows, []any{v.cell(t), v.customer, nil, v.period()})
			}
			return rows
		},
	},
}

// pick returns the values in an order.
func pick(values []any, order []int) []any {
	picked := make([]any, len(order))
	for i, from := range order {
		picked[i] = values[from]
	}
	return picked
}

// TestEveryShapeGivesTheSameRecords writes the same data in every shape that the language knows, and expects the same
// records from each: nothing is lost on the way, nothing comes twice, and no value goes to another customer or month.
func TestEveryShapeGivesTheSameRecords(t *testing.T) {
	mappers := make([]*transform.Mapper, len(shapes))
	for i, s := range shapes {
		mappers[i] = newMapper(t, "volume", "sheets: {position: 1}"+s.mapping)
	}
	d := record.Find("volume")
	rapid.Check(t, func(t *rapid.T) {
		list := anyVolumes(t)
		var want []string
		for _, v := range list {
			want = append(want, fmt.Sprintf("period=%d item=x customer=%d quantity=%d", v.period(), v.customer, v.units))
		}
		slices.Sort(want)
		for i, s := range shapes {
			rows := s.write(t, list)
			var got collected
			in := transform.Input{File: "f.xlsx", Sheets: []transform.Sheet{sheet("Blad1", rows...)}}
			sum, err := mappers[i].Map(context.Background(), in, &got)
			if err != nil || len(got.rejects) > 0 || sum.Rows != len(rows) || sum.Rows != sum.Mapped+sum.Skipped {
				t.Fatalf("%s: %+v, %v, %v", s.name, sum, got.rejects, err)
			}
			var records []string
			for _, r := range got.records {
				r.Row, r.Cell = 0, ""
				records = append(records, show(d, r)[len("0 "):])
			}
			slices.Sort(records)
			if !slices.Equal(records, want) {
				t.Fatalf("%s: got %q\nwant %q", s.name, records, want)
			}
		}
	})
}
