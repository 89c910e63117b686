// Package match compares names as people write them: headings, sheets and configuration keys, with case, accents and
// spacing aside, and finds the name that a misspelt one was probably meant to be.
package match

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form of a name in which case, accents and white space do not count: "Bokförings datum" and
// "BOKFORINGSDATUM" fold to the same text. Invisible characters (zero-width, soft hyphen) do not count either.
func Fold(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range norm.NFKD.String(name) {
		if unicode.IsSpace(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Nearest returns the candidate that name was probably meant to be: the one with the fewest differing letters, at
// most a third of them (and at least one) after folding, or else one that holds name or is held by it. It returns ""
// when nothing comes near. The first of equals wins.
func Nearest(name string, candidates []string) string {
	folded := []rune(Fold(name))
	best, bestDistance := "", max(1, len(folded)/3)+1
	for _, candidate := range candidates {
		if d := distance(folded, []rune(Fold(candidate))); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	if best != "" || len(folded) < 3 {
		return best
	}
	for _, candidate := range candidates {
		other := Fold(candidate)
		if len(other) >= 3 && (strings.Contains(other, string(folded)) || strings.Contains(string(folded), other)) {
			return candidate
		}
	}
	return ""
}

// DidYouMean returns ` (did you mean "X"?)` for the nearest candidate, ready to end a message, or "" without one.
func DidYouMean(name string, candidates []string) string {
	if nearest := Nearest(name, candidates); nearest != "" {
		return ` (did you mean "` + nearest + `"?)`
	}
	return ""
}

// distance counts the letters that must be inserted, deleted, replaced or swapped with their neighbour to turn a
// into b.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
