package locale

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"nyckeltal/ingest/period"
)

// placeholder matches {word}, {word+1} and {word-1} in the texts of definitions.
var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

var yearOffset = regexp.MustCompile(`^year([+-][0-9]{1,2})?$`)

// UnknownPlaceholderError says that a text holds a placeholder that nothing is known to fill.
type UnknownPlaceholderError struct{ Placeholder string }

func (e *UnknownPlaceholderError) Error() string {
	return fmt.Sprintf("unknown placeholder {%s}: there are {year}, {year-1} (or another offset), {prior_year}, {month}, "+
		"{month_name}, {tertial}, {period} and {for}", e.Placeholder)
}

// CheckPlaceholders returns an *UnknownPlaceholderError for the first placeholder of the text that Expand does not
// know.
func CheckPlaceholders(text string) error {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if _, ok := swedish.resolve(m[1], period.New(2000, 1)); !ok && m[1] != part {
			return &UnknownPlaceholderError{Placeholder: m[1]}
		}
	}
	return nil
}

// part is the placeholder for the part of the organisation that a report is of.
const part = "for"

// ExpandPart fills {for} with the name of the part of the organisation that a report is of.
func ExpandPart(text, name string) string { return strings.ReplaceAll(text, "{"+part+"}", name) }

// Expand fills the placeholders of the text from the period, which must be a calendar month. {for} and
// unknown placeholders stay as they are.
func (l *Locale) Expand(text string, p period.Period) string {
	return placeholder.ReplaceAllStringFunc(text, func(s string) string {
		if value, ok := l.resolve(s[1:len(s)-1], p); ok {
			return value
		}
		return s
	})
}

func (l *Locale) resolve(word string, p period.Period) (string, bool) {
	if m := yearOffset.FindStringSubmatch(word); m != nil {
		offset, _ := strconv.Atoi(m[1]) // empty is 0
		return strconv.Itoa(p.Year() + offset), true
	}
	switch word {
	case "prior_year":
		return strconv.Itoa(p.Year() - 1), true
	case "month":
		return l.Month(p.Month()), true
	case "month_name":
		return l.names[p.Month()-1], true
	case "tertial":
		return strconv.Itoa(p.Tertial()), true
	case "period":
		return p.String(), true
	}
	return "", false
}
