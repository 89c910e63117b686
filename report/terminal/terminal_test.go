package terminal_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/period"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
	"nyckeltal/report/terminal"
)

func report(t *testing.T, blocks ...model.Block) *model.Report {
	t.Helper()
	l, err := locale.Of(locale.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2023, 12, 8, 6, 12, 0, 0, time.UTC)
	return &model.Report{
		Name: "r", Title: "Rapport", Locale: l, Period: 202311, AsOf: at, Made: at,
		Sections: []model.Section{{ID: "s", Title: "Avsnitt", Blocks: blocks}},
	}
}

func write(t *testing.T, r *model.Report, opt terminal.Options) string {
	t.Helper()
	var b strings.Builder
	if err := terminal.Write(&b, r, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func figure(text string) model.Cell { return model.Cell{Value: decimal.RequireFromString(text)} }

var volumes = &model.Table{
	ID: "volumes", Caption: "Volymer", Unit: "st",
	Columns: []model.Column{
		{ID: "a", Heading: "Utfall Nov 2022"},
		{ID: "b", Heading: "Utfall Nov 2023"},
		{ID: "c", Heading: "R12 Utfall Nov 2023"},
		{ID: "s", Heading: "Status", Status: true},
	},
	Rows: []model.Row{
		{Label: "Leverantörsfakturor", Unit: "st", Cells: []model.Cell{
			figure("1554319"), figure("1686467"),
			figure("1844108"),
			{Status: model.Red},
		}},
		{Label: "Löneärenden", Unit: "st", Cells: []model.Cell{
			figure("68873"),
			{Absence: model.Missing},
			{Absence: model.LeftBlank},
			{},
		}},
		{Label: "Summa", Kind: model.Total, Unit: "st", Cells: []model.Cell{
			figure("1623192"), figure("-5"),
			figure("0"),
			{Status: model.Green},
		}},
	},
}

func TestTable(t *testing.T) {
	got := write(t, report(t, volumes), terminal.Options{})
	want := strings.ReplaceAll(`
Volymer, st
                        Utfall     Utfall  R12 Utfall
                      Nov 2022   Nov 2023    Nov 2023
╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
Leverantörsfakturor  1~554~319  1~686~467   1~844~108  ■
Löneärenden             68~873          –
╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
Summa                1~623~192         -5           0  ●
`, "~", "\u00a0")
	if !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestNarrow: a label without room beside its figures has a line of its own.
func TestNarrow(t *testing.T) {
	got := write(t, report(t, volumes), terminal.Options{Width: 46})
	want := strings.ReplaceAll(`
Leverantörsfakturor
               1~554~319 1~686~467 1~844~108 ■
`, "~", "\u00a0")
	if !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

var sequence = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestColor: without colour there is no escape sequence; with it, the same text.
func TestColor(t *testing.T) {
	list := &model.List{Groups: []model.Group{{Heading: "Område", Items: []model.Item{{Status: model.Ongoing, Text: "Ett"}}}}}
	plain := write(t, report(t, volumes, list), terminal.Options{})
	if sequence.MatchString(plain) {
		t.Errorf("colour in %q", plain)
	}
	coloured := write(t, report(t, volumes, list), terminal.Options{Color: true})
	if !strings.Contains(coloured, "\x1b[31m■\x1b[0m") {
		t.Errorf("no red mark in %q", coloured)
	}
	bare := strings.Split(sequence.ReplaceAllString(coloured, ""), "\n")
	for i, line := range strings.Split(plain, "\n") {
		if strings.TrimRight(bare[i], " ") != line {
			t.Errorf("line %d: %q and %q", i+1, bare[i], line)
		}
	}
}

// TestWidth: prose and lists keep within the width; only the legend of the statuses and what a highlight is measured
// against stay on their lines.
func TestWidth(t *testing.T) {
	long := strings.Repeat("Ett ganska långt stycke text utan annat än ord. ", 6)
	r := report(t, &model.Note{Text: long},
		&model.List{Groups: []model.Group{{Items: []model.Item{{Status: model.Red, Text: long, Cause: long, Action: long}}}}})
	r.Notes = []string{long}
	r.Highlights = []model.Highlight{{Label: "Resultat", Unit: "tkr", Cell: figure("5"), Against: long[:60], Compared: figure("6")}}
	for _, width := range []int{40, 60, 80, 120} {
		for line := range strings.Lines(write(t, r, terminal.Options{Width: width})) {
			if strings.HasPrefix(line, "    "+long[:60]) || strings.HasPrefix(line, "Status:") {
				continue
			}
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width {
				t.Errorf("width %d: %d columns: %s", width, n, line)
			}
		}
	}
}

func TestSparklines(t *testing.T) {
	points := func(values ...int64) (points []model.Point) {
		for i, v := range values {
			points = append(points, model.Point{Period: period.New(2023, i+1), Value: decimal.NewFromInt(v), Valid: v >= 0})
		}
		return points
	}
	chart := &model.Chart{Kind: model.Months, Caption: "Volymer", Panels: []model.Panel{
		{Label: "Ärenden", Series: []model.Series{
			{Role: model.Prior, Name: "2022", Points: points(0, 35, 70)},
			{Role: model.Current, Name: "2023", Points: points(10, -1, 20)},
			{Role: model.Target, Name: "Mål", Points: points(500, 500, 500)},
		}},
		{Label: "Lika", Series: []model.Series{{Role: model.Current, Name: "2023", Points: points(7, 7)}}},
	}}
	got := write(t, report(t, chart), terminal.Options{Sparklines: true})
	if want := "\nÄrenden  2022 ▁▅█  2023 ▂ ▃\nLika     2023 ▅▅\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := write(t, report(t, chart), terminal.Options{}); strings.Contains(got, "Volymer") {
		t.Errorf("sparklines that nobody asked for:\n%s", got)
	}
}

// TestNarrowBudget: figures that leave no room for the names of their bars are written all the same.
func TestNarrowBudget(t *testing.T) {
	point := model.Point{Name: "Verksamhetens kostnader", Value: decimal.NewFromInt(1148220499), Valid: true}
	chart := &model.Chart{Kind: model.Budget, Caption: "Kostnader", Panels: []model.Panel{{Unit: "kr", Series: []model.Series{
		{Role: model.Current, Name: "Utfall", Points: []model.Point{point}},
		{Role: model.Target, Name: "Budget", Points: []model.Point{point}},
	}}}}
	got := write(t, report(t, chart), terminal.Options{Width: 20, Sparklines: true})
	if want := "\nVerksamhetens\nkostnader     ███"; !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEmptyList(t *testing.T) {
	if got := write(t, report(t, &model.List{}), terminal.Options{}); !strings.Contains(got, "Inget att redovisa.") {
		t.Errorf("got\n%s", got)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteError(t *testing.T) {
	if err := terminal.Write(full{}, report(t, volumes), terminal.Options{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}
