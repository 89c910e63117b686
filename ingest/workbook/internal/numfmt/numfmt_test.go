package numfmt_test

import (
	"testing"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/numfmt"
)

func TestKind(t *testing.T) {
	tests := []struct {
		want  cell.Kind
		codes []string
	}{
		{cell.Number, []string{
			"", "General", "GENERAL", "0", "0.00", "#,##0", "#,##0.00;[Red]-#,##0.00", "0%", "0.00E+00", "# ?/?", "@",
			`#,##0\ "kr"`, `0" dagar"`, `"datum: "0`, `#,##0 kr`, "0 st", `_-* #,##0.00\ "kr"_-;-* #,##0.00\ "kr"_-`,
			"[>=1000000]0.0,,\\M;0", "[$kr-41D] #,##0", "[DBNum1]0", "[Blue]General;[Red]-General", ";;;", ";;;@",
			`"ymd"`, `\d\m\y`, "[Red]", "[", `"`, `\`, "_d0", "*d0", "-General", "[=0]yyyy;0", "[=0]0",
		}},
		{cell.Date, []string{
			"yyyy-mm-dd", "YYYY-MM-DD", "yyyymm", "mmm-yy", "m/d/yy h:mm", "[$-41D]d mmmm yyyy;@", "[$-F800]dddd",
			"[Red]yyyy", "hh:mm", "h:mm AM/PM", "mm:ss.0", "ss.000", "AM/PM", "aaaa", "ggge", "e", "bbbb",
			`[$-409]mmm\-yy;@`, `yyyy"-"mm`, `"";yyyy-mm-dd`, `yyyy\-mm\-dd\ hh:mm`, `åååå-mm-dd`,
		}},
		{cell.Duration, []string{
			"[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[s]", "[ss].00", "[H]:mm", "[$-41D][h]:mm",
			"[=0]?;[<4.16666666666667][hh]:mm:ss;[hh]:mm",
		}},
	}
	for _, tt := range tests {
		for _, code := range tt.codes {
			if got := numfmt.Kind(code); got != tt.want {
				t.Errorf("Kind(%q) = %s, want %s", code, got, tt.want)
			}
		}
	}
}

func TestBuiltin(t *testing.T) {
	for id := -1; id < 200; id++ {
		want := cell.Number
		switch {
		case id == 46 || id == 79:
			want = cell.Duration
		case 14 <= id && id <= 22, 27 <= id && id <= 36, id == 45, id == 47, 50 <= id && id <= 58, 71 <= id && id <= 81:
			want = cell.Date
		}
		if got := numfmt.Builtin(id); got != want {
			t.Errorf("Builtin(%d) = %s, want %s", id, got, want)
		}
	}
}

func FuzzKind(f *testing.F) {
	f.Add(`[$-41D]d mmmm yyyy;[Red]"x"\-0;@`)
	f.Fuzz(func(t *testing.T, code string) {
		if k := numfmt.Kind(code); k != cell.Number && k != cell.Date && k != cell.Duration {
			t.Errorf("Kind(%q) = %s", code, k)
		}
	})
}
