package sheets_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
	"nyckeltal/report/sheets"
)

// TestSheetNames: any titles give names that Excel takes, one sheet each.
func TestSheetNames(t *testing.T) {
	l, err := locale.Of(locale.English)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2023, 12, 8, 0, 0, 0, 0, time.UTC)
	r := &model.Report{Name: "r", Title: "R & D", Locale: l, Period: 202311, AsOf: at, Made: at}
	long := strings.Repeat("Ä", 40)
	for _, title := range []string{"Cost/customer: [all]?*", "HR", "hr", "overview", long, long, "/", "'quoted'", "🙂" + long} {
		r.Sections = append(r.Sections, model.Section{Title: title})
	}
	var b bytes.Buffer
	if err := sheets.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	want := []string{
		"Overview", "Cost customer  (all)", "HR", "hr (2)", "overview (2)", long[:62], long[:54] + " (2)",
		" (2)", "’quoted’", "🙂" + long[:58],
	}
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
