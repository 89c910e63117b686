//go:build linux

package main

import "testing"

// TestFaults does harm to runs of a small home in many ways, and checks after each that what is visible is legal and that
// a second run finishes the work. docs/reliability.md says what is promised and what is tried.
func TestFaults(t *testing.T) {
	t.Parallel()
	o := makeOffice(t)
	t.Run("every step", func(t *testing.T) { testEveryStep(t, o) })
	t.Run("random moments", func(t *testing.T) { testRandomMoments(t, o) })
	t.Run("two runs", func(t *testing.T) { testTwoRuns(t, o) })
	t.Run("replaced while read", func(t *testing.T) { testReplaced(t, o) })
	t.Run("disk full", func(t *testing.T) { testDiskFull(t, o) })
	t.Run("disk full while merging", func(t *testing.T) { testFullWhileMerging(t, o) })
	t.Run("read-only", func(t *testing.T) { testReadOnly(t, o) })
	t.Run("first run", func(t *testing.T) { testFirstRun(t, o) })
}
