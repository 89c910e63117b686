package draft

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
)

// widest is the length of a line from which its reason goes above it.
const widest = 120

// writer writes a job file line by line, with the reasons as comments.
type writer struct {
	b         strings.Builder
	decisions int
}

// text returns what was written, with the number of things to decide in its first line.
func (w *writer) text() string {
	left := "read it through, and take the comments out"
	if w.decisions > 0 {
		left = plural(w.decisions, "thing") + " to decide, at the lines that begin with # decide"
	}
	return "# A draft, made of what the workbook shows: " + left + ".\n" + w.b.String()
}

// line writes a line with the reason behind it, or above it when the line would be too long.
func (w *writer) line(indent int, text, why string) {
	pad := strings.Repeat("  ", indent)
	switch {
	case why == "":
		fmt.Fprintf(&w.b, "%s%s\n", pad, text)
	case utf8.RuneCountInString(pad+text+why)+3 > widest:
		w.comment(indent, why)
		fmt.Fprintf(&w.b, "%s%s\n", pad, text)
	default:
		fmt.Fprintf(&w.b, "%s%s # %s\n", pad, text, why)
	}
}

// comment writes a comment in as many lines as it takes.
func (w *writer) comment(indent int, text string) {
	pad := strings.Repeat("  ", indent) + "#"
	line := pad
	for _, word := range strings.Fields(text) {
		if utf8.RuneCountInString(line+" "+word) > widest && line != pad {
			fmt.Fprintln(&w.b, line)
			line = pad
		}
		line += " " + word
	}
	fmt.Fprintln(&w.b, line)
}

// decide writes what a person must decide.
func (w *writer) decide(indent int, text string) {
	if text == "" {
		return
	}
	w.decisions++
	w.comment(indent, "decide: "+text)
}

// flow writes keys as {a: 1, b: 2}.
func flow(keys []key) string {
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = k.name + ": " + k.value
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// list writes texts as one text or as [a, b].
func list(items []string) string {
	quoted := make([]string, len(items))
	for i, item := range items {
		quoted[i] = quote(item)
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// plain is a text that needs no quotes, inside brackets and braces as well.
var plain = regexp.MustCompile(`^[\p{L}][\p{L}\p{N}_./()-]*( [\p{L}\p{N}_./()-]+)*$`)

// quote writes a text as YAML.
func quote(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return double(text)
	}
	if plain.MatchString(text) {
		return text
	}
	return double(text)
}

// double writes a text in double quotes.
func double(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(text) + `"`
}

// letters returns the name of a column, quoted where YAML would read it as something else.
func letters(column int) string { return quote(cell.Column(column)) }
