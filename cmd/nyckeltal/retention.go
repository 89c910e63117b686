package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// leftAfter is when a load that was not published counts as left behind. Runs take minutes; another home may run on the
// same server.
const leftAfter = 24 * time.Hour

// retentionOptions are the flags of `retention`.
type retentionOptions struct{ dryRun, giveUp, asJSON bool }

func newRetentionCommand(a *app) *cobra.Command {
	var opt retentionOptions
	cmd := &cobra.Command{
		Use:   "retention",
		Short: "Remove what killed runs left behind, and history that is older than it must be",
		Long: `Retention removes the rows of loads that were never published and are older than a day, and of loads that others took
the place of longer ago than nyckeltal.yaml says (retention: 400 days, unless it says otherwise; forever for never).
What is current, waits for a closed month, or carries the certified figures of a closing always stays, and so does
every delivery in the archive. What was published before that horizon cannot be asked for any more.

With --give-up it takes leave of damage in the history that cannot be mended.`,
		Example: "  nyckeltal retention --dry-run",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if opt.dryRun && opt.giveUp {
				return usagef("--give-up and --dry-run exclude each other: `nyckeltal verify` lists what would be given up")
			}
			return a.retention(cmd, opt)
		},
	}
	cmd.Flags().BoolVar(&opt.dryRun, "dry-run", false, "list what would be removed, and remove nothing")
	cmd.Flags().BoolVar(&opt.giveUp, "give-up", false, "give up damaged history that cannot be mended")
	cmd.Flags().BoolVar(&opt.asJSON, "json", false, "one JSON object per load")
	return cmd
}

// retention removes what may go.
func (a *app) retention(cmd *cobra.Command, opt retentionOptions) (err error) {
	h, err := a.home()
	if err != nil {
		return err
	}
	lock, err := lockRuns(h)
	if err != nil {
		return err
	}
	defer lock.Unlock()
	ctx, progress := cmd.Context(), cmd.ErrOrStderr()
	w, damage, done, err := a.damaged(ctx, h, progress)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	if opt.giveUp && damage == nil {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), "Nothing is damaged, and nothing was given up.")
		return err
	}
	if damage != nil {
		return a.giveUp(cmd, h, w, damage, opt)
	}
	rule := rule(h, time.Now())
	removals, err := w.Removable(ctx, rule)
	if err != nil {
		return err
	}
	if !opt.dryRun {
		if err := errors.Join(w.Remove(ctx, rule, removals), settle(ctx, h, w, progress)); err != nil {
			return err
		}
	}
	if opt.asJSON {
		return writeJSONLines(cmd.OutOrStdout(), removals)
	}
	return printRemovals(cmd.OutOrStdout(), removals, opt.dryRun)
}

// rule is what the home keeps.
func rule(h *home.Home, now time.Time) load.Retention {
	r := load.Retention{Left: now.Add(-leftAfter)}
	if days, forever := h.Config.Retention.Days(); !forever {
		r.Horizon = now.AddDate(0, 0, -days)
	}
	return r
}

// giveUp takes leave of damage, when that is asked for; nothing else is removed from a damaged warehouse.
func (a *app) giveUp(cmd *cobra.Command, h *home.Home, w *load.Warehouse, damage *load.DamagedError, opt retentionOptions) error {
	if !opt.giveUp {
		return damage
	}
	if err := w.GiveUp(cmd.Context(), damage); err != nil {
		return err
	}
	if err := os.Remove(h.State(soundFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := inspectWarehouse(cmd.Context(), h, w, cmd.ErrOrStderr()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), "The damaged history has been given up. What is current is whole.")
	return err
}

func printRemovals(w io.Writer, removals []load.Removal, dryRun bool) error {
	var rows uint64
	reasons := make(map[string]int)
	for _, r := range removals {
		rows += r.Count()
		reasons[r.Reason]++
		if dryRun {
			fmt.Fprintf(w, "%d  %-11s  %8d rows  %s %s\n", r.LoadID, r.Reason, r.Count(), r.Dataset, r.File)
		}
	}
	verb := "were removed"
	if rows == 1 {
		verb = "was removed"
	}
	if dryRun {
		verb = "would be removed"
	}
	_, err := fmt.Fprintf(w, "%s of %s %s%s.\n", plural(int(rows), "row"), plural(len(removals), "load"), verb, byReason(reasons))
	return err
}

// byReason words how many loads go for which reason.
func byReason(reasons map[string]int) string {
	text := ""
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		text += fmt.Sprintf(", %d %s", reasons[reason], reason)
	}
	return text
}
