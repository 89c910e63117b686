package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// configuration are the files and folders of a home that make it what it is; nyckeltal.yaml comes last, since a folder with
// one is a home. Workbooks in the inbox are not among them: what was loaded is in the archive.
var configuration = []string{"catalogue.yaml", "comments", "jobs", "reports", home.FileName}

// Options say what to back up and where to.
type Options struct {
	Home      *home.Home
	Warehouse *load.Warehouse
	// EngineDir is the folder in which the embedded engine writes backups; "" when the warehouse is a server, which then
	// keeps the tables on its own disk for backups.
	EngineDir string
	To        string // folder; made, or empty
	WithKey   bool   // the key of the pseudonyms as well
	Program   string // version
	Now       time.Time
	Step      func(what string) // is told what comes next
}

// ErrNotEmpty says that the folder for a backup or a home holds something.
var ErrNotEmpty = errors.New("the folder is not empty: name a new one (what an interrupted command left behind may be removed)")

// Write writes a backup. Nothing may be loaded meanwhile. Interrupted, it leaves a folder without a manifest.
func Write(ctx context.Context, o Options) (*Manifest, error) {
	if err := mustBeEmpty(o.To); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.To, 0o700); err != nil {
		return nil, err
	}
	m := &Manifest{Format: format, Program: o.Program, Made: o.Now.UTC()}
	for _, part := range []struct {
		what string
		do   func(context.Context, Options, *Manifest) error
	}{{"the warehouse", writeTables}, {"the archive", writeArchive}, {"the configuration", writeHome}} {
		o.Step(part.what)
		if err := part.do(ctx, o, m); err != nil {
			return nil, fmt.Errorf("back up %s: %w", part.what, err)
		}
	}
	return m, m.write(o.To)
}

// writeTables has ClickHouse write the tables.
func writeTables(ctx context.Context, o Options, m *Manifest) (err error) {
	name := "nyckeltal-" + o.Now.UTC().Format("20060102T150405.000")
	if o.EngineDir == "" {
		m.Place = load.BackupDisk(name)
		m.Tables, err = o.Warehouse.Backup(ctx, m.Place)
		return err
	}
	if err := os.RemoveAll(o.EngineDir); err != nil { // of an interrupted backup
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(o.EngineDir)) }()
	if m.Tables, err = o.Warehouse.Backup(ctx, load.BackupFile(name+".tar")); err != nil {
		return err
	}
	return m.add(ctx, filepath.Join(o.EngineDir, name+".tar"), o.To, tablesFile)
}

// add copies a file into the backup.
func (m *Manifest) add(ctx context.Context, from, dir, path string) error {
	file, err := copyFile(ctx, from, filepath.Join(dir, path), 0o600)
	if err != nil {
		return err
	}
	file.Path = filepath.ToSlash(path)
	m.Files = append(m.Files, file)
	return nil
}

// writeArchive copies all deliveries with their descriptions.
func writeArchive(ctx context.Context, o Options, m *Manifest) error {
	return m.addTree(ctx, o.Home.State("archive"), o.To, archiveFolder, func(path string) bool {
		return strings.HasPrefix(path, "incoming") || path == "lock"
	})
}

// addTree copies a file or a folder into the backup, if it is there, but what skip says of its relative path.
func (m *Manifest) addTree(ctx context.Context, from, dir, under string, skip func(path string) bool) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == from {
			return nil
		}
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() || skip(relative) {
			return nil
		}
		return m.add(ctx, path, dir, filepath.Join(under, relative))
	})
}

// writeHome copies the configuration, and the key of the pseudonyms where that is wanted.
func writeHome(ctx context.Context, o Options, m *Manifest) error {
	for _, name := range configuration {
		if err := m.addTree(ctx, filepath.Join(o.Home.Dir, name), o.To, filepath.Join(homeFolder, name), func(string) bool { return false }); err != nil {
			return err
		}
	}
	var err error
	if m.Key, err = o.Home.KeyFingerprint(); err != nil || m.Key == "" || !o.WithKey {
		return err
	}
	return m.add(ctx, o.Home.KeyFile(), o.To, keyFile)
}

// HasKey tells whether the key of the pseudonyms is in the backup.
func (m *Manifest) HasKey() bool {
	for _, f := range m.Files {
		if f.Path == keyFile {
			return true
		}
	}
	return false
}
