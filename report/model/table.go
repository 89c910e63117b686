package model

import (
	"cmp"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/report/locale"
)

// Table is a table of figures: one row per indicator, slice or name, one cell per column.
type Table struct {
	ID      string
	Caption string
	Heading string // over the labels of the rows; empty when the caption says it
	// Unit is the unit that all rows share. It is empty when they differ, and then each row tells its own.
	Unit string
	// Machine tells that the table belongs in machine-readable TSV. Tables whose rows come from the data do not.
	Machine bool
	Columns []Column
	Rows    []Row
}

// Column is a column of a table. A column of statuses or trends has no figures.
type Column struct {
	ID      string
	Heading string
	Status  bool
	Trend   bool
	Main    bool // the actual figures of the report's own period, which the others are set beside
	// Deviation is set for a column whose figures are how far one column is from another.
	Deviation *Deviation
}

// Deviation says which columns a deviation lies between, by their ids. Where less is better it is that of Against less
// that of Of, and otherwise the other way round.
type Deviation struct {
	Of, Against string
	Percent     bool // of the amount of Against
}

// UnitBeside returns the unit to write beside the row's label, in the language: nothing where the caption, the figures
// or the label itself tell it.
func (t *Table) UnitBeside(row Row, l *locale.Locale) string {
	unit := l.Unit(row.Unit)
	if t.Unit != "" || row.Kind == Heading || row.Unit == "%" || strings.EqualFold(unit, row.Label) {
		return ""
	}
	return unit
}

// RowKind tells how a row is set.
type RowKind uint8

// The kinds of rows.
const (
	Figures  RowKind = iota // an ordinary row
	Heading                 // a heading over the rows that follow; it has no cells
	Subtotal                // the sum of a group
	Total                   // the sum of the table
)

// String returns the kind as JSON writes it.
func (k RowKind) String() string {
	switch k {
	case Heading:
		return "heading"
	case Subtotal:
		return "subtotal"
	case Total:
		return "total"
	default:
		return "figures"
	}
}

// Noted returns the number of the note at the row, counted within its table from 1, or 0 when it has none.
func (t *Table) Noted(row int) int {
	if t.Rows[row].Note == "" {
		return 0
	}
	number := 0
	for _, r := range t.Rows[:row+1] {
		if r.Note != "" {
			number++
		}
	}
	return number
}

// Restatement is a figure that is another one at another time.
type Restatement struct {
	Row      Row
	Column   Column
	Was, Now Cell
}

// Changes returns the figures of the table that have changed since the closing, in the order of its rows.
func (t *Table) Changes() []Restatement {
	return t.compare(func(c Cell) (was, now *Cell) { return &c, c.Now })
}

// Restatements returns the figures of the table that the closing before had otherwise, in the order of its rows.
func (t *Table) Restatements() []Restatement {
	return t.compare(func(c Cell) (was, now *Cell) { return c.Former, &c })
}

// compare returns the figures of which there are two.
func (t *Table) compare(both func(Cell) (was, now *Cell)) []Restatement {
	var all []Restatement
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			if was, now := both(cell); was != nil && now != nil {
				all = append(all, Restatement{row, t.Columns[i], *was, *now})
			}
		}
	}
	return all
}

// Row is a row of a table. Cells has one cell per column, and is empty for a heading.
type Row struct {
	ID        string
	Kind      RowKind
	Label     string
	Path      string // the label with the groups it stands in, which names the row for machines
	Level     int    // how many groups the row stands in
	Indicator string // empty for rows that are no indicator
	Slice     Slice
	Unit      string // the unit that the cells are in unless they have their own: tkr, %, st; may be empty
	Cells     []Cell
	Note      string // said below the table; may be empty
}

// Slice is the part of the organisation that a row is about.
type Slice struct {
	Kind string // total, organisation, area, branch, branch_area, customer or service
	Name string // empty for total
}

// Absence tells why a cell has no figure.
type Absence uint8

// The reasons for a cell without a figure.
const (
	Present   Absence = iota // it has one
	Missing                  // there is no data
	LeftBlank                // the definition says that the figure is not reported
)

// Cell is a figure, a status or a trend.
type Cell struct {
	Value    decimal.Decimal // unrounded, in the unit of the row; zero when Absence is not Present
	Decimals int             // shown at most
	Absence  Absence
	Unit     string  // when it is another one than the row's
	Signed   bool    // a deviation, which is written with its sign
	Status   Status  // of status columns; Unknown otherwise
	Trend    []Point // of trend columns: twelve months, the report's own last
	Source   *Source // of the figure; nil for what is computed from several
	Now      *Cell   // what the figure of a closed month is now, when that is another one
	Former   *Cell   // what it was by the closing before, when that was another one
}

// UnitOf returns the unit that the cell is in.
func (r Row) UnitOf(c Cell) string { return cmp.Or(c.Unit, r.Unit) }

// Rounded returns the figure as it is shown: rounded half away from zero.
func (c Cell) Rounded() decimal.Decimal { return locale.Round(c.Value, c.Decimals) }

// Plain writes the rounded figure for machines, and the empty text when there is none.
func (c Cell) Plain() string {
	if c.Absence != Present {
		return ""
	}
	return locale.Plain(c.Value, c.Decimals)
}

// Display writes the rounded figure for people, and the empty text when there is none. The unit is that of the row.
func (c Cell) Display(l *locale.Locale, unit string) string {
	if c.Absence != Present {
		return ""
	}
	text := l.Value(c.Value, c.Decimals, cmp.Or(c.Unit, unit))
	if c.Signed && c.Rounded().IsPositive() {
		return "+" + text
	}
	return text
}
