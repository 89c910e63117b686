// Command analysts measures the endpoint for analysts on the sample organisation, in one run: what it adds to the engine's own answers, the
// memory that a large result takes, and a dashboard that is loaded while a backfill runs. Run it by make bench.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"nyckeltal/load/engine/process"
)

// dashboardText has a query on every line.
//
//go:embed dashboard.sql
var dashboardText string

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "analysts:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) (err error) {
	flags := flag.NewFlagSet("analysts", flag.ContinueOnError)
	program := flags.String("program", "bin/nyckeltal", "nyckeltal")
	sample := flags.String("home", "examples/intraservice", "the home that a copy is measured of")
	rounds := flags.Int("rounds", 5, "times that the dashboard is loaded")
	if err := flags.Parse(args); err != nil {
		return err
	}
	path, err := filepath.Abs(*program)
	if err != nil {
		return err
	}
	s, err := start(ctx, path, *sample)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.end(context.WithoutCancel(ctx))) }()
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	defer table.Flush()
	if err := overhead(ctx, s, table); err != nil {
		return err
	}
	if err := memory(ctx, s, table); err != nil {
		return err
	}
	return dashboards(ctx, s, table, *rounds)
}

// overhead compares the endpoint with the engine behind it, the one after the other.
func overhead(ctx context.Context, s *site, out io.Writer) error {
	var summary strings.Builder // lines that make bench gathers
	for _, c := range []struct {
		what, sql string
		times     int
		aim       string // what the endpoint may add; "" where nothing was set out
	}{
		{"a value", "SELECT 1", 300, "2 ms more"},
		{"a month's figures", strings.SplitN(dashboardText, "\n", 2)[0], 40, ""},
		{"15 MB", "SELECT number, toString(number) FROM numbers(1000000) FORMAT TSV", 20, ""},
		{"170 MB", "SELECT number, toString(number) FROM numbers(10000000) FORMAT TSV", 6, "10 % more"},
	} {
		var direct, through times
		for range c.times {
			for _, way := range []struct {
				at   account
				into *times
			}{{s.engine, &direct}, {s.analyst, &through}} {
				answer, err := way.at.ask(ctx, c.sql)
				if err != nil {
					return err
				}
				way.into.add(answer.took)
			}
		}
		fmt.Fprintf(out, "%s:\tengine %v\tendpoint %v\tmore %v\t(medians of %d; least %v and %v)\n", c.what, direct.at(50), through.at(50),
			through.at(50)-direct.at(50), c.times, direct.at(0), through.at(0))
		if c.aim != "" {
			fmt.Fprintf(&summary, "= an analyst asks for %s | %v by the engine, %v by the endpoint | %s\n", c.what, direct.at(50), through.at(50), c.aim)
		}
	}
	_, err := fmt.Fprint(out, &summary)
	return err
}

// memory streams a large result, and looks how far the endpoint's process has ever grown.
func memory(ctx context.Context, s *site, out io.Writer) error {
	before := process.Peak(s.serve.Process.Pid)
	answer, err := s.analyst.ask(ctx, "SELECT number, toString(number), number / 7 FROM numbers(10000000) FORMAT RowBinaryWithNamesAndTypes")
	if err != nil {
		return err
	}
	after := process.Peak(s.serve.Process.Pid)
	_, err = fmt.Fprintf(out, "10 million rows, %d MB:\t%v\tserve at most %d MB before, %d MB after\n", answer.bytes/1e6, answer.took, before>>20, after>>20)
	return err
}

// dashboards loads the dashboard, alone and beside a backfill.
func dashboards(ctx context.Context, s *site, out io.Writer, rounds int) error {
	queries := strings.Split(strings.TrimSpace(dashboardText), "\n")
	alone, err := load(ctx, s.analyst, queries, func(done int) bool { return done < rounds })
	if err != nil {
		return err
	}
	alone.print(out, "dashboard alone")
	filling := s.backfill(ctx)
	busy, err := load(ctx, s.analyst, queries, func(int) bool { return filling.running() })
	if err != nil {
		return err
	}
	busy.print(out, "dashboard beside a backfill")
	took, err := filling.wait()
	fmt.Fprintf(out, "%d backfills of 24 months beside it:\t%v\n", backfills, took)
	return err
}
