package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"nyckeltal/schedules/backup"
)

func newRestoreCommand(a *app) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:   "restore --from DIR --home NEW",
		Short: "Make a home of a backup",
		Long: `Restore checks every file of a backup and makes a home of it in a new or empty folder, with warehouse, archive and
configuration, and brings the tables up to date. The folder is a home once all of it is there. Inbox folders are made by
hand; what was loaded is in the archive.`,
		Example: "  nyckeltal restore --from /backup/nyckeltal-2023-12-01 --home /srv/nyckeltal",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.homeFlag == "" {
				return usagef("name the new home with --home DIR")
			}
			return a.restore(cmd, from)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "folder of the backup")
	_ = cmd.MarkFlagRequired("from")
	return cmd
}

// restore makes a home of a backup.
func (a *app) restore(cmd *cobra.Command, from string) error {
	ctx, progress := cmd.Context(), cmd.ErrOrStderr()
	fmt.Fprintln(progress, "checking the backup, restoring archive and configuration")
	r, err := backup.Begin(ctx, from, a.homeFlag)
	if errors.Is(err, backup.ErrNotEmpty) {
		return &usageError{err}
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(progress, "restoring the warehouse")
	if err := restoreTables(ctx, r, progress); err != nil {
		return err
	}
	if err := r.Finish(); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Restored to %s, as of %s.\n", r.Home.Dir, r.Manifest.Made.Format("2006-01-02 15:04:05Z"))
	if r.Manifest.Key != "" && !r.Manifest.HasKey() {
		fmt.Fprintf(progress, "The key of the pseudonyms is NOT in the backup: put it back at %s before the next run.\n", r.Home.KeyFile())
	}
	return nil
}

// restoreTables fills the warehouse of the home to come.
func restoreTables(ctx context.Context, r *backup.Restoring, progress io.Writer) (err error) {
	w, done, err := connectAsIs(ctx, r.Home, progress)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	engineDir, err := engineBackups(r.Home)
	if err != nil {
		return err
	}
	return r.Tables(ctx, w, engineDir)
}
