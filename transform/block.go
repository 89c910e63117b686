package transform

import (
	"slices"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// block is a table of a sheet: the whole width of it, or one of several tables side by side.
type block struct {
	index   int
	slot    int          // of the sum that the control total of plain rows is compared with
	columns []int        // of the sheet, by wanted heading; -1 when an optional heading is missing
	across  []acrossCell // the headings of an across table
	from    int          // the columns from here …
	to      int          // … to before here belong to the block,
	shared  int          // and so do those before here
	own     []int        // of several blocks: the columns of headings that each of them has
}

// blockRun is a block at work, with the record that its rows fill.
type blockRun struct {
	*block
	record  record.Record    // with what fields hold behind the dataset's columns
	given   record.Record    // what the sink gets of it
	groups  []string         // what the last rows that named them said, by plan.groups
	grouped []*value.Problem // why a field that a group fills has no value, by planRun.grouped
	carried []cell.Cell      // what empty cells are filled with, by plan.fillDown
	idle    bool             // the current row has no data of the block
}

// openBlocks takes the blocks of a layout for the rows that follow. Under a repeated heading the values of the whole
// sheet and the groups go on; what is filled down does not.
func (s *sheetRun) openBlocks(l *layout) {
	before := s.blocks
	s.blocks = make([]*blockRun, len(l.blocks))
	for i := range l.blocks {
		b := &blockRun{block: &l.blocks[i], carried: make([]cell.Cell, len(s.fillDown))}
		switch {
		case i < len(before):
			b.goOn(before[i])
		case i > 0:
			b.goOn(s.blocks[0])
		default:
			s.reset(b)
		}
		s.blocks[i] = b
	}
}

// goOn takes over what another block has from above its rows.
func (b *blockRun) goOn(o *blockRun) {
	b.record = o.record
	b.record.Values = slices.Clone(o.record.Values)
	b.groups, b.grouped = slices.Clone(o.groups), slices.Clone(o.grouped)
}

// reset empties the record and the groups of a block.
func (s *sheetRun) reset(b *blockRun) {
	b.record.Sheet = s.count.Name
	b.record.Values = make([]record.Value, len(s.columns))
	for i := range b.record.Values {
		b.record.Values[i] = absent(&s.columns[i])
	}
	b.groups = make([]string, len(s.groups))
	b.grouped = make([]*value.Problem, len(s.grouped))
	for i := range s.grouped {
		f := &s.grouped[i]
		b.record.Values[f.index], b.grouped[i] = f.nothing()
	}
}

// finished returns the record of a block as the sink gets it: with the values of the dataset's columns only.
func (b *blockRun) finished(columns int) *record.Record {
	b.given = b.record
	b.given.Values = b.record.Values[:columns:columns]
	return &b.given
}
