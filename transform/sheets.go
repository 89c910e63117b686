package transform

import (
	"fmt"
	"regexp"
	"slices"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
)

// sheetRule selects the sheets that are mapped.
type sheetRule struct {
	names   []string
	pattern *regexp.Regexp // nil when names or all sheets are selected
	hidden  bool
}

func newSheetRule(s mapping.Sheets) (sheetRule, error) {
	rule := sheetRule{names: s.Names, hidden: s.Hidden}
	if s.Name != "" {
		rule.names = []string{s.Name}
	}
	if s.Pattern == "" {
		return rule, nil
	}
	var err error
	rule.pattern, err = regexp.Compile(s.Pattern)
	return rule, err
}

// choose returns the selected sheets in the order of the workbook, and a note for every other one.
func (r sheetRule) choose(file string, sheets []Sheet) (chosen []Sheet, notes []string, err error) {
	selected := make([]bool, len(sheets))
	if len(r.names) > 0 {
		err = r.byName(file, sheets, selected)
	} else {
		err = r.byPattern(file, sheets, selected)
	}
	for i, sheet := range sheets {
		switch name := person.Redact(sheet.Name); {
		case selected[i]:
			chosen = append(chosen, sheet)
		case sheet.Hidden:
			notes = append(notes, fmt.Sprintf("sheet %q is hidden and was skipped", name))
		default:
			notes = append(notes, fmt.Sprintf("sheet %q is not mapped and was skipped", name))
		}
	}
	return chosen, notes, err
}

// byName selects every named sheet: the one written exactly so, or else the one that differs in case, accents and
// spacing only.
func (r sheetRule) byName(file string, sheets []Sheet, selected []bool) error {
	for _, name := range r.names {
		i := slices.IndexFunc(sheets, func(s Sheet) bool { return s.Name == name })
		if i < 0 {
			folded := match.Fold(name)
			i = slices.IndexFunc(sheets, func(s Sheet) bool { return match.Fold(s.Name) == folded })
		}
		if i < 0 || sheets[i].Hidden && !r.hidden {
			return &SheetError{File: file, Wanted: name, Hidden: i >= 0, Found: visible(sheets)}
		}
		selected[i] = true
	}
	return nil
}

// byPattern selects the sheets that match, or all; there must be at least one.
func (r sheetRule) byPattern(file string, sheets []Sheet, selected []bool) error {
	found := false
	for i, sheet := range sheets {
		if sheet.Hidden && !r.hidden || r.pattern != nil && !r.pattern.MatchString(sheet.Name) {
			continue
		}
		selected[i], found = true, true
	}
	if found {
		return nil
	}
	wanted := "any"
	if r.pattern != nil {
		wanted = r.pattern.String()
	}
	return &SheetError{File: file, Wanted: wanted, Found: visible(sheets)}
}

// visible lists the names of the sheets that are not hidden.
func visible(sheets []Sheet) []string {
	var names []string
	for _, sheet := range sheets {
		if !sheet.Hidden {
			names = append(names, person.Redact(sheet.Name))
		}
	}
	return names
}
