package machine_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/report/locale"
	"nyckeltal/report/machine"
	"nyckeltal/report/model"
)

func report(t *testing.T) *model.Report {
	t.Helper()
	l, err := locale.Of(locale.Swedish)
	if err != nil {
		t.Fatal(err)
	}
	table := &model.Table{
		ID: "costs", Machine: true,
		Columns: []model.Column{
			{ID: "a", Heading: "Utfall\tack\n2023"},
			{ID: "s", Heading: "Status", Status: true},
			{ID: "b", Heading: "Budget"},
		},
		Rows: []model.Row{
			{Kind: model.Heading, Label: "Grupp", Path: "grupp"},
			{ID: "r", Label: "Rad", Path: "grupp/Rad", Unit: "tkr", Cells: []model.Cell{
				{Value: decimal.RequireFromString("12345678901234567890.12345"), Decimals: 1},
				{Status: model.Red},
				{Absence: model.Missing},
			}},
			{ID: "q", Label: "Tom", Path: "grupp/Tom", Unit: "%", Cells: []model.Cell{
				{Absence: model.LeftBlank},
				{},
				{Value: decimal.RequireFromString("-0.04"), Decimals: 1},
			}},
		},
	}
	byData := &model.Table{ID: "services", Columns: table.Columns[:1], Rows: []model.Row{{Cells: table.Rows[1].Cells[:1]}}}
	at := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	return &model.Report{
		Name: "r", Locale: l, Period: 202512, Yearly: true, AsOf: at, Made: at,
		Sections: []model.Section{{ID: "s", Blocks: []model.Block{table, byData, &model.List{}, &model.Note{Text: "n"}}}},
	}
}

func TestTSV(t *testing.T) {
	var b strings.Builder
	if err := machine.TSV(&b, report(t)); err != nil {
		t.Fatal(err)
	}
	want := "table\trow\tcolumn\tvalue\tunit\n" +
		"costs\tgrupp/Rad\tUtfall ack 2023\t12345678901234567890.1\ttkr\n" +
		"costs\tgrupp/Rad\tBudget\t\ttkr\n" +
		"costs\tgrupp/Tom\tUtfall ack 2023\t\t%\n" +
		"costs\tgrupp/Tom\tBudget\t0\t%\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := machine.JSON(&b, report(t)); err != nil {
		t.Fatal(err)
	}
	type figure struct {
		Value     *json.Number
		Display   string
		Unrounded *string
		Absent    string
		Status    string
	}
	var got struct {
		Period    string
		Catalogue map[string]any
		Sections  []struct {
			Blocks []struct {
				Type string
				Rows []struct {
					Kind  string
					Cells map[string]figure
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if got.Period != "2025" || got.Catalogue["published_at"] != nil {
		t.Errorf("period %q, catalogue %v", got.Period, got.Catalogue)
	}
	blocks := got.Sections[0].Blocks
	if len(blocks) != 4 || blocks[2].Type != "list" || blocks[3].Type != "note" {
		t.Errorf("blocks %+v", blocks)
	}
	rows := blocks[0].Rows
	if rows[0].Kind != "heading" || rows[0].Cells != nil {
		t.Errorf("heading: %+v", rows[0])
	}
	exact := rows[1].Cells["a"]
	if exact.Value.String() != "12345678901234567890.1" || *exact.Unrounded != "12345678901234567890.12345" ||
		exact.Display != "12\u00a0345\u00a0678\u00a0901\u00a0234\u00a0567\u00a0890,1" {
		t.Errorf("figure: %+v", exact)
	}
	if missing := rows[1].Cells["b"]; missing.Value != nil || missing.Unrounded != nil || missing.Absent != "no data" {
		t.Errorf("missing: %+v", missing)
	}
	if blank := rows[2].Cells["a"]; blank.Value != nil || blank.Absent != "not reported" {
		t.Errorf("left blank: %+v", blank)
	}
	if rows[1].Cells["s"].Status != "red" {
		t.Errorf("status: %+v", rows[1].Cells["s"])
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrors(t *testing.T) {
	if err := machine.TSV(full{}, report(t)); !errors.Is(err, errFull) {
		t.Errorf("TSV: %v", err)
	}
	if err := machine.JSON(full{}, report(t)); !errors.Is(err, errFull) {
		t.Errorf("JSON: %v", err)
	}
}
