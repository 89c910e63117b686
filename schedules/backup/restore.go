package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// Restoring makes a home of a backup.
type Restoring struct {
	Dir      string // of the backup
	Manifest *Manifest
	Home     *home.Home // the one to come: its configuration is that of the backup
}

// Begin checks a backup and prepares to restore it to a folder, which must be new or empty, and so must the folder of the
// state, wherever the configuration puts it. Until Finish the folder is no home. The error is a *DamagedError when the backup
// is not whole, and ErrNotEmpty when there is something at the place.
func Begin(ctx context.Context, dir, to string) (*Restoring, error) {
	m, err := Check(ctx, dir)
	if err != nil {
		return nil, err
	}
	h, err := home.Open(filepath.Join(dir, homeFolder))
	if err != nil {
		return nil, err
	}
	if h.Dir, err = filepath.Abs(to); err != nil {
		return nil, err
	}
	if err := errors.Join(mustBeEmpty(h.Dir), mustBeEmpty(h.State(""))); err != nil {
		return nil, err
	}
	r := &Restoring{Dir: dir, Manifest: m, Home: h}
	return r, r.files(ctx)
}

// files copies everything but the tables and nyckeltal.yaml.
func (r *Restoring) files(ctx context.Context) error {
	for _, file := range r.Manifest.Files {
		to, mode := r.place(file.Path)
		if to == "" {
			continue
		}
		if _, err := copyFile(ctx, filepath.Join(r.Dir, filepath.FromSlash(file.Path)), to, mode); err != nil {
			return fmt.Errorf("restore %s: %w", file.Path, err)
		}
	}
	if r.Manifest.Key == "" || r.Manifest.HasKey() {
		return nil
	}
	return r.Home.ExpectKey(r.Manifest.Key)
}

// place is where a file of the backup belongs, and its rights; "" when it is restored otherwise.
func (r *Restoring) place(path string) (to string, mode os.FileMode) {
	if path == keyFile {
		return r.Home.KeyFile(), 0o600
	}
	if delivery, ok := strings.CutPrefix(path, archiveFolder+"/"); ok {
		if strings.HasSuffix(delivery, ".json") {
			return r.Home.State(filepath.Join("archive", delivery)), 0o640
		}
		return r.Home.State(filepath.Join("archive", delivery)), 0o440
	}
	if name, ok := strings.CutPrefix(path, homeFolder+"/"); ok && name != home.FileName {
		return filepath.Join(r.Home.Dir, name), 0o640
	}
	return "", 0
}

// Tables has ClickHouse read the tables, and brings them up to date. engineDir is the folder in which the embedded engine
// reads backups; "" for a server. What was restored must be whole.
func (r *Restoring) Tables(ctx context.Context, w *load.Warehouse, engineDir string) (err error) {
	place := r.Manifest.Place
	if place == "" && engineDir == "" || place != "" && engineDir != "" {
		return errors.New("a backup of the embedded engine is restored into the embedded engine, and one of a server into a server: " +
			"set or unset NYCKELTAL_WAREHOUSE")
	}
	if place == "" {
		defer func() { err = errors.Join(err, os.RemoveAll(engineDir)) }()
		if _, err := copyFile(ctx, filepath.Join(r.Dir, tablesFile), filepath.Join(engineDir, tablesFile), 0o600); err != nil {
			return err
		}
		place = load.BackupFile(tablesFile)
	}
	if err := w.Restore(ctx, r.Manifest.Tables, place); err != nil {
		return err
	}
	if err := w.Migrate(ctx); err != nil {
		return err
	}
	_, err = w.Inspect(ctx, load.Sound{})
	return err
}

// Finish makes the folder a home.
func (r *Restoring) Finish() error {
	text, err := os.ReadFile(filepath.Join(r.Dir, homeFolder, home.FileName))
	if err != nil {
		return err
	}
	return writeLast(filepath.Join(r.Home.Dir, home.FileName), text)
}
