package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"nyckeltal/load"
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
	s.resident = resident("self", "VmRSS:")
	pid := fmt.Sprint(o.pid.Load())
	s.engineResident, s.enginePeak = resident(pid, "VmRSS:"), resident(pid, "VmHWM:")
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

// resident reads a size of a process; 0 where it is not told.
func resident(pid, name string) int64 {
	text, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), name)
	number, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	kilobytes, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes * 1024
}

// forgetPeak has the engine's largest size counted anew, where that can be done.
func (o *office) forgetPeak() {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", o.pid.Load()), []byte("5"), 0)
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
