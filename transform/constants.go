package transform

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/person"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// constants fills the columns that are the same for the whole sheet.
func (s *sheetRun) constants() error {
	if s.across != nil {
		if err := s.checkSets(); err != nil {
			return err
		}
	}
	for i, f := range s.fields {
		if !f.fixed() {
			continue
		}
		v, from, found, problem := s.constant(f, s.codes[i])
		if problem != nil {
			return &ValueError{
				File: s.in.File, Sheet: s.count.Name, Column: f.column.Name, Source: from,
				Reason: problem.Reason, Expected: problem.Expected, Found: found,
			}
		}
		s.setAll(f.index, v)
	}
	return nil
}

// setAll sets a value that holds for every row.
func (s *sheetRun) setAll(index int, v record.Value) {
	for _, b := range s.blocks {
		b.record.Values[index] = v
	}
}

// constant returns the value of a column that is the same for the whole sheet, and where it comes from.
func (s *sheetRun) constant(f *field, codes *codebook) (v record.Value, from, found string, problem *value.Problem) {
	spec := &f.spec
	switch {
	case spec.Constant != "":
		v, problem = value.Constant(f.column, string(spec.Constant))
		if problem == nil && f.column.Type == record.Code {
			v.Str, problem = codes.check(v.Str)
		}
		return v, "the mapping's constant", string(spec.Constant), problem
	case spec.File:
		p := s.in.Period
		if p == 0 && s.in.Year != 0 {
			p = period.New(s.in.Year, 0)
		}
		if p == 0 {
			problem = &value.Problem{Reason: record.Missing, Expected: "{period} or {year} in the job's file pattern"}
		}
		return record.Value{Int: int64(p)}, "the file's name", "", problem
	case spec.Above != nil:
		return s.readAbove(f, codes)
	case spec.Sheet:
		from, found = "the sheet's name", s.count.Name
	default:
		from = "{" + spec.Capture + "} in the file's name"
		var ok bool
		if found, ok = s.in.Captures[spec.Capture]; !ok {
			problem = &value.Problem{Reason: record.Missing, Expected: "{" + spec.Capture + "} in the job's file pattern"}
			return v, from, "", problem
		}
	}
	v, problem = f.read(cell.Cell{Kind: cell.Text, Text: found}, codes)
	return v, from, person.Redact(found), problem
}

// checkSets looks up the codes that an across table sets.
func (s *sheetRun) checkSets() error {
	for _, set := range s.across.sets {
		for _, setting := range set {
			column := &s.dataset.Columns[setting.index]
			if column.Type != record.Code {
				continue
			}
			if _, problem := lookUp(s.in.Lookup, column, setting.value.Str); problem != nil {
				return &ValueError{
					File: s.in.File, Sheet: s.count.Name, Column: column.Name, Source: "set in the mapping",
					Reason: problem.Reason, Expected: problem.Expected, Found: setting.value.Str,
				}
			}
		}
	}
	return nil
}
