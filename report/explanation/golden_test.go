package explanation_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/go-cmp/cmp"

	"nyckeltal/ingest/period"
	"nyckeltal/load"
	"nyckeltal/report/contribution"
	"nyckeltal/report/contribution/contributiontest"
	"nyckeltal/report/explanation"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// sample is the warehouse that all tests use; they read it as it was after its second run, or before.
var sample driver.Conn

func open(t *testing.T) driver.Conn {
	t.Helper()
	if sample == nil {
		sample = contributiontest.Open(t)
	}
	return sample
}

// views opens the sample as it was at a time; the zero time is now.
func views(t *testing.T, conn driver.Conn, at time.Time) *contribution.Views {
	t.Helper()
	v, err := contribution.Open(t.Context(), conn, load.AsOf, at)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func language(t *testing.T, name locale.Language) *locale.Locale {
	t.Helper()
	l, err := locale.Of(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// key names a value of the whole for March 2023.
func key(indicator, window, scenario string) contribution.Key {
	return contribution.Key{
		Indicator: indicator, Period: 202303, Window: window, Scenario: scenario,
		Slice: model.Slice{Kind: "total"},
	}
}

func february(k contribution.Key) contribution.Key {
	k.Period = 202302
	return k
}

func inSlice(k contribution.Key, kind, name string) contribution.Key {
	k.Slice = model.Slice{Kind: kind, Name: name}
	return k
}

// TestFormats compares explanations of every kind of figure with golden files.
func TestFormats(t *testing.T) {
	now := views(t, open(t), contributiontest.Second)
	for _, of := range []struct {
		name string
		key  contribution.Key
	}{
		{"sum", key("fakturor", "ytd", "actual")},
		{"ratio", key("styckpris", "ytd", "actual")},
		{"terms", key("resultat", "ytd", "actual")},
		{"slice", inSlice(key("resultat", "month", "actual"), "area", "Syd")},
		{"incomplete", key("fakturor", "year", "actual")},
		{"target", key("fakturor", "year", "target")},
		{"rounded", february(key("viktat", "ytd", "actual"))},
		{"hours", february(key("timmar", "ytd", "actual"))},
	} {
		for _, lang := range []locale.Language{locale.Swedish, locale.English} {
			e, err := explanation.Explain(t.Context(), now, of.key, language(t, lang))
			if err != nil {
				t.Errorf("%s: %v", of.name, err)
				continue
			}
			compare(t, of.name+"."+string(lang)+".txt", e, explanation.Text)
			if lang == locale.Swedish {
				compare(t, of.name+".json", e, explanation.JSON)
				compare(t, of.name+".tsv", e, explanation.TSV)
			}
		}
	}
}

// TestCosts compares explanations of costs with golden files: of a service, and of customers, whose parts add up to it
// to the öre.
func TestCosts(t *testing.T) {
	now := views(t, open(t), contributiontest.Second)
	for _, customer := range []string{"", "K1", "K3"} {
		k := contribution.CostKey{Year: 2023, Service: "T1", Customer: customer, Scenario: "budget"}
		e, err := explanation.ExplainCost(t.Context(), now, k, language(t, locale.Swedish))
		if err != nil {
			t.Fatal(err)
		}
		compare(t, "cost"+customer+".sv.txt", e, explanation.Text)
		compare(t, "cost"+customer+".tsv", e, explanation.TSV)
	}
}

func compare(t *testing.T, name string, e *explanation.Explanation, format explanation.Format) {
	t.Helper()
	var got bytes.Buffer
	if err := e.Write(t.Context(), &got, format, explanation.TextOptions{}); err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	file := filepath.Join("testdata", name)
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
		t.Errorf("%s differs (-want +got); if it is meant to, run go test ./report/explanation -update:\n%s", file, diff)
	}
}

// TestWhatThereIs: who asks for something that there is not is told what there is.
func TestWhatThereIs(t *testing.T) {
	now := views(t, open(t), contributiontest.Second)
	at := func(k contribution.Key, p period.Period) contribution.Key {
		k.Period = p
		return k
	}
	for _, of := range []struct {
		key  contribution.Key
		want string
	}{
		{key("faktura", "ytd", "actual"), `there is no indicator "faktura" (did you mean "fakturor"?)`},
		{key("fakturor", "ytd", "budget"), `there is no scenario "budget" of fakturor; there is actual, target`},
		{
			inSlice(key("fakturor", "ytd", "actual"), "area", "Nord"),
			`there is no kind of slice "area" of fakturor; there is customer, total`,
		},
		{
			inSlice(key("fakturor", "ytd", "actual"), "customer", "K4"),
			`there is no customer "K4" of fakturor (did you mean "K1"?); there is K1, K2, K3`,
		},
		{at(key("fakturor", "ytd", "target"), 202306), `there is no window "ytd" of fakturor 2023-06 target; there is`},
		{
			at(key("fakturor", "ytd", "actual"), 202402),
			`there is no period "2024-02" of fakturor actual; there is 2023-01–2023-12`,
		},
	} {
		_, err := explanation.Explain(t.Context(), now, of.key, language(t, locale.Swedish))
		var missing *contribution.NotFoundError
		if !errors.As(err, &missing) || !strings.HasPrefix(err.Error(), of.want) {
			t.Errorf("%s: %v, want %s", of.key.Name(), err, of.want)
		}
	}
}

// TestAMismatchIsLoud: a figure whose records are not what it was computed from is not explained. The earlier one is.
func TestAMismatchIsLoud(t *testing.T) {
	conn := open(t)
	for _, sql := range []string{
		"INSERT INTO measure_records SELECT 903, indicator, period, scenario, span, organisation, area, branch, customer, service, " +
			"numerator + 1, 0, stated FROM measure_records WHERE load_id = 902 AND indicator = 'fakturor' AND period = 202303",
		"INSERT INTO cube_records SELECT * FROM measure_slices WHERE load_id = 903",
		"INSERT INTO publications (dataset, source, period, load_id, published_at) VALUES ('measures', 'measures', 202303, 903, '2023-05-01 00:00:00')",
	} {
		if err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	asked := key("fakturor", "ytd", "actual")
	_, err := explanation.Explain(t.Context(), views(t, conn, time.Time{}), asked, language(t, locale.Swedish))
	var mismatch *contribution.MismatchError
	if !errors.As(err, &mismatch) || mismatch.Side != contribution.Numerator || mismatch.Want.Equal(mismatch.Have) {
		t.Errorf("got %v", err)
	}
	before := views(t, conn, contributiontest.First)
	if _, err := explanation.Explain(t.Context(), before, asked, language(t, locale.Swedish)); err != nil {
		t.Errorf("the figure of before: %v", err)
	}
}
