// Package handbook writes a catalogue of indicators as people read it: what each figure means, how it is computed, where
// its records come from and who answers for it. It reads the catalogue and asks no warehouse.
package handbook

import (
	"slices"

	"nyckeltal/load/catalogue"
)

// Text is a text in the two languages of reports.
type Text struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// Entry is what the handbook says of an indicator.
type Entry struct {
	Indicator  string    `json:"indicator"`
	Name       Text      `json:"name"`
	Definition Text      `json:"definition"`
	Owner      Text      `json:"owner"`
	Family     string    `json:"family"`
	Unit       string    `json:"unit"`
	Decimals   int       `json:"decimals"` // when shown
	Additivity string    `json:"additivity"`
	Frequency  string    `json:"frequency"`
	Direction  string    `json:"direction"`
	Tolerance  string    `json:"tolerance"` // percent of the target that is still yellow, as a decimal number
	Formula    string    `json:"formula"`
	Measures   []Measure `json:"measures"` // of the formula, each once
}

// Measure is a part of a formula.
type Measure struct {
	Measure string   `json:"measure"`
	Meaning string   `json:"meaning"` // in English
	Dataset string   `json:"dataset"` // whose records it counts
	Jobs    []string `json:"jobs"`    // that fill the dataset; empty when none is known
}

// Jobs are the names of the jobs that fill a dataset.
type Jobs map[string][]string

// New makes the entries of a catalogue, in its order.
func New(c *catalogue.Catalogue, jobs Jobs) []Entry {
	entries := make([]Entry, len(c.Indicators))
	for n, i := range c.Indicators {
		entries[n] = Entry{
			Indicator: i.ID, Name: Text(i.Name), Definition: Text(i.Definition), Owner: Text(i.Owner),
			Family: i.Family, Unit: i.Unit, Decimals: i.Decimals, Additivity: i.Additivity, Frequency: i.Frequency,
			Direction: i.Direction, Tolerance: i.Tolerance.String(), Formula: formula(&i), Measures: measures(&i, jobs),
		}
	}
	return entries
}

// measures explains the measures of an indicator, each once.
func measures(i *catalogue.Indicator, jobs Jobs) []Measure {
	var all []Measure
	for _, term := range slices.Concat(i.Numerator, i.Denominator) {
		if slices.ContainsFunc(all, func(m Measure) bool { return m.Measure == term.Measure }) {
			continue
		}
		meaning, dataset := explain(term.Measure)
		all = append(all, Measure{Measure: term.Measure, Meaning: meaning, Dataset: dataset, Jobs: append([]string{}, jobs[dataset]...)})
	}
	return all
}
