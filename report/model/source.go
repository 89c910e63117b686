package model

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"nyckeltal/ingest/period"
)

// Source names the figure of the warehouse that a cell shows, so that it can be followed to its cells.
type Source struct {
	Indicator string // or cost_per_service, whose Period is December of the year
	Slice     Slice
	Scenario  string // actual, budget, forecast or target
	Window    string // empty for cost_per_service
	Version   string // of a plan; empty when it need not be told
	Period    period.Period
}

// Command returns the command that explains the figure as it was published at a time, to be copied into a shell.
func (s Source) Command(asOf time.Time) string {
	of := s.Period.String()
	if s.Window == "" {
		of = strconv.Itoa(s.Period.Year())
	}
	words := []string{"nyckeltal", "explain", s.Indicator, "--period", of}
	if s.Window != "" && s.Window != "ytd" {
		words = append(words, "--window", s.Window)
	}
	if s.Scenario != "actual" {
		words = append(words, "--scenario", s.Scenario)
	}
	if s.Version != "" {
		words = append(words, "--version", quoted(s.Version))
	}
	if s.Slice.Name != "" {
		words = append(words, "--slice", quoted(s.Slice.Kind+"="+s.Slice.Name))
	}
	return strings.Join(append(words, "--as-of", asOf.Format(toMicrosecond)), " ")
}

// toMicrosecond writes a time as exactly as the warehouse keeps those of its publications: to anything less, the command would show what
// was published before.
const toMicrosecond = "2006-01-02T15:04:05.999999Z07:00"

var plain = regexp.MustCompile(`^[\pL\pN_=./-]+$`)

// quoted returns the word as a shell takes it for one.
func quoted(word string) string {
	if plain.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
