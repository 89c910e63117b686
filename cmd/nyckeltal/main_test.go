package main

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"nyckeltal/load/engine"
	"nyckeltal/schedules/home"
)

// TestMain makes the test binary be the program itself when a script, or the program, starts it as nyckeltal, and when a
// test starts an engine.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "engine" {
		main()
	}
	testscript.Main(m, map[string]func(){"nyckeltal": main})
}

// TestScripts runs testdata/script/*.txtar: the program as its users know it. Each script has a copy of the sample
// organisation in $WORK/home, whose engine is stopped at the end.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", os.Getenv("HOME")) // the engine's library lies in the user's cache
			for _, name := range []string{"NYCKELTAL_LIBCHDB", "XDG_CACHE_HOME"} {
				env.Setenv(name, os.Getenv(name))
			}
			golden, err := filepath.Abs("../../examples/golden")
			if err != nil {
				return err
			}
			env.Setenv("GOLDEN", golden)
			env.Setenv("SQL", "SELECT item, period, sum(quantity) FROM volume GROUP BY item, period ORDER BY item, period")
			env.Setenv("KPI", "SELECT period, value FROM kpi_values WHERE indicator = 'leverantorsfakturor' AND slice_kind = 'total' "+
				"AND scenario = 'actual' AND window = 'month' ORDER BY period")
			env.Setenv("ROWS", `SELECT n, if(n = 2, 'two|lines\nhere', 'ten') AS text, if(n = 2, NULL, toDecimal64('0.5', 2)) AS m FROM (SELECT arrayJoin([10, 2]) AS n)`)
			env.Setenv("LATE", "SELECT number, throwIf(number = 150000) FROM numbers(200000) SETTINGS max_threads = 1, max_block_size = 10000")
			dir := filepath.Join(env.WorkDir, "home")
			env.Defer(func() { stopEngine(t, dir) })
			return unpackSample(dir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"replace":    replace,
			"setcell":    setCell,
			"protect":    protect,
			"breaksheet": breakSheet,
			"addsup":     addsUp,
		},
	})
}

// stopEngine ends the engine of the home in dir, if it runs.
func stopEngine(t *testing.T, dir string) {
	h, err := home.Open(dir)
	if err != nil {
		return // the script broke the configuration, and then started nothing
	}
	err = engine.Stop(context.Background(), engineOptions(h, nil))
	if err != nil && !errors.Is(err, engine.ErrNotRunning) {
		t.Error(err)
	}
}

// replace OLD NEW FILE replaces a text in a file; the text must be there.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	file := ts.MkAbs(args[2])
	text := ts.ReadFile(file)
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%s does not hold %q", file, args[0])
	}
	ts.Check(os.WriteFile(file, []byte(strings.ReplaceAll(text, args[0], args[1])), 0o644))
}

// setCell FILE SHEET CELL NUMBER writes a number into a workbook, as a department would.
func setCell(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: setcell FILE SHEET CELL NUMBER")
	}
	number, err := strconv.Atoi(args[3])
	ts.Check(err)
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(book.SetCellValue(args[1], args[2], number))
	ts.Check(book.Save())
	ts.Check(book.Close())
}

// protect FILE NEW PASSWORD writes a copy of a workbook that is protected by a password.
func protect(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: protect FILE NEW PASSWORD")
	}
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(book.SaveAs(ts.MkAbs(args[1]), excelize.Options{Password: args[2]}))
	ts.Check(book.Close())
}

// breakSheet FILE PART NEW writes a copy of a workbook in which a part holds only its first half.
func breakSheet(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: breaksheet FILE PART NEW")
	}
	book, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer book.Close()
	file, err := os.Create(ts.MkAbs(args[2]))
	ts.Check(err)
	w := zip.NewWriter(file)
	for _, part := range book.File {
		r, err := part.Open()
		ts.Check(err)
		text, err := io.ReadAll(r)
		ts.Check(err)
		if part.Name == args[1] {
			text = text[:len(text)/2]
		}
		to, err := w.Create(part.Name)
		ts.Check(err)
		_, err = to.Write(text)
		ts.Check(err)
	}
	ts.Check(errors.Join(w.Close(), file.Close()))
}
