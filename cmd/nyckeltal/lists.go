package main

import (
	"bufio"
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/report/rows"
	"nyckeltal/schedules/home"
)

// Verbs that list what the registry holds.

func newRunsCommand(a *app) *cobra.Command {
	return newListCommand(a, "runs", "List the runs, newest first", `
		SELECT started_at, run_id, trigger, job, outcome, deliveries, records, rejected_rows AS rejected, seconds, message
		FROM run_history ORDER BY started_at DESC LIMIT 200`)
}

func newLoadedCommand(a *app) *cobra.Command {
	return newListCommand(a, "list", "List the deliveries that were loaded or refused, newest first", `
		SELECT loaded_at, job, file, state, rows_read, records, rejected_rows AS rejected, skipped_rows AS skipped,
			substring(delivery, 1, 12) AS delivery, reason
		FROM loads WHERE dataset NOT IN ('catalogue', 'acceptances') ORDER BY load_id DESC LIMIT 200`)
}

func newLateCommand(a *app) *cobra.Command {
	return newListCommand(a, "late", "List the deliveries that wait for closed months, newest first", `
		SELECT held_at, concat(toString(intDiv(period, 100)), '-', leftPad(toString(period % 100), 2, '0')) AS month, closing, job, source, file,
			records, substring(delivery, 1, 12) AS delivery
		FROM late_deliveries ORDER BY held_at DESC, month LIMIT 1000`)
}

func newRejectsCommand(a *app) *cobra.Command {
	return newListCommand(a, "rejects", "List what was refused, with file, sheet and cell, newest first", `
		SELECT loaded_at, job, file, sheet, if(cell = '', concat('row ', toString(row)), cell) AS at, column, reason, expected, found, load_state
		FROM rejects ORDER BY load_id DESC, sheet, row, at LIMIT 1000`)
}

func newWarningsCommand(a *app) *cobra.Command {
	return newListCommand(a, "warnings", "List what checks warned of, and who has accepted it, newest first", `
		SELECT loaded_at, job, file, check_name AS check, sheet, multiIf(cell != '', cell, row > 0, concat('row ', toString(row)), '') AS at,
			column, message, if(accepted_by = '', 'open', concat('accepted by ', accepted_by, ' ', toString(accepted_on), ': ', comment)) AS state,
			load_state, substring(delivery, 1, 12) AS delivery
		FROM warnings ORDER BY load_id DESC, check_name, count, sheet, row, at LIMIT 1000`,
		func(cmd *cobra.Command, h *home.Home, w *load.Warehouse) error {
			indicators, err := loadCatalogue(h)
			if err != nil {
				return err
			}
			return warnOfIdle(cmd, w, indicators)
		})
}

// newListCommand makes a verb that lists the rows of a statement; what is left to tell after them is told by then.
func newListCommand(a *app, use, short, sql string, then ...func(*cobra.Command, *home.Home, *load.Warehouse) error) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			format := rows.Table
			if asJSON {
				format = rows.JSON
			}
			h, err := a.home()
			if err != nil {
				return err
			}
			w, done, err := a.warehouse(cmd.Context(), h, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer func() { _ = done() }() // nothing was written
			if err := writeRows(cmd.Context(), cmd.OutOrStdout(), w, format, strings.TrimSpace(sql)); err != nil {
				return err
			}
			for _, tell := range then {
				if err := tell(cmd, h, w); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}

// writeRows writes the rows of a statement that reads.
func writeRows(ctx context.Context, out io.Writer, w *load.Warehouse, format rows.Format, sql string) error {
	result, err := w.Conn().Query(readOnly(ctx), sql)
	if err != nil {
		return err
	}
	defer result.Close()
	buffered := bufio.NewWriter(out)
	if _, err := format.Write(buffered, result, rows.Style{}); err != nil {
		return err
	}
	return buffered.Flush()
}
