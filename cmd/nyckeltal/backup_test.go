package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// TestBackupAndRestore compares all reports and what all views show before and after, of a home with a closed month, a
// delivery that waits for it, and loads that others have taken the place of.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "home")
	if err := unpackSample(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopEngine(t, dir) })
	expectCode(t, dir, exitDone, "run", "--all")
	expectCode(t, dir, exitDone, "close", "2023-10", "--by", "ekonomi")
	changeSample(t, dir)
	expectCode(t, dir, exitDone, "run", "--all")
	before := everything(t, dir)
	to := filepath.Join(t.TempDir(), "backup")
	expectCode(t, dir, exitDone, "backup", "--to", to)
	expectCode(t, dir, exitUsage, "backup", "--to", to)

	restored := filepath.Join(t.TempDir(), "restored")
	t.Cleanup(func() { stopEngine(t, restored) })
	expectCode(t, restored, exitDone, "restore", "--from", to)
	if diff := cmp.Diff(before, everything(t, restored)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	expectCode(t, restored, exitDone, "verify")
	expectCode(t, restored, exitUsage, "restore", "--from", to)
	expectCode(t, restored, exitFailed, "run", "--all") // the key is missing, and the inbox is not in the backup
	key, err := os.ReadFile(filepath.Join(dir, ".nyckeltal", "pseudonym.key"))
	check(t, err)
	check(t, os.WriteFile(filepath.Join(restored, ".nyckeltal", "pseudonym.key"), key, 0o600))
	check(t, os.CopyFS(filepath.Join(restored, "inbox"), os.DirFS(filepath.Join(dir, "inbox"))))
	expectCode(t, restored, exitDone, "run", "--all")
	if out, err := program(t, restored, "run", "--all"); err != nil || !strings.Contains(out, "Nothing new.") {
		t.Errorf("the restored home does not know its deliveries: %v\n%s", err, out)
	}
	damageBackup(t, to)
}

// changeSample has a department send other figures for a closed and an open month.
func changeSample(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, "inbox", "volymer", "volymer_ekonomi.xlsx")
	book, err := excelize.OpenFile(file)
	check(t, err)
	for cell, number := range map[string]int{"D6": 1595, "D91": 309602} { // a figure and the total
		check(t, book.SetCellValue("Leverantörsfakturor", cell, number))
	}
	check(t, book.Save())
	check(t, book.Close())
}

// everything is what all reports and views of a home show.
func everything(t *testing.T, dir string) map[string]string {
	t.Helper()
	shown := make(map[string]string)
	for _, report := range [][]string{{"minirapport", "2023-10"}, {"minirapport", "2023-11"}, {"arlig-analys", "2025"}} {
		out, err := program(t, dir, "report", report[0], "--period", report[1], "--format", "tsv")
		if err != nil {
			t.Fatalf("%v: %v", report, err)
		}
		shown[strings.Join(report, " ")] = out
	}
	views, err := program(t, dir, "query", "--format", "tsv",
		"SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View' AND NOT endsWith(name, '_as_of') ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	for some := range slices.Chunk(strings.Fields(views)[1:], 8) {
		var sums []string
		for _, view := range some {
			sums = append(sums, "SELECT '"+view+"', count(), sum(sipHash64(toString(tuple(*)))) FROM "+view)
		}
		out, err := program(t, dir, "query", "--format", "tsv", "SELECT * FROM ("+strings.Join(sums, " UNION ALL ")+") ORDER BY 1")
		if err != nil {
			t.Fatalf("%v: %v", some, err)
		}
		shown[strings.Join(some, " ")] = out
	}
	return shown
}

// damageBackup damages a backup in several ways: none of them is restored.
func damageBackup(t *testing.T, dir string) {
	t.Helper()
	for name, damage := range map[string]func(*testing.T, string){
		"without a manifest": func(t *testing.T, copied string) { check(t, os.Remove(filepath.Join(copied, "manifest.json"))) },
		"another manifest":   func(t *testing.T, copied string) { flipBit(t, filepath.Join(copied, "manifest.json")) },
		"another bit":        func(t *testing.T, copied string) { flipBit(t, filepath.Join(copied, "warehouse.tar")) },
		"without a delivery": func(t *testing.T, copied string) { check(t, os.RemoveAll(filepath.Join(copied, "archive"))) },
	} {
		t.Run(name, func(t *testing.T) {
			copied, to := filepath.Join(t.TempDir(), "copy"), filepath.Join(t.TempDir(), "home")
			check(t, os.CopyFS(copied, os.DirFS(dir)))
			damage(t, copied)
			expectCode(t, to, exitDamaged, "restore", "--from", copied)
			if _, err := os.Stat(to); !os.IsNotExist(err) {
				t.Errorf("something was restored: %v", err)
			}
		})
	}
}
