//go:build linux && !faults

package main

// Faults are tried at every eighth step, from a random one on, and at a few random moments, since all of them take ten
// minutes; see fault_all_test.go.
const (
	randomMoments = 10
	stepStride    = 8
	replaceStride = 20
)
