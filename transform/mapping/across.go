package mapping

import (
	"cmp"
	"slices"
)

// Named groups of a pattern for headings that say when the values are from; every other named group fills the
// dataset's column of that name.
const (
	GroupYear  = "year"  // four digits
	GroupMonth = "month" // as the headings of months are written, with or without a year
)

// Groups returns the names of the groups of a pattern for headings, or nil when it has none or is no pattern.
func (h Headings) Groups() []string { return groups(h.Pattern) }

// Dated tells whether the headings say when their values are from.
func (a *Across) Dated() bool {
	return a.Headings.Months || a.Headings.Years || slices.ContainsFunc(a.Headings.Groups(), dates)
}

// dates tells whether a named group of a pattern says when the values are from.
func dates(group string) bool { return group == GroupYear || group == GroupMonth }

// PeriodColumn returns the dataset's column that gets the month or year, or "" when the headings have neither.
func (a *Across) PeriodColumn() string {
	if !a.Dated() {
		return ""
	}
	return cmp.Or(a.Period, "period")
}

// Targets returns the dataset's columns that get the heading, or a named group of it.
func (a *Across) Targets() []string {
	if a.Column != "" {
		return []string{a.Column}
	}
	return slices.DeleteFunc(a.Headings.Groups(), dates)
}

// Sets tells whether the table fills the dataset's column, by its cells, its headings or constants.
func (a *Across) Sets(name string) bool {
	_, set := a.Set[name]
	return set || a.fills(name)
}

// fills tells whether the table fills the dataset's column otherwise than by Set.
func (a *Across) fills(name string) bool {
	return name != "" && (name == a.Value || name == a.PeriodColumn() || slices.Contains(a.Targets(), name))
}
