//go:build linux && !faults

package main

// Faults are tried at every twelfth step, from a random one on, and at a few random moments, since all of them take ten
// minutes; see fault_all_test.go.
const (
	randomMoments = 6
	stepStride    = 12
	replaceStride = 20
	firstStride   = 4
)
