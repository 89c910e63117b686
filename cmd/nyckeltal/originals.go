package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"nyckeltal/ingest/archive"
	"nyckeltal/report/contribution"
	"nyckeltal/schedules/home"
)

// showOriginals writes the delivered files to the folder, if one is named, and opens the one with the number, counted
// from 1, if it is above 0.
func showOriginals(
	cmd *cobra.Command, h *home.Home, deliveries []*contribution.Delivery, folder string, number int,
) error {
	if folder == "" && number == 0 {
		return nil
	}
	store, err := archive.Open(h.State("archive"), time.Now())
	if err != nil {
		return err
	}
	wanted := deliveries
	if folder == "" {
		wanted = deliveries[number-1 : number]
		if folder, err = os.MkdirTemp("", "nyckeltal-"); err != nil {
			return err
		}
	}
	paths := map[*contribution.Delivery]string{}
	for _, d := range wanted {
		if d.SHA256 == "" {
			fmt.Fprintf(cmd.ErrOrStderr(), "The registry no longer has load %d: its file is left out.\n", d.Load)
			continue
		}
		if paths[d], err = writeOriginal(cmd.Context(), store, d, folder); err != nil {
			return err
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "%s\n", paths[d])
	}
	if number == 0 || paths[deliveries[number-1]] == "" {
		return nil
	}
	return openFile(cmd.Context(), paths[deliveries[number-1]])
}

// writeOriginal writes a delivered file to the folder under its name; where another file has that name, the beginning of
// its SHA-256 goes before it. Only the user may read it: it may hold what the warehouse does not.
func writeOriginal(
	ctx context.Context, store *archive.Archive, d *contribution.Delivery, folder string,
) (path string, err error) {
	content, err := store.Open(ctx, d.SHA256)
	if err != nil {
		return "", fmt.Errorf("%s: %w", d.File, err)
	}
	defer content.Close() // only read from
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	path = filepath.Join(folder, filepath.Base(d.File))
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		path = filepath.Join(folder, d.SHA256[:12]+"-"+filepath.Base(d.File))
		file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	}
	if err != nil {
		return "", err
	}
	_, err = io.Copy(file, io.NewSectionReader(content, 0, content.Size()))
	return path, errors.Join(err, file.Close())
}

// noOpener is what xdg-open ends with when the system has no program for it to use.
const noOpener = 3

// openFile opens a file with the program that the system has for it. Where there is none it does nothing: the path has
// been told.
func openFile(ctx context.Context, path string) error {
	openers := map[string][]string{"darwin": {"open"}, "windows": {"cmd", "/c", "start", ""}}
	command := openers[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return nil //nolint:nilerr // there is no opener, as on a server
	}
	err = exec.CommandContext(ctx, program, append(command[1:], path)...).Run()
	var ended *exec.ExitError
	if err == nil || errors.As(err, &ended) && ended.ExitCode() == noOpener {
		return nil
	}
	return fmt.Errorf("open %s: %w", path, err)
}
