package transform

import (
	"slices"

	"nyckeltal/ingest/cell"
)

// setGroups keeps what the named groups of a skip rule hold in a row that it has recognised.
func (s *sheetRun) setGroups(b *blockRun, rule *skipRule, text []byte) {
	if len(rule.groups) == 0 {
		return
	}
	at := rule.pattern.FindSubmatchIndex(text)
	for _, g := range rule.groups {
		b.groups[g.index] = ""
		if from, to := at[2*g.part], at[2*g.part+1]; from >= 0 {
			b.groups[g.index] = string(text[from:to])
		}
	}
	for i := range s.grouped {
		f := &s.grouped[i]
		b.record.Values[f.index], b.grouped[i] = f.read(s.groupCell(b, f.field), f.codes)
	}
}

// groupCell returns what the group of a field says, as if it stood in a cell.
func (s *sheetRun) groupCell(b *blockRun, f *field) cell.Cell {
	return cell.Cell{Kind: cell.Text, Text: b.groups[slices.Index(s.groups, f.spec.Group)]}
}

// groupsAbove looks for groups in a row above the heading, where the columns are not known yet.
func (s *sheetRun) groupsAbove(row *cell.Row) {
	for i := range s.skips {
		rule := &s.skips[i]
		if rule.wanted >= 0 || len(rule.groups) == 0 {
			continue
		}
		for _, b := range s.blocks {
			if text, ok := rule.match(row, b.block, s.buf[:0]); ok {
				s.setGroups(b, rule, text)
			}
		}
	}
}

// refuseGroups refuses a row whose group says nothing that can be used.
func (s *sheetRun) refuseGroups(row *cell.Row, b *blockRun) {
	for i, problem := range b.grouped {
		if problem == nil {
			continue
		}
		f := s.grouped[i].field
		s.refuse(row, -1, f, problem)
		s.rejects[len(s.rejects)-1].Found = s.found(s.groupCell(b, f))
	}
}
