package page_test

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
	"nyckeltal/report/page"
)

func write(t *testing.T, blocks ...model.Block) string {
	t.Helper()
	l, err := locale.Of(locale.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2023, 12, 8, 6, 12, 0, 123456000, time.UTC)
	var b strings.Builder
	err = page.Write(&b, &model.Report{
		Name: "r", Title: "Rapport <1>", Locale: l, Period: 202311, AsOf: at, Made: at,
		Sections: []model.Section{{ID: "s", Title: "Avsnitt", Blocks: blocks}},
	}, page.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSelfContained: nothing is fetched, and the policy allows the page's own style and script only.
func TestSelfContained(t *testing.T) {
	text := write(t)
	for _, outside := range []string{"http:", "https:", "//", "url(", "@import", "<img", "<link", "<iframe", " style="} {
		if strings.Contains(text, outside) {
			t.Errorf("the page holds %q", outside)
		}
	}
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(text)[1]
	sum := sha256.Sum256([]byte(style))
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(text)[1]
	want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	script := regexp.MustCompile(`(?s)<script>(.*)</script>`).FindStringSubmatch(text)[1]
	sum = sha256.Sum256([]byte(script))
	want += "; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	if !strings.HasPrefix(html.UnescapeString(policy), want) {
		t.Errorf("policy %s, want %s", html.UnescapeString(policy), want)
	}
}

// TestEscapes: texts from workbooks are texts.
func TestEscapes(t *testing.T) {
	const evil = `"><script>alert(1)</script>`
	cell := model.Cell{Value: decimal.NewFromInt(1)}
	points := []model.Point{{Period: 202301, Value: decimal.NewFromInt(1), Valid: true}}
	text := write(t,
		&model.Comment{Prose: []model.Paragraph{
			{Spans: []model.Span{{Text: evil, Link: "javascript:" + evil}}},
			{Kind: model.Bullet, Spans: []model.Span{{Text: evil, Code: true}}},
		}},
		&model.Table{
			ID: "t", Caption: evil, Unit: evil, Columns: []model.Column{{Heading: evil}, {Status: true}},
			Rows: []model.Row{{Label: evil, Unit: evil, Cells: []model.Cell{cell, {Status: evil}}}},
		},
		&model.List{Caption: evil, Groups: []model.Group{{
			Heading: evil,
			Items:   []model.Item{{Status: evil, Text: evil, Cause: evil, Action: evil}},
		}}},
		&model.Chart{Kind: model.Months, Caption: evil, Panels: []model.Panel{{
			Label: evil, Unit: evil,
			Series: []model.Series{{Role: evil, Name: evil, Points: points}},
		}}},
		&model.Note{Text: evil})
	if strings.Count(text, "<script") != 1 || strings.Contains(text, "href=\"javascript") || strings.Contains(text, `class=""><`) {
		t.Error("a text became markup")
	}
	if !strings.Contains(text, "&lt;script&gt;") || !strings.Contains(text, "<h1>Rapport &lt;1&gt;</h1>") {
		t.Error("a text is missing")
	}
}

// TestLinks: a figure leads to the address that the caller gives, and otherwise to the command that explains it.
func TestLinks(t *testing.T) {
	source := model.Source{
		Indicator: "resultat", Slice: model.Slice{Kind: "area", Name: "Kund & service's"}, Scenario: "budget",
		Window: "month", Period: 202311,
	}
	table := &model.Table{
		ID: "t", Columns: []model.Column{{Heading: "A"}},
		Rows: []model.Row{{Label: "R", Cells: []model.Cell{{Value: decimal.NewFromInt(1), Source: &source}}}},
	}
	text := html.UnescapeString(write(t, table))
	want := `<td data-value="1"><a class="figure" href="#explain" title="nyckeltal explain resultat --period 2023-11 --window month ` +
		`--scenario budget --slice 'area=Kund & service'\''s' --as-of 2023-12-08T06:12:00.123456Z">1</a></td>`
	if !strings.Contains(text, want) {
		t.Errorf("no %s in\n%s", want, text)
	}
	var b strings.Builder
	l, err := locale.Of(locale.English)
	if err != nil {
		t.Fatal(err)
	}
	err = page.Fragment(&b, &model.Report{Title: "R", Locale: l, Sections: []model.Section{{ID: "s", Blocks: []model.Block{table}}}},
		page.Options{Explain: func(s model.Source) string { return "/explain/" + s.Indicator }})
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, `<a class="figure" href="/explain/resultat">1</a>`) ||
		strings.Contains(got, "<html") || strings.Contains(got, `id="explain"`) {
		t.Errorf("fragment\n%s", got)
	}
}

// TestCells: what is missing shows a dash and says so; what is left blank says so to a screen reader only.
func TestCells(t *testing.T) {
	text := write(t, &model.Table{
		ID: "t", Columns: []model.Column{{Heading: "A"}, {Heading: "B"}, {Heading: "S", Status: true}},
		Rows: []model.Row{{Label: "R", Unit: "%", Cells: []model.Cell{
			{Absence: model.Missing},
			{Absence: model.LeftBlank},
			{Status: model.Yellow},
		}}},
	})
	for _, want := range []string{
		`<td><span aria-hidden="true">–</span><span class="spoken">uppgift saknas</span></td>`,
		`<td><span class="spoken">redovisas inte</span></td>`,
		`<span class="status yellow"><span class="mark" aria-hidden="true">▲</span> Gul</span>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
}

var number = regexp.MustCompile(`(?:x|y|width|height|cx|cy)="([^"]*)"|[MHL ](-?[0-9.]+|NaN|[+-]?Inf)`)

// TestDrawing: whatever the values, every coordinate lies on the drawing.
func TestDrawing(t *testing.T) {
	for name, values := range map[string][]string{
		"ordinary":       {"10", "20", "15.5"},
		"negative":       {"-5", "12", "-30"},
		"all below zero": {"-3", "-4"},
		"zero":           {"0", "0"},
		"equal":          {"7", "7", "7"},
		"single":         {"1265135000"},
		"tiny":           {"0.0000000001", "0.0000000002"},
		"huge":           {"99999999999999999999999999", "1"},
		"gaps":           {"3", "", "4", ""},
		"none":           {"", ""},
	} {
		for _, kind := range []model.ChartKind{model.Months, model.Rolling} {
			var points []model.Point
			for i, v := range values {
				point := model.Point{Period: period.New(2023, i+1), Valid: v != ""}
				if point.Valid {
					point.Value = decimal.RequireFromString(v)
				}
				points = append(points, point)
			}
			text := write(t, &model.Chart{Kind: kind, Panels: []model.Panel{{Series: []model.Series{{Role: model.Current, Points: points}}}}})
			_, drawing, _ := strings.Cut(text, "<svg")
			drawing, _, _ = strings.Cut(drawing, "</svg>")
			_, drawing, _ = strings.Cut(drawing, ">")
			for _, m := range number.FindAllStringSubmatch(drawing, -1) {
				v, err := strconv.ParseFloat(m[1]+m[2], 64)
				if err != nil || !(v >= 0 && v <= 440) {
					t.Errorf("%s, %s: coordinate %s", name, kind, m[0])
				}
			}
		}
	}
}
