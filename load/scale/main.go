// Command scale shows what the warehouse is like after ten years: it fills the embedded engine with a made-up organisation
// of a given number of postings in some 2 000 loads, registered and published as real ones are, and measures what people
// and programs ask of it. Run it by make scale.
//
// The records are made inside the engine, by the statements in the folder sql, and are the same every time.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"nyckeltal/load/engine"
)

// engineArgument makes this program serve as the engine of a folder.
const engineArgument = "serve-as-engine"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

// options say what is made and measured.
type options struct {
	rows    uint64 // of the ledger
	years   int    // that it spans
	runs    int    // of each reading, of which the best counts
	dir     string // the home that holds the warehouse, which is kept
	program string // nyckeltal
}

// run fills a warehouse and measures it, or is the engine that it starts for that: scale serve-as-engine FOLDER.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 2 && args[0] == engineArgument {
		return engine.Serve(ctx, engine.ServeOptions{StateDir: args[1]})
	}
	opt, err := parse(args, stderr)
	if err != nil {
		return err
	}
	s, err := open(ctx, opt, stderr)
	if err != nil {
		return err
	}
	err = s.report(ctx, stdout)
	return errors.Join(err, s.close(ctx))
}

// report fills the warehouse and prints what it holds and what questions cost.
func (s *scale) report(ctx context.Context, out io.Writer) error {
	if err := s.fill(ctx); err != nil {
		return err
	}
	if err := s.printStock(ctx, out); err != nil {
		return err
	}
	return s.measure(ctx, out)
}

func parse(args []string, stderr io.Writer) (options, error) {
	var opt options
	flags := flag.NewFlagSet("scale", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Uint64Var(&opt.rows, "rows", 10_000_000, "rows of the ledger")
	flags.IntVar(&opt.years, "years", 10, "years that they span, 1 to 10")
	flags.IntVar(&opt.runs, "runs", 5, "runs of each question, of which the best counts")
	flags.StringVar(&opt.dir, "dir", "", "folder of the warehouse, which is kept (default build/scale/ROWS)")
	flags.StringVar(&opt.program, "program", "bin/nyckeltal", "nyckeltal")
	if err := flags.Parse(args); err != nil {
		return opt, err
	}
	if opt.years < 1 || opt.years > 10 || opt.rows < opt.ledgerLoads() || opt.rows > 1_000_000_000 || opt.runs < 1 || flags.NArg() > 0 {
		return opt, fmt.Errorf("give 1 to 10 years, at most 1 000 000 000 rows and at least one per load, and at least one run")
	}
	if opt.dir == "" {
		opt.dir = fmt.Sprintf("build/scale/%d", opt.rows)
	}
	return opt, nil
}
