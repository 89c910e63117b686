package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"nyckeltal/ingest/workbook/internal/ledger"
)

// formats are the formats of the ledgers, each a table of the result.
var formats = []string{ledger.Shared, ledger.Inline, ledger.XLSB, ledger.ODS, ledger.CSV}

// reader is a program that reads a ledger.
type reader struct {
	name string
	// formats are those that it reads. nil: all.
	formats []string
	// command returns the program and its arguments, or nil where it is not installed.
	command func(opt options, path string) []string
}

// readers are what is compared. The first one is the baseline.
var readers = []reader{
	{"raw bytes", nil, func(_ options, path string) []string { return itself("raw", path) }},
	{ours, nil, func(opt options, path string) []string {
		return []string{opt.program, "read", "--format", "none", path}
	}},
	{"excelize", xlsx, func(_ options, path string) []string { return itself("excelize", path) }},
	{"openpyxl, read-only", xlsx, func(_ options, path string) []string {
		return python(path, "openpyxl", openpyxl)
	}},
	{"xlsx2csv", xlsx, func(_ options, path string) []string {
		if _, err := exec.LookPath("xlsx2csv"); err != nil {
			return nil
		}
		return []string{"xlsx2csv", path, os.DevNull}
	}},
	{"exceljs, streaming", xlsx, func(opt options, path string) []string { return node(opt, "exceljs", "exceljs.mjs", path) }},
	{"SheetJS", nil, func(opt options, path string) []string { return node(opt, "xlsx", "sheetjs.mjs", path) }},
	{"encoding/csv", []string{ledger.CSV}, func(_ options, path string) []string { return itself("encoding/csv", path) }},
}

// ours is the name of the reader that is ours. It and the baseline must not fail.
const ours = "nyckeltal"

// openpyxl reads every cell in Python. It would believe a wrong extent of the sheet, as excelize writes.
const openpyxl = `import openpyxl, sys
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0]
sheet.reset_dimensions()
if sum(1 for row in sheet.iter_rows(values_only=True)) < 2:
    sys.exit("there are no rows")`

var xlsx = []string{ledger.Shared, ledger.Inline}

// itself is this program as one of the readers.
func itself(baseline, path string) []string { return []string{os.Args[0], "read", baseline, path} }

// python is a program in Python that needs a module, run by the python3 on the path or the system's own.
func python(path, module, program string) []string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return []string{python, "-c", program, path}
		}
	}
	return nil
}

//go:embed scripts
var scripts embed.FS

// node is a script for Node.js that needs a module, run in the folder where make benchtools installs its packages; nil where
// it is not.
func node(opt options, module, script, path string) []string {
	dir := filepath.Join(opt.dir, "node")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", module)); err != nil {
		return nil
	}
	text, err := scripts.ReadFile("scripts/" + script)
	if err != nil || os.WriteFile(filepath.Join(dir, script), text, 0o644) != nil {
		return nil
	}
	return []string{"node", filepath.Join(dir, script), path}
}

// result is the best of the runs of a reader.
type result struct {
	name   string
	cost   cost
	runs   int  // 0: it is not installed
	failed bool // it cannot read the ledger
}

// compare lets each reader of a format read the file, in turns, so that a busy machine is unfair to none of them. Those
// that are slow get fewer turns.
func compare(ctx context.Context, opt options, format, path string, progress io.Writer) ([]result, error) {
	const enough = 20 // seconds of one reader
	var results []result
	for turn := range opt.runs {
		for i, r := range readersOf(format, opt.only) {
			if turn == 0 {
				results = append(results, result{name: r.name})
			}
			command := r.command(opt, path)
			if command == nil || results[i].failed || turn > 0 && results[i].cost.wall.Seconds()*float64(turn) > enough {
				continue
			}
			fmt.Fprintf(progress, "%s: %s, run %d\n", filepath.Base(path), r.name, turn+1)
			cost, err := measure(ctx, command)
			switch {
			case err != nil && (i == 0 || r.name == ours || ctx.Err() != nil):
				return nil, fmt.Errorf("%s: %w", r.name, err)
			case err != nil: // others have their limits
				fmt.Fprintf(progress, "%s: %v\n", r.name, err)
				results[i].failed = true
				continue
			}
			results[i].cost = results[i].cost.best(cost)
			results[i].runs++
		}
	}
	return results, nil
}

func readersOf(format, only string) (list []reader) {
	for i, r := range readers {
		if (r.formats == nil || slices.Contains(r.formats, format)) && (i == 0 || strings.Contains(r.name, only)) {
			list = append(list, r)
		}
	}
	return list
}

// measure runs a program and tells what it cost.
func measure(ctx context.Context, command []string) (cost, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	c, err := timed(cmd)
	if err != nil {
		return c, fmt.Errorf("%w: %s", err, &stderr)
	}
	return c, nil
}

// ledgerFile returns the path of a ledger, which is written when it is first asked for: by a process of its own, because
// the memory of this one counts as that of the readers that it starts.
func ledgerFile(ctx context.Context, dir, format string, rows int) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	path := filepath.Join(dir, fmt.Sprintf("%d.%s", rows, format))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	part := path + ".part"
	if _, err := measure(ctx, []string{os.Args[0], "write", format, strconv.Itoa(rows), part}); err != nil {
		return "", err
	}
	return path, os.Rename(part, path)
}

// writeLedger writes a ledger.
func writeLedger(format, rows, path string) error {
	n, err := strconv.Atoi(rows)
	if err != nil {
		return err
	}
	return ledger.Write(path, format, n)
}
