package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"nyckeltal/ingest/workbook/internal/ledger"
)

// printTable prints the results for one ledger in Markdown, with ratios to the first one.
func printTable(out io.Writer, format string, rows int, path string, results []result) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %d x %d, %.1f MB\n\n", format, rows, 12, float64(info.Size())/1e6)
	fmt.Fprintln(out, "| reader | time | to raw | processor time | to raw | memory | runs |")
	fmt.Fprintln(out, "| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	base := results[0].cost
	for _, r := range results {
		switch {
		case r.failed:
			fmt.Fprintf(out, "| %s | could not read it | | | | | |\n", r.name)
			continue
		case r.runs == 0:
			fmt.Fprintf(out, "| %s | not installed: make benchtools | | | | | |\n", r.name)
			continue
		}
		fmt.Fprintf(out, "| %s | %.2f s | %.2f | %.2f s | %.2f | %.0f MB | %d |\n", r.name, r.cost.wall.Seconds(),
			r.cost.wall.Seconds()/base.wall.Seconds(), r.cost.cpu.Seconds(), r.cost.cpu.Seconds()/base.cpu.Seconds(),
			float64(r.cost.memory)/1e6, r.runs)
	}
	_, err = fmt.Fprintln(out)
	return err
}

// ledgerResult is what all readers took for a ledger.
type ledgerResult struct {
	format  string
	rows    int
	results []result
}

// printSummary prints a line for each ledger that make bench gathers: our time, and how the others' compare.
func printSummary(out io.Writer, ledgers []ledgerResult) error {
	for _, l := range ledgers {
		i := slices.IndexFunc(l.results, func(r result) bool { return r.name == ours })
		if i < 0 {
			continue
		}
		own, base := l.results[i].cost, l.results[0].cost
		fmt.Fprintf(out, "= reading %d x 12, %s | %.2f s, %.2f times unpacking, %.0f MB", l.rows, l.format, own.wall.Seconds(),
			own.wall.Seconds()/base.wall.Seconds(), float64(own.memory)/1e6)
		for _, other := range l.results[i+1:] {
			if other.runs > 0 {
				fmt.Fprintf(out, "; %s takes %.1f times as long", other.name, other.cost.wall.Seconds()/own.wall.Seconds())
			}
		}
		fmt.Fprintf(out, " | %s\n", aims[l.format])
	}
	_, err := fmt.Fprintln(out)
	return err
}

// aims are what was set out to be reached.
var aims = map[string]string{
	ledger.Shared: "1.3 times unpacking", ledger.Inline: "1.3 times unpacking", ledger.XLSB: "3 times", ledger.ODS: "3 times", ledger.CSV: "3 times",
}
