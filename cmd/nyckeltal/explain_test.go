package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/period"
	"nyckeltal/ingest/workbook"
	"nyckeltal/load"
	"nyckeltal/report/contribution"
	"nyckeltal/report/model"
)

// addsUp HOME PERIOD checks figures of a month: of the whole in every window and scenario, and of a slice of each
// kind for the year to date. Its contributions must add up to it, and every cell that they name must hold what they say.
func addsUp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: addsup HOME PERIOD")
	}
	at, err := period.Parse(args[1])
	ts.Check(err)
	a := &app{homeFlag: ts.MkAbs(args[0])}
	h, err := a.home()
	ts.Check(err)
	ctx := context.Background()
	cmd := &cobra.Command{}
	cmd.SetContext(ctx)
	w, done, err := a.warehouse(ctx, h, cmd.ErrOrStderr())
	ts.Check(err)
	defer done()
	views, err := contribution.Open(ctx, w.Conn(), load.AsOf, time.Time{})
	ts.Check(err)
	store, err := archive.Open(h.State("archive"), time.Now())
	ts.Check(err)
	c := &sums{ts: ts, views: views, archive: store, cells: map[uint64]map[place]decimal.Decimal{}}
	c.figures(ctx, at, model.Slice{Kind: "total"})
	for _, slice := range []model.Slice{
		{Kind: "organisation", Name: "610110"},
		{Kind: "area", Name: "Digital infrastruktur"},
		{
			Kind: "branch",
			Name: "development",
		},
		{Kind: "branch_area", Name: "administration/Digital infrastruktur"},
		{
			Kind: "customer",
			Name: "0160",
		},
		{Kind: "service", Name: "T110"},
	} {
		c.figures(ctx, at, slice)
	}
	c.compareCells(ctx)
	ts.Logf("%d figures add up; %d cells hold what they add", c.checked, c.compared)
	if c.checked < 20 || c.compared < 500 {
		ts.Fatalf("only %d figures and %d cells were looked at", c.checked, c.compared)
	}
}

// figureStride is how many figures there are to each that is checked, beginning with a random one: all of them take minutes.
const figureStride = 11

// sums checks figures.
type sums struct {
	ts                *testscript.TestScript
	views             *contribution.Views
	archive           *archive.Archive
	cells             map[uint64]map[place]decimal.Decimal // what they should hold, by load
	checked, compared int
}

// place is a cell of a workbook.
type place struct{ sheet, cell string }

func (s *sums) figures(ctx context.Context, at period.Period, slice model.Slice) {
	figures, err := s.views.Figures(ctx, "", at, slice)
	s.ts.Check(err)
	if len(figures) == 0 {
		s.ts.Fatalf("there is no figure for %s %s", slice.Kind, slice.Name)
	}
	for i := rand.IntN(figureStride); i < len(figures); i += figureStride {
		f := figures[i]
		if slice.Kind != "total" && f.Window != "ytd" {
			continue
		}
		s.side(ctx, f, contribution.Numerator, f.Numerator)
		if f.Denominator != nil {
			s.side(ctx, f, contribution.Denominator, *f.Denominator)
		}
		s.checked++
	}
}

// side checks one sum by the groups of its contributions, and in the longest windows by each contribution.
func (s *sums) side(ctx context.Context, f *contribution.Figure, side contribution.Side, want decimal.Decimal) {
	set, err := s.views.Contributions(ctx, f, side)
	s.ts.Check(err)
	groups, err := set.Groups(ctx)
	s.ts.Check(err)
	sum := contribution.Total(groups)
	_, err = set.Rest(ctx, want, sum)
	s.ts.Check(err)
	if f.Slice.Kind != "total" || f.Window != "r12" && f.Window != "year" {
		return
	}
	var each decimal.Decimal
	err = set.Each(ctx, 0, func(c *contribution.Contribution) error {
		each = each.Add(c.Amount())
		if c.Cell != "" {
			if s.cells[c.Load] == nil {
				s.cells[c.Load] = map[place]decimal.Decimal{}
			}
			s.cells[c.Load][place{c.Sheet, c.Cell}] = c.Value
		}
		return nil
	})
	s.ts.Check(err)
	if !each.Equal(sum) {
		s.ts.Fatalf("%s, %s: each contribution adds up to %s, and the groups to %s", f.Name(), side, each, sum)
	}
}

// units are what the sample's jobs multiply cells by; the budget is in tkr, with the opposite sign.
var units = map[string]int64{"budget": -1000}

// compareCells opens the delivered workbooks and looks at every cell.
func (s *sums) compareCells(ctx context.Context) {
	var loads []uint64
	for load := range s.cells {
		loads = append(loads, load)
	}
	deliveries, err := s.views.Deliveries(ctx, loads)
	s.ts.Check(err)
	for load, cells := range s.cells {
		d := deliveries[load]
		content, err := s.archive.Open(ctx, d.SHA256)
		s.ts.Check(err)
		book, err := workbook.OpenReader(content, content.Size(), workbook.Options{})
		s.ts.Check(err)
		for _, sheet := range book.Sheets() {
			for row, err := range book.Rows(ctx, sheet.Index) {
				s.ts.Check(err)
				s.row(d, sheet.Name, row, cells)
			}
		}
		for missing := range cells {
			s.ts.Fatalf("%s, sheet %s has no cell %s", d.File, missing.sheet, missing.cell)
		}
		s.ts.Check(book.Close())
		s.ts.Check(content.Close())
	}
}

// row compares the cells of a row, and takes them out of those that are to be compared.
func (s *sums) row(d *contribution.Delivery, sheet string, row *cell.Row, cells map[place]decimal.Decimal) {
	for i := range row.Cells {
		at := place{sheet, cell.Ref(i, row.Number)}
		want, ok := cells[at]
		if !ok {
			continue
		}
		unit, known := units[d.Job]
		if !known {
			unit = 1
		}
		got, err := number(row.Cells[i])
		if err != nil || !got.Mul(decimal.NewFromInt(unit)).Equal(want) {
			s.ts.Fatalf("%s, sheet %s, %s holds %q, but it is said to add %s", d.File, sheet, at.cell, row.Cells[i].Text, want)
		}
		delete(cells, at)
		s.compared++
	}
}

// number reads a number as the sample's workbooks write it, as one or in a text.
func number(c cell.Cell) (decimal.Decimal, error) {
	text := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2212", "-", ",", ".").Replace(c.Text)
	if body, trailing := strings.CutSuffix(text, "-"); trailing {
		text = "-" + body
	}
	if c.Kind == cell.Number {
		return decimal.NewFromFloat(c.Num).Round(10), nil
	}
	if c.Kind != cell.Text {
		return decimal.Zero, fmt.Errorf("a %s", c.Kind)
	}
	return decimal.NewFromString(text)
}
