package source

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

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
	shortest, okToo := p.captures(p.lazy.FindStringSubmatch(name)[1:])
	// Where one reading is no month, nobody knows whether the other one was meant.
	return c, ok != okToo || !c.equal(shortest), ok || okToo
}

// captures turns the groups of a match into captures, of which there are none when a year or month is out of range.
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
	return c.Period == d.Period && c.Year == d.Year && slices.Equal(c.ordered, d.ordered)
}
