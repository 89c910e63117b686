// Command bench measures the whole way of a ledger, from the workbook to the warehouse, in one run: nyckeltal and its
// steps, and other ways to do it, each in a process of its own and into the same engine. It checks that all of them
// have loaded the same, and prints a table. With -backfill it measures backfills of monthly workbooks instead. Run it by
// make bench.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options say what is measured.
type options struct {
	rows     int    // of the ledger, or of each monthly workbook
	months   []int  // of the backfills; none for a comparison
	cores    []int  // that program and engine may use in the backfills; 0 for all
	runs     int    // of which the best counts
	dir      string // where ledgers are kept, and a home is made for the time of the run
	program  string // nyckeltal
	only     string // a part of the names of the ways to run, or ""
	progress io.Writer
}

// run measures, or is what it starts for that: bench loop FILE TABLE.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 3 && args[0] == "loop" {
		return loop(ctx, args[1], args[2])
	}
	opt, err := parse(args, stderr)
	if err != nil {
		return err
	}
	if len(opt.months) > 0 {
		return backfills(ctx, opt, stdout)
	}
	h, err := newHome(ctx, opt)
	if err != nil {
		return err
	}
	defer h.remove(context.WithoutCancel(ctx))
	return compare(ctx, h, stdout)
}

func parse(args []string, stderr io.Writer) (options, error) {
	opt := options{progress: stderr}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&opt.rows, "rows", 200_000, "rows of the ledger, or of each workbook of the backfill")
	flags.IntVar(&opt.runs, "runs", 5, "runs, of which the best counts; what is slow gets fewer")
	flags.Var((*numbers)(&opt.months), "backfill", "measure backfills of so many monthly workbooks, with commas between the numbers")
	flags.Var((*numbers)(&opt.cores), "cores", "cores that the backfills may use, with commas between the numbers (default all)")
	flags.StringVar(&opt.dir, "dir", "build/bench", "folder for the ledgers, which are kept")
	flags.StringVar(&opt.program, "program", "bin/nyckeltal", "nyckeltal")
	flags.StringVar(&opt.only, "only", "", "measure only the ways with this in their names")
	if err := flags.Parse(args); err != nil {
		return opt, err
	}
	if opt.rows < 1 || opt.rows >= 1<<20 || len(opt.months) > 0 && slices.Max(opt.months) > 240 {
		return opt, fmt.Errorf("a workbook has 1 to %d rows, and a backfill at most 240 of them", 1<<20-1)
	}
	if len(opt.cores) == 0 {
		opt.cores = []int{0}
	} else if most := slices.Max(opt.cores); most > runtime.NumCPU() {
		return opt, fmt.Errorf("there are %d cores, not %d", runtime.NumCPU(), most)
	}
	var err error
	opt.program, err = filepath.Abs(opt.program)
	return opt, err
}

// numbers is a flag with positive numbers.
type numbers []int

// Set reads the numbers.
func (n *numbers) Set(text string) error {
	*n = nil
	for part := range strings.SplitSeq(text, ",") {
		number, err := strconv.Atoi(part)
		if err != nil || number < 1 {
			return fmt.Errorf("%q is no number from 1", part)
		}
		*n = append(*n, number)
	}
	return nil
}

// String writes the numbers.
func (n *numbers) String() string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(*n), " ", ","), "[]")
}
