// Command bench compares readers of workbooks in one run: it writes ledgers, lets each reader read each of them in a process
// of its own, and prints a table with the time, the processor time and the memory that it took, and their ratios to
// unpacking the same bytes. Run it by make bench.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
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

// options say what is compared.
type options struct {
	rows    []int  // of the ledgers
	runs    int    // of which the best counts
	dir     string // where ledgers are kept
	program string // nyckeltal
	only    string // a part of the names of the readers to run, or ""
}

// run compares readers, or is what it starts for that: bench read BASELINE FILE, or bench write FORMAT ROWS FILE.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	switch {
	case len(args) == 3 && args[0] == "read":
		return readBaseline(args[1], args[2])
	case len(args) == 4 && args[0] == "write":
		return writeLedger(args[1], args[2], args[3])
	}
	opt, err := parse(args, stderr)
	if err != nil {
		return err
	}
	var ledgers []ledgerResult
	for _, rows := range opt.rows {
		for _, format := range formats {
			path, err := ledgerFile(ctx, opt.dir, format, rows)
			if err != nil {
				return err
			}
			results, err := compare(ctx, opt, format, path, stderr)
			if err != nil {
				return err
			}
			if err := printTable(stdout, format, rows, path, results); err != nil {
				return err
			}
			ledgers = append(ledgers, ledgerResult{format, rows, results})
		}
	}
	return printSummary(stdout, ledgers)
}

func parse(args []string, stderr io.Writer) (options, error) {
	var opt options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	rows := flags.String("rows", "200000,1000000", "rows of the ledgers, with commas between them")
	flags.IntVar(&opt.runs, "runs", 5, "runs, of which the best counts; a slow reader gets fewer")
	flags.StringVar(&opt.dir, "dir", "build/bench", "folder for the ledgers, which are kept")
	flags.StringVar(&opt.program, "program", "bin/nyckeltal", "nyckeltal")
	flags.StringVar(&opt.only, "only", "", "run only the readers with this in their names, and the baseline")
	if err := flags.Parse(args); err != nil {
		return opt, err
	}
	for number := range strings.SplitSeq(*rows, ",") {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n >= 1<<20 {
			return opt, fmt.Errorf("%q is no number of rows", number)
		}
		opt.rows = append(opt.rows, n)
	}
	return opt, nil
}
