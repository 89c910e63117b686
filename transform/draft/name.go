package draft

import (
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/match"
	"nyckeltal/transform/person"
	"nyckeltal/transform/value"
)

// name is what the name of the file says.
type name struct {
	file    string
	base    string // without extension
	pattern string // for from.pattern, without extension
	why     string
	words   string // folded, with _ between words, for hints
	job     string
	title   string
	period  bool   // the name has a month
	year    bool   // the name has a year, and no month
	version bool   // the name has a version, of plans
	unsure  string // what a person must look at
}

// The parts of names that stand for something.
var (
	monthPart = regexp.MustCompile(`(?:^|[^0-9])((?:19|20|21)[0-9]{2})([-_.]?)(0[0-9]|1[0-3])(?:$|[^0-9])`)
	yearPart  = regexp.MustCompile(`(?:^|[^0-9A-Za-z])((?:19|20|21)[0-9]{2})(?:$|[^0-9])`)
	spanPart  = regexp.MustCompile(`(?:19|20|21)[0-9]{2}-[0-9]{2}(?:$|[^0-9])`)
	wordPart  = regexp.MustCompile(`[^_ .\-{}]+`)

	numberedPart = regexp.MustCompile(`^([vVtT])([0-9]+)$`)
)

// readName takes a file's name apart.
func readName(file string) name {
	n := name{file: file, base: strings.TrimSuffix(file, filepath.Ext(file))}
	if person.Redact(file) != file {
		n.base = "workbook"
	}
	rest := n.base
	switch month, year := monthPart.FindStringSubmatchIndex(n.base), yearPart.FindStringSubmatchIndex(n.base); {
	case month != nil:
		n.month(month)
		rest = n.base[:month[2]] + n.base[month[7]:]
	case spanPart.MatchString(n.base):
		n.pattern = n.base
		n.unsure = "the name seems to hold a span of years, which no part of a pattern stands for; " +
			"write * for what changes from file to file"
	case year != nil:
		n.year, n.why = true, "the name holds a year: rows of other years will be refused"
		n.pattern = n.base[:year[2]] + "{year}" + n.base[year[3]:]
		rest = n.base[:year[2]] + n.base[year[3]:]
	default:
		n.pattern = n.base
		n.unsure = "the name holds no period; put {name} or * for what changes from file to file"
	}
	n.words = "_" + strings.Join(split(rest), "_") + "_"
	n.label(n.parts(rest))
	return n
}

// month takes a month out of the name.
func (n *name) month(at []int) {
	mark := n.base[at[4]:at[5]]
	part := "{period}"
	if mark != "" {
		part = "{period:2006" + mark + "01}"
	}
	n.period, n.why = true, "the name holds a month: rows of other months will be refused"
	n.pattern = n.base[:at[2]] + part + n.base[at[7]:]
}

// label makes the names of the job from what is left of the file's name.
func (n *name) label(rest string) {
	title := strings.TrimSpace(strings.Join(strings.FieldsFunc(rest, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " "))
	if title == "" {
		title = "workbook"
	}
	first, size := utf8.DecodeRuneInString(title)
	n.title = string(unicode.ToUpper(first)) + title[size:]
	n.job = strings.Trim(strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '-'
	}, match.Fold(strings.ReplaceAll(title, " ", "-"))), "-")
	if n.job == "" {
		n.job = "workbook"
	}
}

// parts puts {version} for a number behind a v and {tertial} for one behind a t, and takes these words out of the rest.
func (n *name) parts(rest string) string {
	n.pattern = wordPart.ReplaceAllStringFunc(n.pattern, func(word string) string {
		m := numberedPart.FindStringSubmatch(word)
		if m == nil {
			return word
		}
		part := "{version}"
		if strings.EqualFold(m[1], "t") {
			part = "{tertial}"
		}
		rest = strings.Replace(rest, word, "", 1)
		return m[1] + part
	})
	return rest
}

// fitPlan makes the parts of the name fit a plan, which has versions: the name of a month beside a year is one, and so is
// a year when the sheet holds several.
func (n *name) fitPlan(severalYears bool) {
	switch {
	case strings.Contains(n.pattern, "{version}"):
	case severalYears && n.year:
		n.pattern = strings.Replace(n.pattern, "{year}", "{version}", 1)
		n.year, n.why = false, "the sheet holds several years, so that the year in the name is taken for a version"
	case n.year:
		n.pattern = wordPart.ReplaceAllStringFunc(n.pattern, func(word string) string {
			if _, isMonth := value.Month(cell.Cell{Kind: cell.Text, Text: word}); isMonth && !strings.Contains(word, "{") {
				return "{version}"
			}
			return word
		})
	}
	n.version = strings.Contains(n.pattern, "{version}")
}

// fitOther makes the parts of the name fit data without versions: a later version replaces an earlier one.
func (n *name) fitOther() {
	if before, after, ok := strings.Cut(n.pattern, "v{version}"); ok {
		n.pattern = before + "v*" + after
		n.why = strings.TrimPrefix(n.why+"; a later version replaces an earlier one", "; ")
	}
}

// speaksFor counts the parts of the names of the file and its sheets that speak for a dataset.
func (n *name) speaksFor(dataset string, tables []*table) int {
	hits := 0
	names := n.words
	for _, t := range tables {
		names += strings.Join(split(t.Name), "_") + "_"
	}
	for _, hint := range hints[dataset] {
		if strings.Contains(names, hint) {
			hits++
		}
	}
	return hits
}

// says returns the word of the warehouse that the names of the file and the sheet give, among those allowed.
func (n *name) says(allowed []string, t *table) (word string, ok bool) {
	for _, part := range append(split(t.Name), strings.Split(n.words, "_")...) {
		if word, ok := allowedWord(part, allowed); ok {
			return word, true
		}
	}
	return "", false
}
