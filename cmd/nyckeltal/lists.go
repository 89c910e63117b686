package main

import (
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nyckeltal/load/catalogue"
	"nyckeltal/report/rows"
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
	cmd := newListCommand(a, "warnings", "List what checks warned of, and who has accepted it, newest first", `
		SELECT loaded_at, job, file, check_name AS check, sheet, multiIf(cell != '', cell, row > 0, concat('row ', toString(row)), '') AS at,
			column, message, if(accepted_by = '', 'open', concat('accepted by ', accepted_by, ' ', toString(accepted_on), ': ', comment)) AS state,
			load_state, substring(delivery, 1, 12) AS delivery
		FROM warnings ORDER BY load_id DESC, check_name, count, sheet, row, at LIMIT 1000`)
	list := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := list(cmd, args); err != nil {
			return err
		}
		h, err := a.home()
		if err != nil {
			return err
		}
		indicators, err := catalogue.Load(filepath.Join(h.Dir, "catalogue.yaml"))
		if err != nil {
			return &usageError{err}
		}
		return a.warnOfIdle(cmd, h, indicators)
	}
	return cmd
}

func newListCommand(a *app, use, short, sql string) *cobra.Command {
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
			return a.list(cmd, format, strings.TrimSpace(sql))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object per line")
	return cmd
}
