package difference_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"nyckeltal/load"
	"nyckeltal/report/contribution"
	"nyckeltal/report/contribution/contributiontest"
	"nyckeltal/report/difference"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// TestDifferences compares two runs of the sample: in all formats, and then figure by figure, that the cells add up to
// the difference of every numerator and denominator.
func TestDifferences(t *testing.T) {
	conn := contributiontest.Open(t)
	open := func(at time.Time) *contribution.Views {
		v, err := contribution.Open(t.Context(), conn, load.AsOf, at)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	long, first := open(contributiontest.First.AddDate(-1, 0, 0)), open(contributiontest.First)
	second := open(time.Time{})
	request := difference.Request{Period: 202303, Slice: model.Slice{Kind: "total"}}

	compare(t, "figures", diff(t, first, second, request), difference.Text, difference.JSON, difference.TSV)
	request.Cells = true
	compare(t, "cells", diff(t, first, second, request), difference.Text, difference.JSON, difference.TSV)
	compare(t, "back", diff(t, second, first, request), difference.TSV)
	compare(t, "nothing", diff(t, second, second, request), difference.Text)
	for _, d := range []*difference.Difference{
		diff(t, first, second, request), diff(t, second, first, request), diff(t, long, first, request),
	} {
		if len(d.Figures) == 0 {
			t.Error("nothing differs")
		}
		for _, f := range d.Figures {
			sums := map[contribution.Side]decimal.Decimal{}
			for _, c := range f.Cells {
				sums[c.Side] = sums[c.Side].Add(c.Difference())
			}
			if by := f.Difference(); by != nil && f.Indicator == "fakturor" && !sums[contribution.Numerator].Equal(*by) {
				t.Errorf("%s: the cells come to %s, want %s", f.Name, sums[contribution.Numerator], by)
			}
		}
	}

	request.Indicator = "faktura"
	_, err := difference.Compare(t.Context(), first, second, request, language(t))
	var missing *contribution.NotFoundError
	if !errors.As(err, &missing) {
		t.Errorf("an unknown indicator: %v", err)
	}
}

func diff(t *testing.T, from, to *contribution.Views, r difference.Request) *difference.Difference {
	t.Helper()
	d, err := difference.Compare(t.Context(), from, to, r, language(t))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func language(t *testing.T) *locale.Locale {
	t.Helper()
	l, err := locale.Of(locale.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var extensions = map[difference.Format]string{difference.Text: "txt", difference.JSON: "json", difference.TSV: "tsv"}

func compare(t *testing.T, name string, d *difference.Difference, formats ...difference.Format) {
	t.Helper()
	for _, format := range formats {
		var got bytes.Buffer
		if err := d.Write(&got, format, false); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name+"."+extensions[format])
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s differs (-want +got); if it is meant to, run go test ./report/difference -update:\n%s", file, diff)
		}
	}
}
