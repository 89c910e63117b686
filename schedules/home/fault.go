package home

import (
	"slices"
	"strings"

	"nyckeltal/ingest/match"
)

// faultAt takes what is wrong with a key of the configuration.
type faultAt func(key, format string, args ...any)

// under takes what is wrong with the keys below one.
func (f faultAt) under(parent string) faultAt {
	return func(key, format string, args ...any) { f(parent+"."+key, format, args...) }
}

// word returns a word of the configuration, or the one for an absent one.
func (f faultAt) word(key, found, absent string, known ...string) string {
	if found == "" {
		return absent
	}
	if !slices.Contains(known, found) {
		last := len(known) - 1
		f(key, "expected %s or %s, found %q%s", strings.Join(known[:last], ", "), known[last], found, match.DidYouMean(found, known))
	}
	return found
}
