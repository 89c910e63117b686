package draft

import (
	"regexp"
	"slices"
	"strings"

	"nyckeltal/transform/record"
)

// fewestMonths and fewestYears are how many headings side by side are taken for a table of them.
const (
	fewestMonths = 3
	fewestYears  = 2
)

// across is a guess at columns that stand side by side.
type across struct {
	headings string // as the mapping writes it
	why      string
	value    string // the dataset's column
	columns  []int  // indexes of the columns in the sheet
	extras   []*column
	span     string            // month or year, of plans
	yearAt   int               // index into table.columns; -1 when the year is no column
	words    map[string]string // translations of scenario
	filled   []string          // columns of the dataset that the headings fill
	extra    bool              // some rows have values under extras only
}

// acrossValues are the columns that across tables fill.
var acrossValues = map[string]string{"plan": "value", "volume": "quantity", "ledger": "amount", "allocation": "share"}

// uses tells whether a column of the sheet belongs to the table.
func (a *across) uses(c *column) bool {
	same := func(e *column) bool { return e.Index == c.Index }
	return a != nil && (slices.Contains(a.columns, c.Index) || slices.ContainsFunc(a.extras, same))
}

// fills tells whether the headings fill a column of the dataset.
func (a *across) fills(column string) bool {
	if a == nil {
		return false
	}
	return column == a.value || column == "period" || column == "span" || slices.Contains(a.filled, column)
}

// monthsOf returns the columns whose headings are months and that hold numbers or nothing.
func monthsOf(t *table) []*column {
	var months []*column
	for i := range t.columns {
		if c := &t.columns[i]; c.month && (c.numeric() || c.filled() == 0) {
			months = append(months, c)
		}
	}
	return months
}

// findAcross looks for months or years side by side; nil when there are none or the dataset has no place for them.
func findAcross(t *table, d *record.Dataset) *across {
	target, ok := acrossValues[d.Name]
	if !ok {
		return nil
	}
	if months := monthsOf(t); len(months) >= fewestMonths {
		return monthsAcross(t, months, target, d.Name == "plan")
	}
	if d.Name == "plan" || d.Name == "volume" {
		return yearsAcross(t, target, d.Name == "plan")
	}
	return nil
}

// monthsAcross describes a table of months, with the columns that sum them up.
func monthsAcross(t *table, months []*column, target string, plan bool) *across {
	a := &across{headings: "months", why: plural(len(months), "heading") + " are months", value: target, yearAt: -1}
	dated := false
	for _, c := range months {
		a.columns = append(a.columns, c.Index)
		dated = dated || strings.ContainsAny(c.heading, "0123456789")
	}
	if plan {
		a.span = "month"
	}
	for i := range t.columns {
		c := &t.columns[i]
		if c.tertial || !c.month && wholeYear(c.heading) && (c.numeric() || c.filled() == 0) {
			a.extras = append(a.extras, c)
		}
	}
	if dated {
		return a
	}
	a.yearAt = slices.IndexFunc(t.columns, func(c column) bool {
		return c.years() && !slices.Contains(a.columns, c.Index)
	})
	return a
}

// wholeYear tells whether a heading is that of a sum of the months.
func wholeYear(heading string) bool {
	parts := split(heading)
	for _, word := range []string{"helar", "aret", "totalt", "total", "summa", "fullyear", "fy", "ack"} {
		if slices.Contains(parts, word) || strings.Join(parts, "") == word {
			return true
		}
	}
	return false
}

var yearIn = regexp.MustCompile(`(?:^|[^0-9])((?:19|20|21)[0-9]{2})(?:$|[^0-9])`)

// dated is a heading with a year in it.
type dated struct {
	*column
	before, after string // of the year
}

// yearsAcross describes a table of years, perhaps with words beside them; nil when there is none.
func yearsAcross(t *table, target string, plan bool) *across {
	var list []dated
	for i := range t.columns {
		c := &t.columns[i]
		at := yearIn.FindStringSubmatchIndex(c.heading)
		if at == nil || !c.numeric() {
			continue
		}
		list = append(list, dated{c, c.heading[:at[2]], c.heading[at[3]:]})
	}
	if len(list) < fewestYears {
		return nil
	}
	a := &across{why: plural(len(list), "heading") + " hold a year", value: target, yearAt: -1}
	if plan {
		a.span = "year"
	}
	for _, c := range list {
		a.columns = append(a.columns, c.Index)
	}
	switch {
	case !slices.ContainsFunc(list, func(c dated) bool { return c.before != "" || c.after != "" }):
		a.headings = "years"
	case plan:
		a.scenarios(list)
	default:
		a.headings = "{pattern: " + double(`(?P<year>\d{4})`) + "}"
	}
	return a
}

// scenarios describes headings that hold a year and what the values are: actual, budget and so on.
func (a *across) scenarios(list []dated) {
	allowed := record.Find("plan").Columns[record.Find("plan").Index("scenario")].Allowed
	pieces := make([][]string, 5) // what stands before, between and after year and scenario, in the order of the headings
	a.words = map[string]string{}
	after := 0
	for _, c := range list {
		before, word, rest := cutWord(c.after, allowed)
		if word != "" {
			after++
			add(pieces, regexp.QuoteMeta(c.before), yearGroup, regexp.QuoteMeta(before), word, regexp.QuoteMeta(rest))
		} else if before, word, rest = cutWord(c.before, allowed); word != "" {
			add(pieces, regexp.QuoteMeta(before), word, regexp.QuoteMeta(rest), yearGroup, regexp.QuoteMeta(c.after))
		}
		a.words[word], _ = allowedWord(word, allowed)
	}
	if _, wordless := a.words[""]; wordless || after != 0 && after != len(list) {
		a.words, a.headings = nil, "{pattern: "+double(yearGroup)+"}"
		return
	}
	scenario := 1
	if after > 0 {
		scenario = 3
	}
	pattern := "^"
	for i, texts := range pieces {
		switch {
		case i == scenario:
			pattern += "(?P<scenario>" + strings.Join(texts, "|") + ")"
		case len(texts) == 1:
			pattern += texts[0]
		default:
			pattern += "(" + strings.Join(texts, "|") + ")"
		}
	}
	a.headings, a.filled = "{pattern: "+double(pattern+"$")+"}", []string{"scenario"}
}

// yearGroup is the group that takes a year.
const yearGroup = `(?P<year>\d{4})`

// add adds a piece to each list that lacks it.
func add(lists [][]string, pieces ...string) {
	for i, piece := range pieces {
		if !slices.Contains(lists[i], piece) {
			lists[i] = append(lists[i], piece)
		}
	}
}

// cutWord cuts a text at the word that is a scenario; word is "" when there is none.
func cutWord(text string, allowed []string) (before, word, after string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" _-/.,()", r) }) {
		if _, ok := allowedWord(word, allowed); ok {
			before, after, _ := strings.Cut(text, word)
			return before, word, after
		}
	}
	return "", "", ""
}
