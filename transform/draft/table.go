package draft

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/profile"
	"nyckeltal/transform/person"
	"nyckeltal/transform/value"
)

// table is a sheet with a heading.
type table struct {
	Sheet
	columns []column
	titles  titles
}

// column is a column of a table.
type column struct {
	*profile.Column
	heading string // in one line; "" without, and where it is better not shown
	twice   bool   // another column has the same heading
	month   bool   // the heading is a month
	tertial bool   // the heading is a tertial
	taken   bool   // the draft uses the column
}

// titles is what the rows above the heading say that matters.
type titles struct {
	unit    string // kr, tkr or mnkr
	unitRow int
	flipped int // the row that says that revenue is positive and cost negative; 0 for none
}

// readTables reads the headings of the sheets that have one.
func readTables(ctx context.Context, sheets []Sheet) ([]*table, error) {
	var tables []*table
	for _, s := range sheets {
		if s.Hidden && len(sheets) > 1 || s.Profile == nil || s.Profile.LastHeading == 0 {
			continue
		}
		t := &table{Sheet: s}
		if err := t.readHead(ctx); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// readHead reads the rows down to the heading.
func (t *table) readHead(ctx context.Context) error {
	texts := map[int]string{}
	for row, err := range t.Rows(ctx) {
		if err != nil {
			return err
		}
		if row.Number > t.Profile.LastHeading {
			break
		}
		if row.Number < t.Profile.FirstHeading {
			t.titles.read(row)
			continue
		}
		t.join(row, texts)
	}
	for i := range t.Profile.Columns {
		c := column{Column: &t.Profile.Columns[i]}
		c.heading = texts[c.Index]
		_, c.month = value.Month(cell.Cell{Kind: cell.Text, Text: c.heading})
		_, c.tertial = value.Tertial(c.heading)
		if person.Redact(c.heading) != c.heading {
			c.heading = ""
		}
		t.columns = append(t.columns, c)
	}
	for i := range t.columns {
		t.columns[i].twice = t.columns[i].heading != "" && slices.ContainsFunc(t.columns, func(o column) bool {
			return o.Index != t.columns[i].Index && fold(o.heading) == fold(t.columns[i].heading)
		})
	}
	return nil
}

// join adds a row of the heading to the texts of the columns, as mappings with stacked headings do.
func (t *table) join(row *cell.Row, texts map[int]string) {
	left := ""
	for i := range t.Profile.Extent.LastColumn + 1 {
		c := row.At(i)
		text := strings.Join(strings.Fields(string(c.AppendText(nil))), " ")
		if text != "" {
			left = text
		} else if row.Number < t.Profile.LastHeading && t.merged(row.Number, i) {
			text = left
		}
		texts[i] = strings.TrimSpace(texts[i] + " " + text)
	}
}

// merged tells whether a cell is merged with cells to its left.
func (t *table) merged(row, column int) bool {
	return slices.ContainsFunc(t.Merged, func(r cell.Range) bool {
		return r.FirstRow == row && r.FirstColumn < column && column <= r.LastColumn
	})
}

// read looks for units and signs in a row above the heading.
func (t *titles) read(row *cell.Row) {
	for _, c := range row.Cells {
		if c.Kind != cell.Text {
			continue
		}
		if unit := unitIn(c.Text); unit != "" {
			t.unit, t.unitRow = unit, row.Number
		}
		text := fold(c.Text)
		for _, phrase := range []string{"intakterpositiva", "kostnadernegativa", "revenuepositive", "costsnegative", "costnegative"} {
			if strings.Contains(text, phrase) {
				t.flipped = row.Number
			}
		}
	}
}

// unitIn returns the unit that a text names: kr, tkr, mnkr or %, or "".
func unitIn(text string) string {
	unit := ""
	for _, word := range split(text) {
		switch word {
		case "tkr", "kkr", "ksek":
			return "tkr"
		case "mnkr", "mkr", "msek":
			return "mnkr"
		case "kr", "sek", "kronor":
			unit = "kr"
		}
	}
	if unit == "" && strings.Contains(text, "%") {
		return "%"
	}
	return unit
}

// filled returns how many cells of the column hold something.
func (c *column) filled() int {
	n := 0
	for _, count := range c.Kinds[cell.Empty+1:] {
		n += count
	}
	return n
}

// numbers returns how many cells hold a number, also as text.
func (c *column) numbers() int { return c.Kinds[cell.Number] + c.Texts.Numbers }

// dates returns how many cells hold a date, also as text.
func (c *column) dates() int { return c.Kinds[cell.Date] + c.Texts.Dates }

// numeric tells whether most cells of the column hold numbers.
func (c *column) numeric() bool {
	return c.filled() > 0 && 2*(c.numbers()+c.Kinds[cell.Duration]) > c.filled()
}

// years tells whether the numbers of the column are years.
func (c *column) years() bool {
	low, errLow := strconv.Atoi(c.Numbers.Min)
	high, errHigh := strconv.Atoi(c.Numbers.Max)
	return errLow == nil && errHigh == nil && low >= 1900 && high <= 2199 && 2*c.Kinds[cell.Number] > c.filled()
}

// count writes a number with spaces between thousands.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + " " + digits[i:]
	}
	return digits
}
