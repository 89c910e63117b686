package main

import (
	"fmt"
	"io"
	"os"
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
		if r.runs == 0 {
			fmt.Fprintf(out, "| %s | not installed | | | | | |\n", r.name)
			continue
		}
		fmt.Fprintf(out, "| %s | %.2f s | %.2f | %.2f s | %.2f | %.0f MB | %d |\n", r.name, r.cost.wall.Seconds(),
			r.cost.wall.Seconds()/base.wall.Seconds(), r.cost.cpu.Seconds(), r.cost.cpu.Seconds()/base.cpu.Seconds(),
			float64(r.cost.memory)/1e6, r.runs)
	}
	_, err = fmt.Fprintln(out)
	return err
}
