//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// smallDisk mounts a disk of its own for a folder, of so many kilobytes.
func smallDisk(t *testing.T, dir string, size string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size)
	if errors.Is(err, unix.EPERM) {
		t.Skip("a small disk can only be mounted by root")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	})
}

// remount changes the flags of the disk of the folder.
func remount(t *testing.T, dir string, flags uintptr) {
	t.Helper()
	if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT|flags, ""); err != nil {
		t.Fatal(err)
	}
}

// fill writes a file that leaves so many bytes of the disk of the folder, and returns what removes it.
func fill(t *testing.T, dir string, left int64) (empty func()) {
	t.Helper()
	ballast, err := os.Create(filepath.Join(dir, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	for {
		var disk unix.Statfs_t
		if err = unix.Statfs(dir, &disk); err != nil {
			break
		}
		err = unix.Fallocate(int(ballast.Fd()), 0, 0, max(int64(disk.Bavail)*disk.Bsize-left, 1))
		if !errors.Is(err, unix.ENOSPC) { // the engine may have written meanwhile
			break
		}
	}
	if err := errors.Join(err, ballast.Close()); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(ballast.Name()); err != nil {
			t.Fatal(err)
		}
	}
}

// testDiskFull fills the disk of the state, and that of the archive alone, up to a little, so that it is full at different
// places of a run; and at last the disk of an office whose engine does not run. The run says so and what to do, the old
// figures stay and can be read as long as the engine runs, and with more room the next run completes.
func testDiskFull(t *testing.T, template *office) {
	for _, test := range []struct {
		name, disk string
		left       []int64 // bytes
	}{
		{"state", ".nyckeltal", []int64{0, 16 << 10, 64 << 10, 256 << 10, 2 << 20}},
		{"archive", ".nyckeltal/archive", []int64{0, 4 << 10}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "home")
			disk := filepath.Join(dir, test.disk)
			smallDisk(t, disk, "64m")
			o := template.copyTo(t, dir)
			failures := 0
			for _, left := range test.left {
				if o.roundWith(t, disk, left) {
					failures++
				}
				if t.Failed() {
					t.Fatalf("with %d bytes left", left)
				}
			}
			if failures == 0 {
				t.Error("the disk was never full")
			}
			o.expectNoDoubles(t)

			o.stop(t)
			o.deliver(t, 1-o.now)
			empty := fill(t, disk, 0)
			out, err := program(t, dir, "run", "--all")
			expectFull(t, err, out)
			empty()
			o.mustRun(t)
			o.expect(t, o.legal[1-o.now])
		})
	}
}

// roundWith is a round in which the disk has only so many bytes left, and tells whether they were too few.
func (o *office) roundWith(t *testing.T, disk string, left int64) (failed bool) {
	t.Helper()
	e := o.engine(t)
	ask(t, e, "SYSTEM STOP MERGES") // for those testFullWhileMerging is
	next := 1 - o.now
	o.deliver(t, next)
	empty := fill(t, disk, left)
	out, err := program(t, o.dir, "run", "--all")
	if err != nil {
		expectFull(t, err, out)
	}
	o.expectLegal(t, err != nil)
	empty()
	ask(t, e, "SYSTEM START MERGES")
	o.mustRun(t)
	o.expect(t, o.legal[next])
	o.now = next
	return err != nil
}

// testFullWhileMerging fills the disk of the state while the engine merges. What it makes then may be damaged, as
// docs/reliability.md tells; an engine that starts anew takes the parts that were merged instead.
func testFullWhileMerging(t *testing.T, template *office) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "home")
	disk := filepath.Join(dir, ".nyckeltal")
	smallDisk(t, disk, "64m")
	o := template.copyTo(t, dir)
	for range 5 {
		e := o.engine(t)
		merged := make(chan struct{})
		go func() {
			defer close(merged)
			for _, table := range []string{"ledger_records", "plan_records", "account_records", "publications", "loads"} {
				_, _ = send(t.Context(), e, "OPTIMIZE TABLE "+table+" FINAL") // fails or not
			}
		}()
		empty := fill(t, disk, 0)
		<-merged
		empty()
		o.stop(t)
		o.expect(t, o.legal[o.now])
		o.deliver(t, 1-o.now)
		o.mustRun(t)
		o.now = 1 - o.now
		o.expect(t, o.legal[o.now])
	}
}

// expectFull checks that a run has said that the disk is full and what to do.
func expectFull(t *testing.T, err error, out string) {
	t.Helper()
	failed, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		t.Fatal(err)
	}
	said := err.Error() + out
	for _, part := range []string{"The disk is full: make room on it, and run again"} {
		if !strings.Contains(said, part) {
			t.Errorf("exit code %d, and the run does not say %q:\n%s", failed.ExitCode(), part, said)
		}
	}
}

// testReadOnly makes the disk of the state read-only, and that of the archive alone. A run fails with exit code 1 and says
// why; nothing changes, and when the disk can be written to again the next run completes. With the state read-only no
// engine can start, so nothing can be read either; the archive is not needed for reading.
func testReadOnly(t *testing.T, template *office) {
	for _, test := range []struct {
		name, disk string
		readable   bool
	}{
		{"state", ".nyckeltal", false},
		{"archive", ".nyckeltal/archive", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "home")
			disk := filepath.Join(dir, test.disk)
			smallDisk(t, disk, "64m")
			o := template.copyTo(t, dir)
			remount(t, disk, unix.MS_RDONLY)
			o.deliver(t, 1-o.now)
			out, err := program(t, dir, "run", "--all")
			expectRefusal(t, err, out, "read-only file system", "make it writable, and run again")
			out, err = program(t, dir, "report", "costs", "--period", "2023-10", "--format", "tsv")
			if test.readable && (err != nil || out == "") {
				t.Errorf("a report while the archive is read-only: %v\n%s", err, out)
			}
			if !test.readable {
				expectRefusal(t, err, out, "read-only file system")
			}
			remount(t, disk, 0)
			o.expect(t, o.legal[o.now])
			o.mustRun(t)
			o.expect(t, o.legal[1-o.now])
		})
	}
}

// expectRefusal checks that the program failed and said all of these.
func expectRefusal(t *testing.T, err error, out string, words ...string) {
	t.Helper()
	failed, ok := errors.AsType[*exec.ExitError](err)
	if !ok || failed.ExitCode() != exitFailed {
		t.Errorf("expected exit code %d: %v\n%s", exitFailed, err, out)
		return
	}
	for _, word := range words {
		if !strings.Contains(err.Error()+out, word) {
			t.Errorf("the program does not say %q: %v\n%s", word, err, out)
		}
	}
}
