//go:build linux && faults

package main

// Faults are tried at every step, and at 200 random moments: `make faults`.
const (
	randomMoments = 100 // of the program, and as many of the engine
	stepStride    = 1
	replaceStride = 5
	firstStride   = 1
)
