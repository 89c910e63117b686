package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/report"
)

func newQueryCommand(a *app) *cobra.Command {
	format, asOf := "table", ""
	cmd := &cobra.Command{
		Use:     "query SQL",
		Short:   "Ask the warehouse in SQL",
		Long:    "Query runs one statement that reads, such as a SELECT from the views, and prints the rows.",
		Example: "  nyckeltal query \"SELECT period, actual_ytd FROM kpi_monthly WHERE indicator = 'resultat' AND slice_kind = 'total'\"",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			write, ok := rowFormats[format]
			if !ok {
				return usagef("there is no format %q: use table, tsv or json", format)
			}
			return a.query(cmd, write, asOf, args[0])
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "show what the views showed at this time: "+timeHelp)
	cmd.Flags().StringVar(&format, "format", format, "table, tsv or json (one object per line)")
	return cmd
}

// query runs a statement and prints its rows. It is also what the verbs that list something use.
func (a *app) query(cmd *cobra.Command, write rowFormat, asOf, sql string, args ...any) error {
	h, err := a.home()
	if err != nil {
		return err
	}
	w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // nothing was written
	ctx := clickhouse.Context(cmd.Context(), clickhouse.WithSettings(clickhouse.Settings{"readonly": 2}))
	conn, err := connection(ctx, w, asOf)
	if err != nil {
		return err
	}
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	out := bufio.NewWriter(cmd.OutOrStdout())
	if err := write(out, rows); err != nil {
		return err
	}
	return out.Flush()
}

// connection returns the one that shows the present, or an earlier time where one is given.
func connection(ctx context.Context, w *load.Warehouse, asOf string) (report.Connection, error) {
	if asOf == "" {
		return w.Conn(), nil
	}
	at, err := parseTime(ctx, w, asOf, time.Now())
	return w.At(at), err
}

// rowFormat writes rows in one of the formats.
type rowFormat func(io.Writer, driver.Rows) error

var rowFormats = map[string]rowFormat{"table": writeTable, "tsv": writeTSV, "json": writeJSON}

// eachRow calls do with the values of every row.
func eachRow(rows driver.Rows, do func([]any) error) error {
	types := rows.ColumnTypes()
	for rows.Next() {
		targets := make([]any, len(types))
		for i, t := range types {
			targets[i] = reflect.New(t.ScanType()).Interface()
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		for i, target := range targets {
			targets[i] = plain(reflect.ValueOf(target).Elem())
		}
		if err := do(targets); err != nil {
			return err
		}
	}
	return rows.Err()
}

// plain makes of a scanned value what is printed: nil for NULL, text for numbers that are exact and for times.
func plain(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	}
	switch value := v.Interface().(type) {
	case decimal.Decimal:
		return json.Number(value.String())
	case time.Time:
		if value.Equal(value.Truncate(24 * time.Hour)) {
			return value.Format(time.DateOnly)
		}
		return value.Format(time.DateTime)
	default:
		return value
	}
}

func writeTable(w io.Writer, rows driver.Rows) error {
	t := table.NewWriter()
	t.SetOutputMirror(w)
	t.SetStyle(table.StyleLight)
	header := table.Row{}
	for _, name := range rows.Columns() {
		header = append(header, name)
	}
	t.AppendHeader(header)
	t.Style().Format.Header = 0
	if len(header) == 0 { // over HTTP an empty result has no columns
		_, err := fmt.Fprintln(w, "No rows.")
		return err
	}
	err := eachRow(rows, func(values []any) error {
		for i := range values {
			values[i] = cellText(values[i], "NULL")
		}
		t.AppendRow(values)
		return nil
	})
	t.Render()
	return err
}

func writeTSV(w io.Writer, rows driver.Rows) error {
	if _, err := fmt.Fprintln(w, strings.Join(rows.Columns(), "\t")); err != nil {
		return err
	}
	escape := strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\n", "\\n", "\r", "\\r")
	return eachRow(rows, func(values []any) error {
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = escape.Replace(cellText(v, ""))
		}
		_, err := fmt.Fprintln(w, strings.Join(texts, "\t"))
		return err
	})
}

func writeJSON(w io.Writer, rows driver.Rows) error {
	names := rows.Columns()
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return eachRow(rows, func(values []any) error {
		object := make(map[string]any, len(values))
		for i, v := range values {
			object[names[i]] = v
		}
		return encoder.Encode(object)
	})
}

// cellText is a value as text, and null for NULL.
func cellText(v any, null string) string {
	if v == nil {
		return null
	}
	return fmt.Sprint(v)
}
