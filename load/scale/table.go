package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// result is the least that a question took.
type result struct {
	name   string
	wall   time.Duration
	cpu    time.Duration // of the engine, user and system
	memory int64         // the engine's largest resident size in bytes
}

// keep takes over what is less, of which the zero value is nothing yet.
func (r *result) keep(other result) {
	if r.wall == 0 {
		r.wall, r.cpu, r.memory = other.wall, other.cpu, other.memory
		return
	}
	r.wall, r.cpu, r.memory = min(r.wall, other.wall), min(r.cpu, other.cpu), min(r.memory, other.memory)
}

// header begins the table of results, in Markdown.
const header = "| | time | engine's processor time | engine's memory |\n| --- | ---: | ---: | ---: |\n"

// String is a row of the table.
func (r *result) String() string {
	return fmt.Sprintf("| %s | %.2f s | %.2f s | %.0f MB |\n", r.name, r.wall.Seconds(), r.cpu.Seconds(), float64(r.memory)/1e6)
}

// sized are the results of a warehouse.
type sized struct {
	rows    uint64
	results []result
}

// printSizes sets the results of several warehouses side by side, and prints the lines that make bench gathers.
func printSizes(out io.Writer, all []sized) error {
	if len(all) > 1 {
		fmt.Fprint(out, "| rows of the ledger |")
		for _, s := range all {
			fmt.Fprintf(out, " %d: time | engine's processor time |", s.rows)
		}
		fmt.Fprintf(out, "\n| --- |%s\n", strings.Repeat(" ---: | ---: |", len(all)))
		for i, r := range all[0].results {
			fmt.Fprintf(out, "| %s |", r.name)
			for _, s := range all {
				fmt.Fprintf(out, " %.2f s | %.2f s |", s.results[i].wall.Seconds(), s.results[i].cpu.Seconds())
			}
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out)
	}
	for _, s := range all {
		for _, r := range s.results {
			if aim := aims[r.name]; aim != "" {
				fmt.Fprintf(out, "= %s, %d postings | %.2f s | %s\n", r.name, s.rows, r.wall.Seconds(), aim)
			}
		}
	}
	_, err := fmt.Fprintln(out)
	return err
}

// aims are what was set out to be reached, by question.
var aims = map[string]string{
	"`report minirapport`": "2 s", "`report arlig-analys`": "2 s",
	"`SELECT * FROM kpi_monthly WHERE indicator = 'resultat' AND slice_kind = 'total'`": "0.2 s",
}

// printStock prints what the warehouse holds.
func (s *scale) printStock(ctx context.Context, out io.Writer) error {
	rows, err := s.warehouse.Conn().Query(ctx, `SELECT table, sum(rows), sum(bytes_on_disk), count() FROM system.parts
		WHERE active AND database = currentDatabase() GROUP BY table HAVING sum(rows) >= 1000 ORDER BY sum(rows) DESC`)
	if err != nil {
		return err
	}
	defer rows.Close()
	fmt.Fprintln(out, "| table | rows | on disk | parts |\n| --- | ---: | ---: | ---: |")
	for rows.Next() {
		var table string
		var count, bytes, parts uint64
		if err := rows.Scan(&table, &count, &bytes, &parts); err != nil {
			return err
		}
		fmt.Fprintf(out, "| %s | %d | %.1f MB | %d |\n", table, count, float64(bytes)/1e6, parts)
	}
	fmt.Fprintln(out)
	return rows.Err()
}
