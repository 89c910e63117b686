package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// screen is a person at a terminal on which the program runs.
type screen struct {
	t      *testing.T
	pty    *os.File
	pieces chan string // what the program writes
	shown  string      // of it, what nobody has looked at yet, without what moves the cursor
	cmd    *exec.Cmd
}

// startTerminal runs the program on a terminal of 80 columns and 24 lines.
func startTerminal(t *testing.T, env []string, args ...string) *screen {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "nyckeltal", args...)
	cmd.Env = append(os.Environ(), "TERM=xterm", "INPUTRC=/dev/null", "PAGER=")
	cmd.Env = append(cmd.Env, env...)
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	x := &screen{t: t, pty: file, pieces: make(chan string, 1000), cmd: cmd}
	t.Cleanup(func() {
		_ = file.Close()
		_ = cmd.Process.Kill()
	})
	go x.read()
	return x
}

func (x *screen) read() {
	defer close(x.pieces)
	buffer := make([]byte, 64<<10)
	for {
		n, err := x.pty.Read(buffer)
		if n > 0 {
			x.pieces <- string(buffer[:n])
		}
		if err != nil {
			return
		}
	}
}

// escapes are what moves the cursor and sets colours.
var escapes = regexp.MustCompile(`\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[=>78]|\x1b\][^\a]*\a`)

// enter types a text as a person would.
func (x *screen) enter(text string) {
	x.t.Helper()
	if _, err := x.pty.WriteString(text); err != nil {
		x.t.Fatal(err)
	}
}

// expect waits until the program shows the text, and returns what it showed up to its end.
func (x *screen) expect(text string) string {
	x.t.Helper()
	late := time.After(20 * time.Second)
	for {
		plain := escapes.ReplaceAllString(x.shown, "")
		if before, after, ok := strings.Cut(plain, text); ok {
			x.shown = after
			return before + text
		}
		select {
		case piece, ok := <-x.pieces:
			if !ok {
				x.t.Fatalf("the program ended without %q; it shows %q", text, plain)
			}
			x.shown += piece
		case <-late:
			x.t.Fatalf("waited in vain for %q; the terminal shows %q", text, plain)
		}
	}
}

// ask enters a text and returns what is shown until the text that is expected.
func (x *screen) ask(text, want string) string {
	x.t.Helper()
	x.enter(text)
	return x.expect(want)
}

// ends waits for the program's end.
func (x *screen) ends() {
	x.t.Helper()
	for range x.pieces {
	}
	if err := x.cmd.Wait(); err != nil {
		x.t.Errorf("the shell ended with %v", err)
	}
}

// shellHome is a home with an empty warehouse.
func shellHome(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := unpackSample(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopEngine(t, dir) })
	return dir
}

func TestShell(t *testing.T) {
	dir := shellHome(t)
	x := startTerminal(t, []string{"PAGER=cat"}, "--home", dir, "query")
	x.expect("nyckeltal>")
	x.ask("SELECT 1 AS one;\r", "(1 row, ")
	x.expect("nyckeltal>")

	// A statement may have several lines, and a semicolon within a text ends none.
	x.ask("SELECT 'a;b' AS text,\r42 AS n;\r", "│ a;b  │ 42 │")
	x.expect("nyckeltal>")

	// Where a statement fails is marked, and the shell goes on.
	x.ask("SELECT 1 AS a b;\r", "(SYNTAX_ERROR, code 62)")
	x.expect("nyckeltal>")

	// Ctrl-C ends the statement, not the shell; at the prompt it forgets what was typed.
	x.ask("SELECT count() AS endless FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number));", "number));")
	x.enter("\r")
	waitForStatement(t, dir, "AS endless")
	x.ask("\x03", "Cancelled.")
	x.expect("nyckeltal>")
	x.ask("SELECT forgotten", "SELECT forgotten")
	x.ask("\x03", "^C")
	x.expect("nyckeltal>")

	// Tab completes keywords, views, columns and commands.
	x.ask("SELE\t 2 + 3 AS five;\r", "│ five │")
	x.expect("nyckeltal>")
	x.ask("DESCRIBE kpi_tert\t;\r", "│ indicator")
	x.expect("nyckeltal>")

	x.ask("\\d kpi_monthly\r", "actual_ytd")
	x.expect("nyckeltal>")
	x.ask("\\d nosuch\r", `there is no view nosuch: \d lists them`)
	x.expect("nyckeltal>")
	x.ask("\\format tsv\r", "Results are written as tsv.")
	x.expect("nyckeltal>")
	x.ask("\\format xml\r", `there is no format "xml"`)
	x.expect("nyckeltal>")
	x.ask("\\format Parquet\r", "written as Parquet")
	x.ask("SELECT 1;\r", "Parquet is no format for a terminal")
	x.expect("nyckeltal>")
	file := filepath.Join(t.TempDir(), "out.tsv")
	x.ask("\\format tsv\r", "written as tsv")
	x.expect("nyckeltal>")
	x.ask("\\o "+file+"\r", "nyckeltal>")
	x.ask("SELECT 7 AS seven;\r", "(1 row, ")
	x.ask("\\o\r", "nyckeltal>")
	if text, err := os.ReadFile(file); err != nil || string(text) != "seven\n7\n" {
		t.Errorf("the file holds %q, %v", text, err)
	}
	x.ask("\\as-of 2023-11-30\r", "nyckeltal (as of 2023-11-30)>")
	x.ask("\\as-of\r", "The views show the present.")
	x.expect("nyckeltal>")
	x.ask("SELECT '20121212-1212';\r", "(1 row, ")
	x.expect("nyckeltal>")
	x.enter("\\q\r")
	x.ends()
	checkHistory(t, dir)
}

func TestShellCompletesColumnsAndIndicators(t *testing.T) {
	dir := shellHome(t)
	if out, err := program(t, dir, "run", "kunder"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	x := startTerminal(t, []string{"PAGER=cat"}, "--home", dir, "query")
	x.expect("nyckeltal>")
	x.ask("SELECT 'kundfakt\t", "kundfakturor")
	x.ask("' AS completed;\r", "(1 row, ")
	x.expect("nyckeltal>")
	x.ask("SELECT count() FROM kpi_monthly WHERE actual_yt\t IS NULL;\r", "(1 row, ")
	x.expect("nyckeltal>")
	x.enter("\\q\r")
	x.ends()
}

// waitForStatement waits until the home's engine runs a statement that holds the text.
func waitForStatement(t *testing.T, dir, text string) {
	t.Helper()
	for {
		out, err := program(t, dir, "query", "--format", "tsv", "SELECT count() FROM system.processes WHERE query NOT LIKE '%processes%' AND position(query, '"+text+"') > 0")
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(out, "\n1\n") {
			return
		}
	}
}

// checkHistory looks at what was kept: all that was entered, but for what may be a personal identity number.
func checkHistory(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, ".nyckeltal", historyFile)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the history: %v, %v", info, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	for line := range strings.Lines(string(text)) {
		var entry string
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry)
	}
	if len(entries) < 10 || entries[1] != "SELECT 'a;b' AS text,\n42 AS n;" || strings.Contains(string(text), "20121212") {
		t.Errorf("the history holds %q", entries)
	}
}

// TestShellRemembers brings back what was asked in an earlier shell.
func TestShellRemembers(t *testing.T) {
	dir := shellHome(t)
	first := startTerminal(t, nil, "--home", dir, "query")
	first.expect("nyckeltal>")
	first.ask("SELECT 'hej' AS hello;\r", "│ hej   │")
	first.expect("nyckeltal>")
	first.enter("\x04")
	first.ends()
	second := startTerminal(t, nil, "--home", dir, "query")
	second.expect("nyckeltal>")
	second.ask("\x1b[A\r", "│ hej   │")
	second.expect("nyckeltal>")
	second.enter("exit\r")
	second.ends()
}

// TestShellOnADumbTerminal has no cursor to move: lines are what the terminal itself lets edit.
func TestShellOnADumbTerminal(t *testing.T) {
	dir := shellHome(t)
	x := startTerminal(t, []string{"TERM=dumb"}, "--home", dir, "query", "--format", "vertical")
	x.expect("nyckeltal>")
	x.ask("SELECT 1 AS one,\n", "...>")
	x.ask("NULL AS nothing;\n", "nothing  NULL\r\n")
	x.expect("nyckeltal>")
	x.ask("SELECT count() AS endless FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number));\n", "number));")
	waitForStatement(t, dir, "AS endless")
	x.ask("\x03", "Cancelled.")
	x.expect("nyckeltal>")
	x.ask("\x03", "nyckeltal>")
	x.ask("SELECT 2 AS two;\n", "two  2")
	x.expect("nyckeltal>")
	x.enter("\\q\n")
	x.ends()
}

// TestShellPages sends what is longer or wider than the terminal through the pager.
func TestShellPages(t *testing.T) {
	dir := shellHome(t)
	x := startTerminal(t, []string{"PAGER=sed -e 's/^/paged: /'", "NO_COLOR="}, "--home", dir, "query")
	x.expect("nyckeltal>")
	if out := x.ask("SELECT number FROM numbers(3);\r", "(3 rows, "); strings.Contains(out, "paged: ") {
		t.Errorf("a short result is paged: %q", out)
	}
	x.expect("nyckeltal>")
	x.ask("SELECT number FROM numbers(100);\r", "paged: │     99 │")
	x.expect("(100 rows, ")
	x.expect("nyckeltal>")
	x.ask("SELECT repeat('x', 100);\r", "paged: ")
	x.expect("nyckeltal>")
	x.ask("SELECT number FROM numbers(20000);\r", "(the first 10000 rows, ")
	x.expect("nyckeltal>")
	x.enter("\\q\r")
	x.ends()

	// A pager that is left early ends the statement.
	early := startTerminal(t, []string{"PAGER=head -n 1"}, "--home", dir, "query", "--format", "tsv")
	early.expect("nyckeltal>")
	early.ask("SELECT number AS n FROM numbers(1000000000000);\r", " s)")
	early.expect("nyckeltal>")
	early.enter("\\q\r")
	early.ends()
}
