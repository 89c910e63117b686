package transform

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/person"
)

// sheetRule selects the sheets that are mapped.
type sheetRule struct {
	names    []string
	position int            // from 1, or from -1 for the last; 0 when sheets are not selected by position
	pattern  *regexp.Regexp // nil when sheets are not selected by a pattern
	hidden   bool
}

func newSheetRule(s mapping.Sheets) (sheetRule, error) {
	rule := sheetRule{names: s.Names, position: s.Position, hidden: s.Hidden}
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

// chosen is a sheet that is mapped, and the plans that select it.
type chosen struct {
	Sheet
	plans []int // indexes into Mapper.plans, in order
}

// choose returns the selected sheets in the order of the workbook, and a note for every other one. Of several plans
// one must find its sheets.
func (m *Mapper) choose(file string, sheets []Sheet) (list []chosen, notes []string, err error) {
	plans := make([][]int, len(sheets))
	var faults []error
	for p, plan := range m.plans {
		selected, fault := plan.sheets.choose(sheets)
		if fault != nil {
			fault.File, fault.Layout = file, plan.spec.Name
			faults = append(faults, fault)
			continue
		}
		for i := range sheets {
			if selected[i] {
				plans[i] = append(plans[i], p)
			}
		}
	}
	if len(faults) == len(m.plans) {
		err = errors.Join(faults...)
	}
	for i, sheet := range sheets {
		switch name := person.Redact(sheet.Name); {
		case len(plans[i]) > 0:
			list = append(list, chosen{sheet, plans[i]})
		case sheet.Hidden:
			notes = append(notes, fmt.Sprintf("sheet %q is hidden and was skipped", name))
		default:
			notes = append(notes, fmt.Sprintf("sheet %q is not mapped and was skipped", name))
		}
	}
	return list, notes, err
}

// choose tells which of the sheets are selected.
func (r sheetRule) choose(sheets []Sheet) ([]bool, *SheetError) {
	switch {
	case len(r.names) > 0:
		return r.byName(sheets)
	case r.position != 0:
		return r.byPosition(sheets)
	}
	return r.byPattern(sheets)
}

// byName selects every named sheet: the one written exactly so, or else the one that differs in case, accents and
// spacing only.
func (r sheetRule) byName(sheets []Sheet) ([]bool, *SheetError) {
	selected := make([]bool, len(sheets))
	for _, name := range r.names {
		i := slices.IndexFunc(sheets, func(s Sheet) bool { return s.Name == name })
		if i < 0 {
			folded := match.Fold(name)
			i = slices.IndexFunc(sheets, func(s Sheet) bool { return match.Fold(s.Name) == folded })
		}
		if i < 0 || sheets[i].Hidden && !r.hidden {
			return nil, &SheetError{Wanted: name, Hidden: i >= 0, Found: names(sheets)}
		}
		selected[i] = true
	}
	return selected, nil
}

// byPosition selects the sheet that stands there among those that may be mapped.
func (r sheetRule) byPosition(sheets []Sheet) ([]bool, *SheetError) {
	var visible []int
	for i, sheet := range sheets {
		if !sheet.Hidden || r.hidden {
			visible = append(visible, i)
		}
	}
	at := r.position - 1
	if r.position < 0 {
		at = len(visible) + r.position
	}
	if at < 0 || at >= len(visible) {
		return nil, &SheetError{Position: r.position, Found: names(sheets)}
	}
	selected := make([]bool, len(sheets))
	selected[visible[at]] = true
	return selected, nil
}

// byPattern selects the sheets that match, or all; there must be at least one.
func (r sheetRule) byPattern(sheets []Sheet) ([]bool, *SheetError) {
	selected, found := make([]bool, len(sheets)), false
	for i, sheet := range sheets {
		if sheet.Hidden && !r.hidden || r.pattern != nil && !r.pattern.MatchString(sheet.Name) {
			continue
		}
		selected[i], found = true, true
	}
	if found {
		return selected, nil
	}
	wanted := "any"
	if r.pattern != nil {
		wanted = r.pattern.String()
	}
	return nil, &SheetError{Wanted: wanted, Found: names(sheets)}
}

// names lists the names of the sheets that are not hidden.
func names(sheets []Sheet) []string {
	var list []string
	for _, sheet := range sheets {
		if !sheet.Hidden {
			list = append(list, person.Redact(sheet.Name))
		}
	}
	return list
}
