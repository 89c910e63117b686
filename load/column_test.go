package load_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nyckeltal/load"
	"nyckeltal/transform/record"
)

// TestWhatGoesInComesOut loads records with all values that their columns may have, and reads them back from the tables.
func TestWhatGoesInComesOut(t *testing.T) {
	const rows = 300
	for _, d := range record.Datasets() {
		t.Run(d.Name, func(t *testing.T) {
			w := open(t)
			l := w.Begin(t.Context(), meta(d.Name, "any", "a"))
			defer l.Abandon()
			var want []string
			for i := range rows {
				r := anyRecord(d).Example(i)
				r.Row = i + 1
				if err := l.Record(r); err != nil {
					t.Fatal(err)
				}
				want = append(want, written(d, r))
				for i := range r.Values { // the caller may reuse it
					r.Values[i] = record.Value{Str: "gone", Int: 7}
				}
			}
			var refused *load.CheckError // such as the rule that shares sum to 1
			if _, err := l.Publish(t.Context(), load.Counts{}); err != nil && !errors.As(err, &refused) {
				t.Fatal(err)
			}
			have := ask(t, w, "SELECT "+readBack(d)+" FROM "+d.Name+"_records ORDER BY row")
			if diff := cmp.Diff(want, have); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// anyRecord generates records of the dataset.
func anyRecord(d *record.Dataset) *rapid.Generator[*record.Record] {
	return rapid.Custom(func(t *rapid.T) *record.Record {
		r := &record.Record{
			Sheet: rapid.SampledFrom([]string{"Blad1", "Blad 2", ""}).Draw(t, "sheet"),
			Cell:  rapid.SampledFrom([]string{"", "A1", "XFD1048576"}).Draw(t, "cell"),
		}
		for i := range d.Columns {
			r.Values = append(r.Values, anyValue(&d.Columns[i]).Draw(t, d.Columns[i].Name))
		}
		return r
	})
}

func anyValue(c *record.Column) *rapid.Generator[record.Value] {
	nothing := record.Value{Null: true}
	return rapid.Custom(func(t *rapid.T) record.Value {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aåÖ 0\t\n'\\\"\x00€🏛")), 0, 20, -1)
		if c.Type != record.Code && c.Type != record.Text && c.Type != record.Person && c.Type != record.Codes &&
			!c.Required && rapid.IntRange(0, 3).Draw(t, "null") == 0 {
			return nothing
		}
		switch c.Type {
		case record.Codes:
			codes := rapid.SliceOfN(rapid.SampledFrom([]string{"personal", "kostnader", "å", ""}), 0, 4).Draw(t, "codes")
			return record.Value{Str: record.JoinCodes(codes)}
		case record.Int:
			return record.Value{Int: int64(rapid.Int32().Draw(t, "int"))}
		case record.Decimal:
			const most = 999_999_999_999_999_999
			return record.Value{Int: rapid.Int64Range(-most, most).Draw(t, "decimal")}
		case record.Period:
			return record.Value{Int: int64(rapid.SampledFrom([]int{190001, 202300, 202311, 202313, 219912}).Draw(t, "period"))}
		case record.Date:
			return record.Value{Time: time.Date(1900, 1, 1+rapid.IntRange(0, 146_096).Draw(t, "day"), 0, 0, 0, 0, time.UTC)}
		case record.DateTime:
			return record.Value{Time: time.Unix(rapid.Int64Range(0, math.MaxUint32).Draw(t, "second"), 0).UTC()}
		}
		return record.Value{Str: text.Draw(t, "text")}
	})
}

// written is a record in the form in which readBack gives it.
func written(d *record.Dataset, r *record.Record) string {
	texts := []string{r.Sheet, fmt.Sprint(r.Row), r.Cell}
	for i, c := range d.Columns {
		v := r.Values[i]
		switch {
		case v.Null:
			texts = append(texts, "NULL")
		case c.Type == record.Decimal:
			texts = append(texts, writeDecimal(v.Int, c.Scale))
		case c.Type == record.Int, c.Type == record.Period:
			texts = append(texts, fmt.Sprint(v.Int))
		case c.Type == record.Date:
			texts = append(texts, v.Time.Format(time.DateOnly))
		case c.Type == record.DateTime:
			texts = append(texts, v.Time.Format(time.DateTime))
		default:
			texts = append(texts, v.Str)
		}
	}
	return fmt.Sprintf("%x", strings.Join(texts, "|"))
}

func writeDecimal(units int64, scale int) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	digits := fmt.Sprintf("%0*d", scale+1, units)
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}

// readBack selects a row as one text.
func readBack(d *record.Dataset) string {
	texts := []string{"toString(sheet)", "toString(row)", "cell"}
	for _, c := range d.Columns {
		switch c.Type {
		case record.Codes:
			texts = append(texts, "arrayStringConcat("+c.Name+", char(31))")
		case record.Decimal:
			texts = append(texts, fmt.Sprintf("ifNull(toDecimalString(%s, %d), 'NULL')", c.Name, c.Scale))
		default:
			texts = append(texts, "ifNull(toString("+c.Name+"), 'NULL')")
		}
	}
	return "lower(hex(concatWithSeparator('|', " + strings.Join(texts, ", ") + "))) AS line"
}

// TestWhatNoColumnHoldsIsRefused loads values that would become others in their columns.
func TestWhatNoColumnHoldsIsRefused(t *testing.T) {
	day := func(year int, month time.Month, d int) time.Time {
		return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
	}
	ledger := func(column string, value any) (string, map[string]any) {
		values := map[string]any{"period": 202311, "account": "5010", "organisation": "1", "amount": 1}
		if values[column] = value; value == nil {
			delete(values, column)
		}
		return "ledger", values
	}
	tests := map[string]struct {
		column string
		with   func() (string, map[string]any)
	}{
		"a decimal of 19 digits":      {"amount", func() (string, map[string]any) { return ledger("amount", 1_000_000_000_000_000_000) }},
		"a negative one":              {"amount", func() (string, map[string]any) { return ledger("amount", -1_000_000_000_000_000_000) }},
		"no amount":                   {"amount", func() (string, map[string]any) { return ledger("amount", nil) }},
		"no period":                   {"period", func() (string, map[string]any) { return ledger("period", nil) }},
		"a day before the first":      {"posted_on", func() (string, map[string]any) { return ledger("posted_on", day(1899, 12, 31)) }},
		"a day after the last":        {"posted_on", func() (string, map[string]any) { return ledger("posted_on", day(2300, 1, 1)) }},
		"a moment before the first":   {"opened_at", func() (string, map[string]any) { return ticket(day(1969, 12, 31)) }},
		"a moment after the last":     {"opened_at", func() (string, map[string]any) { return ticket(day(2106, 2, 8)) }},
		"a whole number of 64 bits":   {"valid_from", func() (string, map[string]any) { return account(math.MaxInt32 + 1) }},
		"a negative one of more bits": {"valid_from", func() (string, map[string]any) { return account(math.MinInt32 - 1) }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := open(t)
			dataset, values := test.with()
			l := w.Begin(t.Context(), meta(dataset, "any", "a"))
			defer l.Abandon()
			err := l.Record(makeRecord(t, dataset, values))
			var wrong *load.ValueError
			if !errors.As(err, &wrong) || wrong.Column != test.column || wrong.Dataset != dataset || wrong.Row != 7 || wrong.Sheet != "Blad1" {
				t.Fatalf("error %v", err)
			}
			if err := l.Refuse(t.Context(), load.Counts{}, err.Error()); err != nil {
				t.Fatal(err)
			}
			if have := ask(t, w, "SELECT count() FROM "+dataset+"_records"); have[0] != "0" {
				t.Errorf("%s rows were stored", have[0])
			}
		})
	}
}

func ticket(opened time.Time) (dataset string, values map[string]any) {
	return "ticket", map[string]any{"period": 202311, "ticket": "INC1", "opened_at": opened}
}

func account(from int) (dataset string, values map[string]any) {
	return "account", map[string]any{"account": "5010", "name": "Lön", "valid_from": from}
}

// TestDaysAreThoseOfTheirZone loads days as midnight in several zones.
func TestDaysAreThoseOfTheirZone(t *testing.T) {
	w := open(t)
	for i, offset := range []int{-11, 0, 13} {
		zone := time.FixedZone("", offset*3600)
		for j, year := range []int{1931, 2023} {
			publish(t, w, meta("ledger", fmt.Sprint("huvudbok", i, j), "a"), makeRecord(t, "ledger", map[string]any{
				"period": 202311, "account": "5010", "organisation": "1", "amount": 1, "posted_on": time.Date(year, 2, 28, 0, 0, 0, 0, zone),
			}))
		}
	}
	expect(t, w, "SELECT DISTINCT posted_on FROM ledger ORDER BY posted_on", "1931-02-28", "2023-02-28")
}
