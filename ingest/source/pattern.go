package source

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"nyckeltal/ingest/period"
)

// Pattern is a compiled file pattern. It is immutable and safe for concurrent use.
//
// A pattern is a file name, after the folders that lie between it and the source's own, if any, each with a / behind it.
// In all of them these parts stand for something else:
//
//	{name}             one or more characters, captured under the name
//	{year}             a year of four digits
//	{period}           a month written YYYYMM
//	{period:2006-01}   a month written after a layout of 2006 or 06 (year, 20YY), 01 (month, 00–13) and punctuation
//	*                  any characters, also none
//
// None of them stands for a /.
//
// Everything else stands for itself, whatever its case, since file shares do not keep case either. Letters with
// accents match however they are composed.
type Pattern struct {
	text   string
	parts  []part
	greedy *regexp.Regexp // gives the first open part as many characters as it can take
	lazy   *regexp.Regexp // and this one as few: if they differ, the name can be read in two ways

	folders []*Pattern // of the folders before the name
}

// part is a piece of a pattern that stands for something else.
type part struct {
	kind partKind
	name string // of a capture
	year string // of a period: the year's layout, 2006 or 06
	// yearFirst tells the order of the two groups of a period.
	yearFirst bool
}

type partKind uint8

const (
	anything partKind = iota
	capture
	yearPart
	periodPart
)

// open tells whether the part takes any number of characters.
func (k partKind) open() bool { return k == anything || k == capture }

// PatternError says what is wrong with a file pattern.
type PatternError struct {
	Pattern string
	Problem string // a clause that also says how to mend it
}

// Error names the pattern and the problem.
func (e *PatternError) Error() string {
	return fmt.Sprintf("file pattern %q: %s", e.Pattern, e.Problem)
}

// Captures is what a file's name tells about the file.
type Captures struct {
	// Values holds the texts of the {name} parts.
	Values map[string]string
	// Period is the month of a {period} part, or 0.
	Period period.Period
	// Year is the year of a {year} part, or 0.
	Year int

	ordered []string // the values in the order of the pattern
}

// Compile reads a pattern. Its errors are *PatternError.
func Compile(pattern string) (*Pattern, error) {
	p := &Pattern{text: pattern}
	fail := func(format string, args ...any) (*Pattern, error) {
		return nil, &PatternError{Pattern: pattern, Problem: fmt.Sprintf(format, args...)}
	}
	if pattern == "" {
		return fail("it is empty; write a file name such as \"huvudbok_{year}.xlsx\"")
	}
	if strings.Contains(pattern, `\`) {
		return fail("it holds a \\; write / between folders")
	}
	if !utf8.ValidString(pattern) {
		return fail("it is not valid UTF-8; save the job file as UTF-8")
	}
	if err := p.compileFolders(); err != nil {
		return nil, err
	}
	var greedy, lazy strings.Builder
	afterOpen := false
	for rest := norm.NFC.String(pattern); rest != ""; {
		literal, found, tail := next(rest)
		quoted := regexp.QuoteMeta(literal)
		greedy.WriteString(quoted)
		lazy.WriteString(quoted)
		if found == "" {
			break
		}
		pt, expr, problem := parsePart(found)
		if problem != "" {
			return fail("%s", problem)
		}
		if pt.kind.open() && afterOpen && literal == "" {
			return fail("nothing stands between %s and the part before it, so nobody can tell where one ends; "+
				"put a character between them", found)
		}
		if problem := p.clash(pt); problem != "" {
			return fail("%s", problem)
		}
		p.parts = append(p.parts, pt)
		greedy.WriteString(expr)
		lazy.WriteString(strings.NewReplacer("+", "+?", "*", "*?").Replace(expr))
		afterOpen = pt.kind.open()
		rest = tail
	}
	var errs [2]error
	p.greedy, errs[0] = regexp.Compile(`(?is)\A` + greedy.String() + `\z`)
	p.lazy, errs[1] = regexp.Compile(`(?is)\A` + lazy.String() + `\z`)
	if err := errors.Join(errs[:]...); err != nil { // it is too long
		return fail("%v", err)
	}
	return p, nil
}

// compileFolders compiles the folders before the file's name, each as a pattern of its own.
func (p *Pattern) compileFolders() error {
	segments := strings.Split(p.text, "/")
	if len(segments) == 1 {
		return nil
	}
	for i, segment := range segments {
		if segment == "" || segment == "." || segment == ".." {
			return &PatternError{p.text, fmt.Sprintf("%q is no folder or file below the path; write folder/file", segment)}
		}
		folder, err := Compile(segment)
		if err != nil {
			var wrong *PatternError
			errors.As(err, &wrong)
			return &PatternError{p.text, wrong.Problem}
		}
		if i < len(segments)-1 {
			p.folders = append(p.folders, folder)
		}
	}
	return nil
}

// NameOf returns the end of a path that the pattern speaks of: the file's name, with as many folders before it as the
// pattern has.
func (p *Pattern) NameOf(path string) string {
	segments := strings.Split(filepath.ToSlash(path), "/")
	return strings.Join(segments[max(0, len(segments)-len(p.folders)-1):], "/")
}

// enters tells whether files that follow the pattern may lie in a folder of that name, at that depth.
func (p *Pattern) enters(name string, depth int) bool {
	if depth >= len(p.folders) {
		return false
	}
	_, _, ok := p.folders[depth].read(name)
	return ok
}

// next splits s into the literal text up to the first part, the part itself and what follows it.
func next(s string) (literal, found, tail string) {
	i := strings.IndexAny(s, "*{}")
	if i < 0 {
		return s, "", ""
	}
	if s[i] == '{' {
		if end := strings.IndexByte(s[i:], '}'); end > 0 {
			return s[:i], s[i : i+end+1], s[i+end+1:]
		}
		return s[:i], s[i:], ""
	}
	return s[:i], s[i : i+1], s[i+1:]
}

// parsePart reads a part such as {name} and returns it with its regular expression.
func parsePart(text string) (pt part, expr, problem string) {
	switch {
	case text == "*":
		return part{kind: anything}, `([^/\\]*)`, ""
	case text == "}":
		return part{}, "", "it holds a } without a { before it"
	case !strings.HasSuffix(text, "}"):
		return part{}, "", fmt.Sprintf("%q has no } at its end", text)
	}
	name, layout, hasLayout := strings.Cut(text[1:len(text)-1], ":")
	switch {
	case name == "period":
		if !hasLayout {
			layout = "200601"
		}
		return parsePeriod(layout)
	case hasLayout:
		return part{}, "", fmt.Sprintf("%s has a layout, which only {period:…} takes", text)
	case name == "year":
		return part{kind: yearPart}, `([0-9]{4})`, ""
	case name == "month":
		return part{}, "", "{month} is not understood; write year and month as one part, such as {period:2006-01}"
	case !isName(name):
		return part{}, "", fmt.Sprintf("%s is not a name; use letters, digits and _, beginning with a letter", text)
	}
	return part{kind: capture, name: name}, `([^/\\]+)`, ""
}

// parsePeriod reads the layout of a {period:…} part.
func parsePeriod(layout string) (pt part, expr, problem string) {
	pt = part{kind: periodPart, year: "2006"}
	y, m := strings.Index(layout, "2006"), -1
	if y < 0 {
		pt.year = "06"
		y = strings.Index(layout, "06")
	}
	if y >= 0 {
		rest := layout[:y] + strings.Repeat("_", len(pt.year)) + layout[y+len(pt.year):]
		m = strings.Index(rest, "01")
	}
	other := strings.Replace(strings.Replace(layout, pt.year, "", 1), "01", "", 1)
	unclear := strings.ContainsFunc(other, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if y < 0 || m < 0 || unclear {
		return part{}, "", fmt.Sprintf("{period:%s} is not a layout; write the year as 2006 or 06 and the month as 01, "+
			"such as {period:2006-01}", layout)
	}
	pt.yearFirst = y < m
	expr = regexp.QuoteMeta(layout)
	expr = strings.Replace(expr, pt.year, fmt.Sprintf("([0-9]{%d})", len(pt.year)), 1)
	return pt, strings.Replace(expr, "01", "([0-9]{2})", 1), ""
}

// isName tells whether s can name a capture.
func isName(s string) bool {
	for i, r := range s {
		if !unicode.IsLetter(r) && r != '_' && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return s != ""
}

// clash says why pt cannot stand in a pattern that holds the parts read so far.
func (p *Pattern) clash(pt part) (problem string) {
	for _, earlier := range p.parts {
		switch {
		case pt.kind == capture && earlier.kind == capture && pt.name == earlier.name:
			return fmt.Sprintf("{%s} stands in it twice; give each part a name of its own", pt.name)
		case !pt.kind.open() && !earlier.kind.open():
			return "it holds more than one {year} or {period}; keep one, and put * for the other"
		}
	}
	return ""
}

// String returns the pattern as it was written.
func (p *Pattern) String() string { return p.text }

// Match tells whether the file name, given with as many folders as the pattern has, follows it, and what it captures. A name that
// can be read in two ways does not match; List reports such names.
func (p *Pattern) Match(name string) (Captures, bool) {
	c, ambiguous, ok := p.read(name)
	if !ok || ambiguous {
		return Captures{}, false
	}
	return c, true
}

// read matches a name and tells whether another reading would capture other values.
func (p *Pattern) read(name string) (c Captures, ambiguous, ok bool) {
	name = norm.NFC.String(name)
	longest := p.greedy.FindStringSubmatch(name)
	if longest == nil {
		return Captures{}, false, false
	}
	c, ok = p.captures(longest[1:])
	if !ok {
		return Captures{}, false, false
	}
	shortest, _ := p.captures(p.lazy.FindStringSubmatch(name)[1:])
	return c, !c.equal(shortest), true
}

// captures turns the groups of a match into captures. It fails when a year or month is out of range.
func (p *Pattern) captures(groups []string) (c Captures, ok bool) {
	for _, pt := range p.parts {
		group := groups[0]
		groups = groups[1:]
		switch pt.kind {
		case capture:
			if c.Values == nil {
				c.Values = map[string]string{}
			}
			c.Values[pt.name] = group
			c.ordered = append(c.ordered, group)
		case yearPart:
			c.Year, _ = strconv.Atoi(group)
			if !period.New(c.Year, 1).Valid() {
				return Captures{}, false
			}
		case periodPart:
			year, month := group, groups[0]
			groups = groups[1:]
			if !pt.yearFirst {
				year, month = month, year
			}
			c.Period = parseMonth(year, month)
			if !c.Period.Valid() {
				return Captures{}, false
			}
		}
	}
	return c, true
}

// parseMonth builds a period of digits; a year of two digits lies in this century.
func parseMonth(year, month string) period.Period {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	if len(year) == 2 {
		y += 2000
	}
	return period.New(y, m)
}

// equal tells whether two readings of a name say the same.
func (c Captures) equal(d Captures) bool {
	if c.Period != d.Period || c.Year != d.Year || len(c.ordered) != len(d.ordered) {
		return false
	}
	for i := range c.ordered {
		if c.ordered[i] != d.ordered[i] {
			return false
		}
	}
	return true
}
