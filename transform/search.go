package transform

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
)

// search looks for the heading of one plan among the first rows of a sheet.
type search struct {
	plan    *planRun
	layout  *layout      // once it is found
	heading *heading     // that it was found in; nil when there is none to find
	labels  []string     // of a form, as written
	seen    []int        // of these, those that the mapping names, as indexes into plan.wanted
	over    bool         // nothing can be found any more
	nearest HeadingError // of the rows so far
	hits    int          // of the nearest row
}

// newSearch begins to look for the heading of a plan. Without headings there is nothing to look for.
func newSearch(p *planRun) search {
	f := search{plan: p}
	if p.spec.Heading.None {
		f.layout, _, _ = p.bind(&heading{})
	}
	return f
}

// open gets what the sheet says of its shape, when a plan needs it.
func (s *sheetRun) open(ctx context.Context, sheet *Sheet) error {
	needed := slices.ContainsFunc(s.searches, func(f search) bool {
		h := &f.plan.spec.Heading
		return h.Rows > 1 && !h.Fill || h.SkipHidden
	})
	if !needed || sheet.Layout == nil {
		return nil
	}
	var err error
	if s.shape, err = sheet.Layout(ctx); err != nil {
		return fmt.Errorf("%s, sheet %s: %w", s.in.File, sheet.Name, err)
	}
	return nil
}

// keep returns a copy of a row that stays when the reader goes on.
func keep(row *cell.Row) *cell.Row {
	kept := &cell.Row{Number: row.Number, Hidden: row.Hidden, Cells: slices.Clone(row.Cells)}
	for i := range kept.Cells {
		kept.Cells[i].Text = strings.Clone(kept.Cells[i].Text)
	}
	return kept
}

// seek looks for the heading of every plan, up to the row.
func (s *sheetRun) seek(row *cell.Row) error {
	s.head = append(s.head, keep(row))
	for i := range s.searches {
		if f := &s.searches[i]; f.layout == nil && !f.over {
			f.look(s.head, &s.shape)
		}
	}
	return s.decide()
}

// look reads the last of the rows as the heading.
func (f *search) look(rows []*cell.Row, shape *cell.Layout) {
	row := rows[len(rows)-1]
	if row.Number > f.plan.within {
		f.over = true
		return
	}
	if f.plan.spec.Pairs {
		f.lookForLabels(row)
		return
	}
	h := f.plan.readHeading(lowest(rows, f.plan.stacked), row.Number, shape)
	l, hits, fault := f.plan.bind(h)
	if fault == nil {
		f.heading, f.layout = h, l
		return
	}
	if hits > f.hits || hits == f.hits && hits > 0 && f.plan.stacked > 1 { // of stacked rows the lower ones tell more
		f.hits, f.nearest = hits, *fault
		f.nearest.Found = h.headings()
	}
}

// lowest returns those of the rows that stand among the n lowest of the sheet.
func lowest(rows []*cell.Row, n int) []*cell.Row {
	first := rows[len(rows)-1].Number - n + 1
	return rows[slices.IndexFunc(rows, func(row *cell.Row) bool { return row.Number >= first }):]
}

// decide takes the first plan whose heading is found, once no plan before it can be found any more.
func (s *sheetRun) decide() error {
	for i := range s.searches {
		switch f := &s.searches[i]; {
		case f.layout != nil:
			return s.take(f)
		case !f.over:
			return nil
		}
	}
	return s.noHeading()
}

// take maps the sheet by the plan whose heading was found, beginning with the rows that were kept.
func (s *sheetRun) take(f *search) error {
	s.planRun = f.plan
	if s.count.Layout = f.plan.spec.Name; s.count.Layout != "" {
		s.note("sheet %q follows the layout %q", s.count.Name, s.count.Layout)
	}
	if f.heading != nil {
		s.settle(f.heading)
		s.count.Heading = f.heading.number
	}
	if err := s.begin(f.heading, f.layout); err != nil {
		return err
	}
	for _, row := range s.titles {
		s.groupsAbove(row)
	}
	if err := s.constants(); err != nil {
		return err
	}
	s.titles = nil
	for len(s.head) > 0 {
		row := s.head[0]
		s.head = s.head[1:]
		if err := s.row(row); err != nil {
			return err
		}
	}
	return nil
}

// settle counts the kept rows down to the heading.
func (s *sheetRun) settle(h *heading) {
	for len(s.head) > 0 && s.head[0].Number <= h.number {
		row := s.head[0]
		s.head = s.head[1:]
		if row.Number >= h.first {
			s.pass(mapping.SkipHeading)
			continue
		}
		s.pass(mapping.SkipAbove)
		s.titles = append(s.titles, row)
	}
}

// noHeading is the fault of a sheet in which no plan finds its heading: that of the plan that comes nearest.
func (s *sheetRun) noHeading() error {
	nearest := &s.searches[0]
	for i := range s.searches {
		if f := &s.searches[i]; f.hits > 0 && (nearest.hits == 0 || len(f.nearest.Missing) < len(nearest.nearest.Missing)) {
			nearest = f
		}
	}
	fault := nearest.fault()
	fault.File, fault.Sheet = s.in.File, s.count.Name
	for i := range s.searches {
		if name := s.searches[i].plan.spec.Name; name != "" {
			fault.Layouts = append(fault.Layouts, name)
		}
	}
	return fault
}

// fault is the fault of a plan whose heading was not found.
func (f *search) fault() *HeadingError {
	fault := f.nearest
	fault.Within, fault.Layout, fault.Form = f.plan.within, f.plan.spec.Name, f.plan.spec.Pairs
	if f.hits > 0 {
		return &fault
	}
	fault.Row, fault.Found, fault.Missing = 0, f.labels, nil
	for _, w := range f.plan.wanted {
		if w.required {
			fault.Missing = append(fault.Missing, w.names)
		}
	}
	if a := f.plan.across; a != nil && len(a.names) == 0 {
		fault.Missing = append(fault.Missing, []string{a.expected()})
	}
	return &fault
}
