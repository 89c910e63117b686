package main

import (
	"testing"

	"pgregory.net/rapid"
)

// Parts always add up to the whole, and none is further than one unit from its exact share.
func TestSplitAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(-1e11, 1e11).Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1e6), 1, 40).Draw(t, "weights")
		weights[0]++
		var whole, sum int64
		for _, w := range weights {
			whole += w
		}
		for i, part := range split(total, weights) {
			sum += part
			if off := part*whole - total*weights[i]; off <= -whole || off >= whole {
				t.Fatalf("part %d is %d of %d", i, part, total)
			}
		}
		if sum != total {
			t.Fatalf("the parts add up to %d, not to %d", sum, total)
		}
	})
}
