package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestBackfillGoesOn kills a backfill of two years five times. Each time it goes on where it was, and at the end the report is
// that of an undisturbed run.
func TestBackfillGoesOn(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "home")
	if err := unpackSample(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopEngine(t, dir) })
	plan := []string{"backfill", "--from", "2022-01", "--to", "2023-12", "--parallel", "2"}
	goOn := []string{"backfill", "--resume", "--parallel", "2"}
	runAndKill(t, dir, "run", 4, plan...)
	for _, after := range []int{1, 9, 6} {
		runAndKill(t, dir, "run", after, goOn...)
		expectWhole(t, dir)
	}
	runAndKill(t, dir, "engine", 2, goOn...)

	before, err := program(t, dir, append(goOn, "--dry-run")...)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(before, "kontoplan.xlsx") || !strings.Contains(before, "lon_2023-11.xlsx") {
		t.Errorf("what is taken first is planned again, or what is taken last is not:\n%s", before)
	}
	if out, err := program(t, dir, goOn...); err != nil {
		t.Fatalf("the last part: %v\n%s", err, out)
	}
	if _, err := program(t, dir, goOn...); err == nil || !strings.Contains(err.Error(), "no backfill was interrupted") {
		t.Errorf("there is something left to go on with: %v", err)
	}
	expectWhole(t, dir)
	expectGolden(t, dir)
}
