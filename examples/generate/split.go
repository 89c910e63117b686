package main

import (
	"hash/fnv"
	"math/rand/v2"
	"sort"
)

// seed fixes every choice that the generator makes.
const seed = 20231130

// random returns the source of choices for one workbook. Each has its own, so that a change to one leaves the others
// as they are. Only whole numbers are drawn and computed with: they come out alike on every machine.
func random(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// split divides total into whole parts in proportion to the weights; the parts add up to total exactly (largest
// remainder). Weights must not be negative, and at least one must be positive.
func split(total int64, weights []int64) []int64 {
	sign := int64(1)
	if total < 0 {
		total, sign = -total, -1
	}
	var sum int64
	for _, w := range weights {
		sum += w
	}
	parts := make([]int64, len(weights))
	remainder := make([]int64, len(weights))
	order := make([]int, len(weights))
	left := total
	for i, w := range weights {
		parts[i] = total * w / sum
		remainder[i] = total * w % sum
		left -= parts[i]
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return remainder[order[a]] > remainder[order[b]] })
	for _, i := range order[:left] {
		parts[i]++
	}
	for i := range parts {
		parts[i] *= sign
	}
	return parts
}

// splitOre divides an amount, which must be a multiple of grain, into multiples of grain.
func splitOre(total ore, weights []int64, grain ore) []ore {
	parts := make([]ore, len(weights))
	for i, p := range split(int64(total/grain), weights) {
		parts[i] = ore(p) * grain
	}
	return parts
}

// around draws a number from n-spread to n+spread.
func around(r *rand.Rand, n, spread int64) int64 { return n - spread + r.Int64N(2*spread+1) }

// jitter varies each weight by at most the given number of permille.
func jitter(r *rand.Rand, weights []int64, permille int64) []int64 {
	varied := make([]int64, len(weights))
	for i, w := range weights {
		varied[i] = w * around(r, 1000, permille)
	}
	return varied
}

// uneven draws n weights as unlike each other as invoices are.
func uneven(r *rand.Rand, n int) []int64 {
	weights := make([]int64, n)
	for i := range weights {
		x := 20 + r.Int64N(480)
		weights[i] = 1 + x*x/100
	}
	return weights
}

// pick draws one of the values.
func pick[T any](r *rand.Rand, values []T) T { return values[r.IntN(len(values))] }
