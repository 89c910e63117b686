package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"nyckeltal/load"
)

// way is something that is done with the ledger.
type way struct {
	name string
	// command returns the program, or nil where it is not installed. It loads the workbook into the table when loads.
	command func(ctx context.Context, h *home, workbook, table string) *exec.Cmd
	loads   bool
	mark    string // appears when the ledger is published; "" when that is not told
}

// ours is the name of the way that is ours, which others are compared with.
const ours = "nyckeltal run"

// published is what a run says of the ledger once it is published.
const published = "ledger: " + workbookName + ": "

const workbookName = "ledger_2023.xlsx"

// ways are what is compared: the steps, the whole way, and how others do it.
var ways = []way{
	{name: "raw: unpacking alone", command: func(ctx context.Context, h *home, workbook, _ string) *exec.Cmd {
		return exec.CommandContext(ctx, h.readers, "read", "raw", workbook)
	}},
	{name: "read: nyckeltal read", command: func(ctx context.Context, h *home, workbook, _ string) *exec.Cmd {
		return exec.CommandContext(ctx, h.program, "read", "--format", "none", workbook)
	}},
	{name: "read and map: nyckeltal check", command: func(ctx context.Context, h *home, workbook, _ string) *exec.Cmd {
		return exec.CommandContext(ctx, h.program, "--home", h.dir, "check", "--job", "ledger", "--file", workbook)
	}},
	{name: ours, loads: true, mark: published, command: func(ctx context.Context, h *home, _, _ string) *exec.Cmd {
		return exec.CommandContext(ctx, h.program, "--home", h.dir, "run", "ledger")
	}},
	{name: "pandas, insert over HTTP", loads: true, command: func(ctx context.Context, h *home, workbook, table string) *exec.Cmd {
		return h.python(ctx, "pandas", "with_pandas.py", workbook, table)
	}},
	{name: "openpyxl, insert over HTTP", loads: true, command: func(ctx context.Context, h *home, workbook, table string) *exec.Cmd {
		return h.python(ctx, "openpyxl", "with_openpyxl.py", workbook, table)
	}},
	{name: "excelize, clickhouse-go row by row", loads: true, command: func(ctx context.Context, h *home, workbook, table string) *exec.Cmd {
		return h.client(exec.CommandContext(ctx, os.Args[0], "loop", workbook, table))
	}},
	{name: "exceljs, @clickhouse/client", loads: true, command: func(ctx context.Context, h *home, workbook, table string) *exec.Cmd {
		return h.node(ctx, "with_exceljs.mjs", workbook, table)
	}},
}

// python is a script in Python that needs a module, run by the python3 on the path or the system's own; nil where there is
// none.
func (h *home) python(ctx context.Context, module, script, workbook, table string) *exec.Cmd {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(ctx, python, "-c", "import "+module).Run() == nil {
			return h.client(exec.CommandContext(ctx, python, h.path("scripts/"+script), workbook, table))
		}
	}
	return nil
}

// node is a script for Node.js, run in the folder where make benchtools installs its packages; nil where they are not.
func (h *home) node(ctx context.Context, script, workbook, table string) *exec.Cmd {
	modules, err := filepath.Abs(filepath.Join(h.options.dir, "node"))
	if err != nil {
		return nil
	}
	if _, err := os.Stat(filepath.Join(modules, "node_modules", "exceljs")); err != nil {
		return nil
	}
	text, err := scriptFiles.ReadFile("scripts/" + script)
	if err != nil || os.WriteFile(filepath.Join(modules, script), text, 0o644) != nil {
		return nil
	}
	return h.client(exec.CommandContext(ctx, "node", filepath.Join(modules, script), workbook, table))
}

// client tells a program where the engine is, by its environment.
func (h *home) client(cmd *exec.Cmd) *exec.Cmd {
	e := h.endpoint
	cmd.Env = append(os.Environ(), "WAREHOUSE_URL="+e.URL(), "WAREHOUSE_USER="+e.User, "WAREHOUSE_PASSWORD="+e.Password)
	return cmd
}

// result is the best of the runs of a way.
type result struct {
	name string
	cost cost
	runs int // 0: it is not installed
	sum  sum // of what was loaded
}

// compare lets each way have the ledger, in turns, so that a busy machine is unfair to none of them. Those that are slow get
// fewer turns.
func compare(ctx context.Context, h *home, stdout io.Writer) error {
	const enough = 20 // seconds of one way
	var chosen []way
	for _, w := range ways {
		if strings.Contains(w.name, h.only) {
			chosen = append(chosen, w)
		}
	}
	results := make([]result, len(chosen))
	for turn := range h.runs {
		for i, w := range chosen {
			r := &results[i]
			r.name = w.name
			if r.cost.wall.Seconds()*float64(turn) > enough {
				continue
			}
			if err := h.try(ctx, w, r); err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
		}
	}
	if err := same(results); err != nil {
		return err
	}
	return printTable(stdout, h, results)
}

// try measures a way once.
func (h *home) try(ctx context.Context, w way, r *result) error {
	workbook, err := h.deliver(workbookName)
	if err != nil {
		return err
	}
	table := load.DefaultDatabase + ".benchmark"
	if err := h.conn.Exec(ctx, "CREATE OR REPLACE TABLE "+table+tableDefinition); err != nil {
		return err
	}
	if err := h.rest(ctx); err != nil {
		return err
	}
	cmd := w.command(ctx, h, workbook, table)
	if cmd == nil {
		return nil
	}
	fmt.Fprintf(h.progress, "%s, run %d\n", w.name, r.runs+1)
	c, err := h.measure(cmd, w.mark)
	if err != nil {
		return err
	}
	r.cost = r.cost.best(c)
	r.runs++
	if !w.loads {
		return nil
	}
	if w.name == ours {
		table = "ledger"
	}
	r.sum, err = h.sum(ctx, table)
	return err
}
