package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDamageIsNeverServed damages the files of a stopped engine in all the ways that disks do. Each damage is reported by
// the next command that shows something (open), or else by verify, and where the deliveries allow it, a run mends it.
func TestDamageIsNeverServed(t *testing.T) {
	t.Parallel()
	whole := filepath.Join(t.TempDir(), "home")
	if err := unpackSample(whole); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopEngine(t, whole) })
	if out, err := program(t, whole, "run", "--all"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := program(t, whole, "verify"); err != nil {
		t.Fatalf("the whole warehouse: %v\n%s", err, out)
	}
	stopEngine(t, whole)
	for _, c := range []struct {
		name   string
		table  string
		damage func(tableFiles, *testing.T)
		open   bool     // it is reported when the warehouse is opened, and not only by verify
		mend   []string // the command that mends it; nil when only a backup does
	}{
		{"facts lose a file", "ledger_records", tableFiles.removeFile, true, []string{"run", "--remap", "huvudbok"}},
		{"facts are cut off", "volume_records", tableFiles.truncate, true, []string{"run", "--all"}},
		{"facts are gone", "ticket_records", tableFiles.removePart, true, []string{"run", "--all"}},
		{"facts with empty metadata", "payroll_records", tableFiles.emptyColumns, true, []string{"run", "--all"}},
		{"facts with another bit", "ledger_records", tableFiles.flip, false, []string{"run", "--remap", "huvudbok"}},
		{"measures are cut off", "measure_records", tableFiles.truncate, true, []string{"run", "--all"}},
		{"measures with another bit", "measure_records", tableFiles.flip, false, []string{"run", "--all"}},
		{"publications are cut off", "publications", tableFiles.truncate, true, nil},
		{"publications are gone", "publications", tableFiles.removePart, true, nil},
		{"loads with empty metadata", "loads", tableFiles.emptyColumns, true, nil},
		{"terms of the catalogue are gone", "indicator_term_records", tableFiles.removePart, true, nil},
		{"a table is gone", "volume_records", tableFiles.forget, true, nil},
		{"a table without its definition", "volume_records", tableFiles.emptyDefinition, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "home")
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { stopEngine(t, dir) })
			c.damage(newTableFiles(t, dir, c.table), t)
			expectCode(t, dir, map[bool]int{true: exitDamaged, false: exitDone}[c.open], "query", "SELECT 1")
			expectCode(t, dir, exitDamaged, "verify", "--set-aside")
			expectCode(t, dir, exitDamaged, "report", "minirapport", "--period", "2023-11")
			if c.mend == nil {
				return
			}
			expectCode(t, dir, exitDone, c.mend...)
			expectGolden(t, dir)
		})
	}
}

// TestAMergeThatWasLostIsNoDamage breaks a part of which the engine still has those that it was merged of, as it keeps
// them for such a case.
func TestAMergeThatWasLostIsNoDamage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home")
	if err := unpackSample(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopEngine(t, dir) })
	if out, err := program(t, dir, "run", "--all"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	stopEngine(t, dir)
	files := newTableFiles(t, dir, "publications")
	if !files.fallBack(t) {
		t.Skipf("the engine has nothing left that the largest part was merged of: %v", files.parts(t))
	}
	files.cutLargest(t)
	expectCode(t, dir, exitDone, "query", "SELECT 1")
	expectGolden(t, dir)
}

// expectCode runs the program and compares its exit code.
func expectCode(t *testing.T, dir string, want int, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "nyckeltal", append([]string{"--home", dir}, args...)...)
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.Errorf("%s ends with %d, expected %d:\n%s", strings.Join(args, " "), got, want, out)
	}
}

func expectGolden(t *testing.T, dir string) {
	t.Helper()
	golden, err := os.ReadFile("../../examples/golden/minirapport-2023-11.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := program(t, dir, "report", "minirapport", "--period", "2023-11", "--format", "tsv"); err != nil || out != string(golden) {
		t.Errorf("the report differs from the golden one: %v\n%s", err, out)
	}
}

// tableFiles are the files of a table of a stopped engine.
type tableFiles struct{ definition, dir string }

func newTableFiles(t *testing.T, home, table string) tableFiles {
	t.Helper()
	data := filepath.Join(home, ".nyckeltal", "engine", "data")
	f := tableFiles{definition: filepath.Join(data, "metadata", "nyckeltal", table+".sql")}
	text, err := os.ReadFile(f.definition)
	if err != nil {
		t.Fatal(err)
	}
	id := string(regexp.MustCompile(`UUID '([0-9a-f-]+)'`).FindSubmatch(text)[1])
	f.dir = filepath.Join(data, "store", id[:3], id)
	return f
}

// parts are the folders of the parts, those with the most inserts first.
func (f tableFiles) parts(t *testing.T) []string {
	t.Helper()
	parts, err := filepath.Glob(filepath.Join(f.dir, "all_*_*_*"))
	if err != nil || len(parts) == 0 {
		t.Fatal("the table has no parts", err)
	}
	count := func(part string) int {
		from, to := inserts(t, part)
		return to - from
	}
	slices.SortFunc(parts, func(a, b string) int { return count(b) - count(a) })
	return parts
}

// inserts are the first and the last insert of a part.
func inserts(t *testing.T, part string) (from, to int) {
	t.Helper()
	var level int
	if _, err := fmt.Sscanf(filepath.Base(part), "all_%d_%d_%d", &from, &to, &level); err != nil {
		t.Fatal(err)
	}
	return from, to
}

// fallBack tells whether other parts have all inserts of the largest one.
func (f tableFiles) fallBack(t *testing.T) bool {
	t.Helper()
	parts := f.parts(t)
	from, to := inserts(t, parts[0])
	covered := make(map[int]bool)
	for _, part := range parts[1:] {
		a, b := inserts(t, part)
		for n := a; n <= b; n++ {
			covered[n] = true
		}
	}
	for n := from; n <= to; n++ {
		if !covered[n] {
			return false
		}
	}
	return true
}

// only removes the parts that another one was merged of, which the engine would fall back on, and returns the largest.
func (f tableFiles) only(t *testing.T) string {
	t.Helper()
	parts := f.parts(t)
	from, to := inserts(t, parts[0])
	for _, part := range parts[1:] {
		if a, b := inserts(t, part); a >= from && b <= to {
			if err := os.RemoveAll(part); err != nil {
				t.Fatal(err)
			}
		}
	}
	return parts[0]
}

// data is the largest file of columns of a part.
func data(t *testing.T, part string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(part, "*.bin"))
	if err != nil || len(files) == 0 {
		t.Fatal("the part has no data", err)
	}
	return slices.MaxFunc(files, func(a, b string) int { return int(size(t, a) - size(t, b)) })
}

func size(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (f tableFiles) removeFile(t *testing.T) { check(t, os.Remove(data(t, f.only(t)))) }
func (f tableFiles) removePart(t *testing.T) { check(t, os.RemoveAll(f.only(t))) }
func (f tableFiles) forget(t *testing.T)     { check(t, os.Remove(f.definition)) }

func (f tableFiles) truncate(t *testing.T) { cut(t, f.only(t)) }

func (f tableFiles) cutLargest(t *testing.T) { cut(t, f.parts(t)[0]) }

// cut shortens the data of a part.
func cut(t *testing.T, part string) {
	t.Helper()
	file := data(t, part)
	check(t, os.Truncate(file, size(t, file)-10))
}

func (f tableFiles) emptyColumns(t *testing.T) {
	check(t, os.Truncate(filepath.Join(f.only(t), "columns.txt"), 0))
}

func (f tableFiles) emptyDefinition(t *testing.T) { check(t, os.Truncate(f.definition, 0)) }

// flip changes a bit in the middle of the data.
func (f tableFiles) flip(t *testing.T) {
	t.Helper()
	flipBit(t, data(t, f.only(t)))
}

func flipBit(t *testing.T, file string) {
	t.Helper()
	bytes, err := os.ReadFile(file)
	check(t, err)
	bytes[len(bytes)/2] ^= 4
	check(t, os.Chmod(file, 0o600))
	check(t, os.WriteFile(file, bytes, 0o600))
}

// TestDamagedArchive changes and removes archived deliveries: verify tells which, and a run stores them again.
func TestDamagedArchive(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "home")
	if err := unpackSample(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopEngine(t, dir) })
	if out, err := program(t, dir, "run", "--all"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, damage := range map[string]func(t *testing.T, file string){
		"another bit": flipBit,
		"gone":        func(t *testing.T, file string) { check(t, os.Remove(file)) },
		"cut off":     func(t *testing.T, file string) { check(t, os.Truncate(file, size(t, file)/2)) },
	} {
		t.Run(name, func(t *testing.T) {
			damage(t, anyDelivery(t, dir))
			expectCode(t, dir, exitDone, "query", "SELECT 1") // the figures do not need it
			expectCode(t, dir, exitDamaged, "verify", "--json")
			expectCode(t, dir, exitDone, "run", "--all")
			expectCode(t, dir, exitDone, "verify")
		})
	}
}

// anyDelivery returns the file of the bytes of a delivery.
func anyDelivery(t *testing.T, dir string) string {
	t.Helper()
	var found string
	err := filepath.WalkDir(filepath.Join(dir, ".nyckeltal", "archive"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && len(entry.Name()) >= 64 && filepath.Ext(path) != ".json" {
			found = path
			return filepath.SkipAll
		}
		return err
	})
	check(t, err)
	return found
}
