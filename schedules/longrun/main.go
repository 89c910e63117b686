// Command longrun shows what a month of nights does to a home: it makes an organisation with 200 jobs, lets `nyckeltal serve`'s
// service run them night after night on the embedded engine by a clock that it puts forward itself, and plays the
// departments, which deliver, correct and spoil workbooks, and the operator, who closes, restates and reopens months and
// removes old history every week. After each night all figures are compared with those that it computes itself from
// what it put into the workbooks, and disk, memory and time are noted. Run it by make longrun.
//
// Everything but the times is the same in every run.
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
		fmt.Fprintln(os.Stderr, "longrun:", err)
		os.Exit(1)
	}
}

// options say what is simulated.
type options struct {
	jobs   int
	nights int
	dir    string // where the home is made for the time of the run
}

// The least that shows something: three dimensions and one job of each kind, and a night before and after each event.
const (
	leastJobs   = 7
	mostJobs    = 1000
	leastNights = 4
	mostNights  = 120
)

// run simulates a month, or is the engine that it starts for that: longrun serve-as-engine FOLDER.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 2 && args[0] == engineArgument {
		return engine.Serve(ctx, engine.ServeOptions{StateDir: args[1]})
	}
	opt, err := parse(args, stderr)
	if err != nil {
		return err
	}
	s, err := newSimulation(ctx, opt, stderr)
	if err != nil {
		return err
	}
	err = s.play(ctx)
	return errors.Join(err, printTable(stdout, s), s.end(context.WithoutCancel(ctx)))
}

func parse(args []string, stderr io.Writer) (options, error) {
	var opt options
	flags := flag.NewFlagSet("longrun", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&opt.jobs, "jobs", 200, "jobs of the organisation")
	flags.IntVar(&opt.nights, "nights", 30, "nights that go by")
	flags.StringVar(&opt.dir, "dir", "build/longrun", "folder in which the home is made, and removed at the end")
	if err := flags.Parse(args); err != nil {
		return opt, err
	}
	if opt.jobs < leastJobs || opt.jobs > mostJobs || opt.nights < leastNights || opt.nights > mostNights || flags.NArg() > 0 {
		return opt, fmt.Errorf("give %d to %d jobs and %d to %d nights", leastJobs, mostJobs, leastNights, mostNights)
	}
	return opt, nil
}
