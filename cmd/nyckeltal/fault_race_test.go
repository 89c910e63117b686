//go:build linux && race

package main

// Under the race detector everything takes several times as long, and what it looks at are the program's goroutines,
// which every fault sets on the same ways: a few of the rounds show as much as all.
const (
	randomMoments = 6
	stepStride    = 9 // every ninth step
	replaceStride = 20
)
