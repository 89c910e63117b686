package transform

import (
	"errors"
	"fmt"
	"strings"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/record"
)

// ErrNoKey says that a mapping reads personal identity numbers and the Input has no key for their pseudonyms.
var ErrNoKey = errors.New("the mapping reads personal identity numbers, and no pseudonym key is configured")

// SheetError says that the workbook lacks a sheet that the mapping selects.
type SheetError struct {
	File     string
	Layout   string   // that selects it; "" when the mapping has no layouts
	Wanted   string   // the name or pattern
	Position int      // instead of Wanted, when the mapping selects by position
	Hidden   bool     // the sheet is there, but hidden, and the mapping does not ask for hidden sheets
	Found    []string // the names of the visible sheets
}

// Error says which sheet is missing and which there are.
func (e *SheetError) Error() string {
	place := e.File
	if e.Layout != "" {
		place += fmt.Sprintf(", layout %q", e.Layout)
	}
	switch {
	case e.Hidden:
		return fmt.Sprintf("%s: sheet %q is hidden; unhide it, or write hidden: true under sheets in the mapping", place, e.Wanted)
	case e.Position != 0:
		return fmt.Sprintf("%s: no sheet in position %d (visible sheets: %s)", place, e.Position, quoted(e.Found, ", "))
	}
	return fmt.Sprintf("%s: no sheet %q%s (visible sheets: %s)",
		place, e.Wanted, match.DidYouMean(e.Wanted, e.Found), quoted(e.Found, ", "))
}

// HeadingError says that a sheet has no row with all the headings that the mapping needs, or a form not all the labels,
// or that a heading stands more often than it may.
type HeadingError struct {
	File, Sheet string
	Layout      string     // the layout that comes nearest; "" when the mapping has no layouts
	Layouts     []string   // all layouts that were tried
	Within      int        // among so many rows the heading was looked for
	Row         int        // the row that comes nearest; 0 when no row holds any of the headings
	Missing     [][]string // the headings or labels that are missing, each with its synonyms
	Twice       string     // the heading that stands in two columns of the row, if that is the fault
	Uneven      string     // of tables side by side, the heading that not every table has, if that is the fault
	Form        bool       // labels are missing, not headings
	Found       []string   // the headings of the row, or the labels of the form
}

// Error names the sheet, the missing headings and what may have been meant by them.
func (e *HeadingError) Error() string {
	place := fmt.Sprintf("%s, sheet %s", e.File, e.Sheet)
	if len(e.Layouts) > 0 {
		place += fmt.Sprintf(": no layout fits (tried %s); nearest is %q", quoted(e.Layouts, ", "), e.Layout)
	}
	if e.Row > 0 {
		place += fmt.Sprintf(", row %d", e.Row)
	}
	what, row := "heading", "heading row"
	if e.Form {
		what, row = "label", "form"
	}
	switch {
	case e.Twice != "":
		return fmt.Sprintf("%s: heading %q stands in two columns; rename one of them", place, e.Twice)
	case e.Uneven != "":
		return fmt.Sprintf("%s: heading %q does not stand once in each of the tables side by side", place, e.Uneven)
	case e.Row == 0 && len(e.Found) == 0:
		return fmt.Sprintf("%s: no %s: none of the first %d rows holds any of the %ss %s", place, row, e.Within, what, e.missing())
	}
	return fmt.Sprintf("%s: missing %s %s (%ss found: %s)", place, what, e.missing(), what, quoted(e.Found, ", "))
}

// missing lists the missing headings, each with what was probably meant by it.
func (e *HeadingError) missing() string {
	missing := make([]string, 0, len(e.Missing))
	for _, synonyms := range e.Missing {
		text := quoted(synonyms, " or ")
		for _, name := range synonyms {
			if hint := match.DidYouMean(name, e.Found); hint != "" {
				text += hint
				break
			}
		}
		missing = append(missing, text)
	}
	return strings.Join(missing, ", ")
}

// ValueError says that a value that holds for a whole sheet or file cannot be used: a sheet name that is not
// translated, a capture that is no known code, a file name without period, a heading that is no known customer.
type ValueError struct {
	File, Sheet string
	Cell        string // A1 address of a heading, or ""
	Column      string // the dataset's column
	Source      string // where the value comes from, as "the sheet's name"
	Reason      record.Reason
	Expected    string
	Found       string
}

// Error says where the value comes from and what is wrong with it.
func (e *ValueError) Error() string {
	place := fmt.Sprintf("%s, sheet %s", e.File, e.Sheet)
	if e.Cell != "" {
		place += ", cell " + e.Cell
	}
	reject := record.Reject{Reason: e.Reason, Expected: e.Expected, Found: e.Found}
	return fmt.Sprintf("%s: column %s, from %s: %s", place, e.Column, e.Source, reject.Message())
}

// ControlError says that the control total of a sheet is missing or does not equal the sum of the details.
type ControlError struct {
	File, Sheet string
	Cell        string // A1 address of the total; "" when it is missing
	Rule        string // the skip rule that finds the total
	Label       string // the regular expression that its text must match too
	Column      string // the dataset's column
	Per         string // the group of the skip rules whose values have totals of their own; "" for one total of the sheet
	Group       string // the value of that group
	Total       string // what the sheet says; "" when it cannot be read
	Sum         string // what the details add up to; "" when not all of them can be read
}

// Error names the total and the sum.
func (e *ControlError) Error() string {
	place := fmt.Sprintf("%s, sheet %s", e.File, e.Sheet)
	if e.Group != "" {
		place += fmt.Sprintf(", %s %q", e.Per, e.Group)
	}
	switch {
	case e.Cell == "" && e.Per != "":
		return fmt.Sprintf("%s: no control total of %s below the details: no row was skipped as %q%s; is the group complete?",
			place, e.Column, e.Rule, e.labelled())
	case e.Cell == "":
		return fmt.Sprintf("%s: no control total: no row was skipped as %q%s; is the sheet complete?",
			place, e.Rule, e.labelled())
	case e.Total == "":
		return fmt.Sprintf("%s, cell %s: the control total of %s is no number", place, e.Cell, e.Column)
	case e.Sum == "":
		return fmt.Sprintf("%s, cell %s: the control total of %s cannot be checked: mend the refused rows first",
			place, e.Cell, e.Column)
	}
	return fmt.Sprintf("%s, cell %s: the control total of %s is %s, and the details add up to %s",
		place, e.Cell, e.Column, e.Total, e.Sum)
}

// labelled says what else the text of the total must match.
func (e *ControlError) labelled() string {
	if e.Label == "" {
		return ""
	}
	return fmt.Sprintf(" with a text that matches %q", e.Label)
}

// quoted lists names for a message.
func quoted(names []string, separator string) string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(texts, separator)
}
