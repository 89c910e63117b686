package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"nyckeltal/load"
	"nyckeltal/load/engine/process"
)

// state is what a night has cost, and how large the home is after it. Sizes are in bytes; what Linux alone tells is 0 elsewhere.
type state struct {
	night          int
	took           time.Duration
	failed         int    // jobs
	removed        int    // loads, by retention
	engineDisk     int64  // with parts that were merged a short while ago, which the engine keeps for eight minutes
	activeDisk     uint64 // without them
	archiveDisk    int64
	parts          uint64 // of all tables
	rows           uint64 // of records and measures, those of loads that others took the place of among them
	heap           uint64 // of this program, after collecting garbage
	resident       int64  // of this program
	engineResident int64
	enginePeak     int64 // in this night
}

// measure fills in what can be seen after a night.
func (o *office) measure(ctx context.Context, s *state) (err error) {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	s.heap = memory.HeapAlloc
	s.resident = process.Resident(os.Getpid())
	engine := int(o.pid.Load())
	s.engineResident, s.enginePeak = process.Resident(engine), process.Peak(engine)
	if s.engineDisk, err = diskUsage(o.home.State("engine")); err != nil {
		return err
	}
	if s.archiveDisk, err = diskUsage(o.home.State("archive")); err != nil {
		return err
	}
	return o.ask(ctx, func(w *load.Warehouse) error {
		return w.Conn().QueryRow(ctx, `SELECT count(), sum(bytes_on_disk), sumIf(rows, endsWith(table, '_records')) FROM system.parts WHERE active AND database = currentDatabase()`).
			Scan(&s.parts, &s.activeDisk, &s.rows)
	})
}

// diskUsage adds up the sizes of the files in a folder. Files that the engine removes meanwhile count nothing.
func diskUsage(dir string) (bytes int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			var info fs.FileInfo
			if info, err = entry.Info(); err == nil {
				bytes += info.Size()
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	return bytes, err
}
