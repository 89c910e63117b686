package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/load/engine"
	"nyckeltal/schedules/backup"
	"nyckeltal/schedules/home"
)

func newBackupCommand(a *app) *cobra.Command {
	var to string
	var withKey bool
	cmd := &cobra.Command{
		Use:   "backup --to DIR",
		Short: "Write the home, its archive and its warehouse to a folder",
		Long: `Backup writes the warehouse with its history, every archived delivery, and the configuration to a new folder. No run
may be under way; reports go on. The folder is a backup once its manifest is there, which is written last.

The key of the pseudonyms is left out unless --with-key is given: with the key and the warehouse together anybody can
find out who a pseudonym is. Keep it somewhere else. Passwords in files are left out as well.`,
		Example: "  nyckeltal backup --to /backup/nyckeltal-2023-12-01",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.backup(cmd, to, withKey) },
	}
	cmd.Flags().StringVar(&to, "to", "", "new folder to write to")
	cmd.Flags().BoolVar(&withKey, "with-key", false, "include the key of the pseudonyms")
	_ = cmd.MarkFlagRequired("to")
	return cmd
}

// backup writes a backup of the home.
func (a *app) backup(cmd *cobra.Command, to string, withKey bool) error {
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
	w, done, err := a.warehouse(ctx, h, progress)
	if err != nil {
		return err
	}
	defer func() { _ = done() }() // nothing was written to it
	engineDir, err := engineBackups(h)
	if err != nil {
		return err
	}
	m, err := backup.Write(ctx, backup.Options{
		Home: h, Warehouse: w, EngineDir: engineDir, To: to, WithKey: withKey, Program: version, Now: time.Now(),
		Step: func(what string) { fmt.Fprintf(progress, "writing %s\n", what) },
	})
	if errors.Is(err, backup.ErrNotEmpty) {
		return &usageError{err}
	}
	if err != nil {
		return err
	}
	printBackup(cmd, m, to, h)
	return nil
}

// engineBackups is the folder in which the home's engine writes and reads backups; "" when the warehouse is a server.
func engineBackups(h *home.Home) (string, error) {
	if !usesEngine(h) {
		return "", nil
	}
	return engine.BackupDir(engineOptions(h, nil))
}

func printBackup(cmd *cobra.Command, m *backup.Manifest, to string, h *home.Home) {
	var bytes int64
	for _, f := range m.Files {
		bytes += f.Size
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Backed up to %s: %d tables, %d files, %.1f MB.\n", to, len(m.Tables.Names), len(m.Files), float64(bytes)/1e6)
	if m.Place != "" {
		fmt.Fprintf(cmd.OutOrStdout(), "The tables are on the server, at %s: keep them together with this folder.\n", m.Place)
	}
	switch {
	case m.HasKey():
		fmt.Fprintln(cmd.ErrOrStderr(), "The key of the pseudonyms is IN this backup: whoever has it can find out who they are. Keep it accordingly.")
	case m.Key != "":
		fmt.Fprintf(cmd.ErrOrStderr(), "The key of the pseudonyms is NOT in this backup. Keep %s somewhere else: "+
			"without it a restored home cannot load personal data.\n", h.KeyFile())
	}
}
