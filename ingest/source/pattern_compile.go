package source

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// PatternError says what is wrong with a file pattern.
type PatternError struct {
	Pattern string
	Problem string // a clause that also says how to mend it
}

// Error names the pattern and the problem.
func (e *PatternError) Error() string {
	return fmt.Sprintf("file pattern %q: %s", e.Pattern, e.Problem)
}

// Compile reads a pattern. Its errors are *PatternError.
func Compile(pattern string) (*Pattern, error) {
	p := &Pattern{text: pattern}
	switch {
	case pattern == "":
		return nil, p.wrong("it is empty; write a file name such as \"huvudbok_{year}.xlsx\"")
	case strings.Contains(pattern, `\`):
		return nil, p.wrong("it holds a \\; write / between folders")
	case !utf8.ValidString(pattern):
		return nil, p.wrong("it is not valid UTF-8; save the job file as UTF-8")
	}
	if err := p.compileFolders(); err != nil {
		return nil, err
	}
	if err := p.compileParts(); err != nil {
		return nil, err
	}
	return p, nil
}

// wrong is the error that a problem of the pattern is.
func (p *Pattern) wrong(problem string, args ...any) error {
	return &PatternError{Pattern: p.text, Problem: fmt.Sprintf(problem, args...)}
}

// compileParts reads the parts of the whole pattern, and makes its expressions.
func (p *Pattern) compileParts() error {
	var greedy, lazy strings.Builder
	afterOpen := false
	for rest := norm.NFC.String(p.text); rest != ""; {
		literal, found, tail := next(rest)
		quoted := regexp.QuoteMeta(literal)
		greedy.WriteString(quoted)
		lazy.WriteString(quoted)
		if found == "" {
			break
		}
		pt, expr, problem := parsePart(found)
		if problem != "" {
			return p.wrong("%s", problem)
		}
		if pt.kind.open() && afterOpen && literal == "" {
			return p.wrong("nothing stands between %s and the part before it, so nobody can tell where one ends; "+
				"put a character between them", found)
		}
		if problem := p.clash(pt); problem != "" {
			return p.wrong("%s", problem)
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
		return p.wrong("%v", err)
	}
	return nil
}

// compileFolders compiles the folders before the file's name, each as a pattern of its own.
func (p *Pattern) compileFolders() error {
	segments := strings.Split(p.text, "/")
	if len(segments) == 1 {
		return nil
	}
	for i, segment := range segments {
		if segment == "" || segment == "." || segment == ".." {
			return p.wrong("%q is no folder or file below the path; write folder/file", segment)
		}
		folder, err := Compile(segment)
		if err != nil {
			var wrong *PatternError
			errors.As(err, &wrong)
			return p.wrong("%s", wrong.Problem)
		}
		if i < len(segments)-1 {
			p.folders = append(p.folders, folder)
		}
	}
	return nil
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
