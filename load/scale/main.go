// Command scale shows what the warehouse is like after ten years: it fills the embedded engine with a made-up organisation
// of a given number of postings in some 2 000 loads, registered and published as real ones are, and measures what people
// and programs ask of it; with several numbers, a warehouse for each, set side by side at the end. Run it by make scale.
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
	"strconv"
	"strings"

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
	sizes   []uint64 // rows of the ledgers, a warehouse for each
	rows    uint64   // of the ledger of the warehouse at hand
	years   int      // that it spans
	runs    int      // of each reading, of which the best counts
	dir     string   // the folder with a home for each warehouse, which are kept
	program string   // nyckeltal
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
	var all []sized
	for _, rows := range opt.sizes {
		opt.rows = rows
		results, err := one(ctx, opt, stdout, stderr)
		if err != nil {
			return fmt.Errorf("%d rows: %w", rows, err)
		}
		all = append(all, sized{rows, results})
	}
	return printSizes(stdout, all)
}

// one fills and measures a warehouse.
func one(ctx context.Context, opt options, stdout, stderr io.Writer) ([]result, error) {
	s, err := open(ctx, opt, stderr)
	if err != nil {
		return nil, err
	}
	results, err := s.report(ctx, stdout)
	return results, errors.Join(err, s.close(ctx))
}

// report fills the warehouse and prints what it holds and what questions cost.
func (s *scale) report(ctx context.Context, out io.Writer) ([]result, error) {
	if err := s.fill(ctx); err != nil {
		return nil, err
	}
	if err := s.printStock(ctx, out); err != nil {
		return nil, err
	}
	return s.measure(ctx, out)
}

func parse(args []string, stderr io.Writer) (options, error) {
	var opt options
	flags := flag.NewFlagSet("scale", flag.ContinueOnError)
	flags.SetOutput(stderr)
	rows := flags.String("rows", "1000000,10000000", "rows of the ledger, or of several with commas between them")
	flags.IntVar(&opt.years, "years", 10, "years that they span, 1 to 10")
	flags.IntVar(&opt.runs, "runs", 5, "runs of each question, of which the best counts")
	flags.StringVar(&opt.dir, "dir", "build/scale", "folder with a warehouse for each number of rows, which are kept")
	flags.StringVar(&opt.program, "program", "bin/nyckeltal", "nyckeltal")
	if err := flags.Parse(args); err != nil {
		return opt, err
	}
	wrong := opt.years < 1 || opt.years > 10 || opt.runs < 1 || flags.NArg() > 0
	for text := range strings.SplitSeq(*rows, ",") {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil || n < opt.ledgerLoads() || n > 1_000_000_000 {
			wrong = true
		}
		opt.sizes = append(opt.sizes, n)
	}
	if wrong {
		return opt, fmt.Errorf("give 1 to 10 years, at most 1 000 000 000 rows and at least one per load, and at least one run")
	}
	return opt, nil
}
