//go:build linux && !race

package main

// How often faults are tried; fault_race_test.go says less for the race detector.
const (
	randomMoments = 100
	stepStride    = 1
	replaceStride = 5
)
