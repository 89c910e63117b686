package main

import (
	"fmt"
	"io"
	"time"
)

// result is what one question cost.
type result struct {
	name   string
	cost   time.Duration // 0 where it is not a matter of time
	detail string
}

// printTable prints the results in Markdown.
func printTable(out io.Writer, rows uint64, results []result) error {
	fmt.Fprintf(out, "%d ledger rows\n\n| | time | |\n| --- | ---: | --- |\n", rows)
	for _, r := range results {
		cost := ""
		if r.cost > 0 {
			cost = fmt.Sprintf("%.3f s", r.cost.Seconds())
		}
		fmt.Fprintf(out, "| %s | %s | %s |\n", r.name, cost, r.detail)
	}
	_, err := fmt.Fprintln(out)
	return err
}
