package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/profile"
	"nyckeltal/ingest/workbook"
)

// The width of tables in characters.
const (
	defaultColumns = 100 // where the output is no terminal
	fewestColumns  = 60
)

// columnsOf returns how many characters a line of the output takes.
func columnsOf(out io.Writer) int {
	if f, ok := out.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			return max(width, fewestColumns)
		}
	}
	return defaultColumns
}

// print shows to a person what was found, in lines of that width.
func (found *inspection) print(out io.Writer, width int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s; %s\n", found.file, found.format, plural(found.count, "sheet"))
	for _, s := range found.sheets {
		s.print(&b, width)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (s *inspectedSheet) print(b *strings.Builder, width int) {
	fmt.Fprintf(b, "\n#%d %s: %s", s.Index+1, s.Name, s.Visibility)
	switch {
	case s.err != nil:
		fmt.Fprintf(b, ", cannot be read\n%v\n", s.err)
		return
	case s.profile.Rows == 0:
		b.WriteString(", empty\n")
		return
	}
	fmt.Fprintf(b, ", %s, %s with content\n", s.profile.Extent, plural(s.profile.Rows, "row"))
	fmt.Fprintf(b, "%s\n\n", strings.Join(s.facts(), "; "))
	b.WriteString(s.table(width))
	b.WriteString("\n")
	for i := range s.profile.Columns {
		c := &s.profile.Columns[i]
		for _, fault := range c.Errors {
			fmt.Fprintln(b, describe(c, fault))
		}
	}
}

// facts says what is to be known of the sheet beside its columns.
func (s *inspectedSheet) facts() []string {
	facts := []string{s.heading()}
	if n := s.profile.HiddenRows; n > 0 {
		facts = append(facts, plural(n, "hidden row"))
	}
	if hidden := s.hiddenColumns(); len(hidden) > 0 {
		facts = append(facts, "hidden columns "+strings.Join(hidden, ", "))
	}
	if n := len(s.layout.Merged); n > 0 {
		facts = append(facts, plural(n, "merged range"))
	}
	return facts
}

// heading says where the heading is.
func (s *inspectedSheet) heading() string {
	switch first, last := s.profile.FirstHeading, s.profile.LastHeading; {
	case last == 0:
		return "no row looks like a heading"
	case first == last:
		return fmt.Sprintf("the heading seems to be row %d", last)
	default:
		return fmt.Sprintf("the heading seems to be rows %d to %d", first, last)
	}
}

// hiddenColumns are the letters of the hidden columns within the extent of the sheet, as B or D:F.
func (s *inspectedSheet) hiddenColumns() []string {
	var hidden []string
	for _, span := range s.layout.HiddenColumns {
		first, last := max(span.First, s.profile.Extent.FirstColumn), min(span.Last, s.profile.Extent.LastColumn)
		switch {
		case first == last:
			hidden = append(hidden, cell.Column(first))
		case first < last:
			hidden = append(hidden, cell.Column(first)+":"+cell.Column(last))
		}
	}
	return hidden
}

// table draws the columns of the sheet.
func (s *inspectedSheet) table(width int) string {
	rows := [][5]string{{"", "heading", "holds", "distinct", "from … to"}}
	for i := range s.profile.Columns {
		c := &s.profile.Columns[i]
		rows = append(rows, [5]string{cell.Column(c.Index), c.Heading, holds(c), distinct(c), ranges(c)})
	}
	t := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options.DrawBorder, style.Options.SeparateColumns = false, false
	style.Box.PaddingLeft, style.Box.PaddingRight = "", strings.Repeat(" ", gap)
	t.SetStyle(style)
	var columns []table.ColumnConfig
	for i, w := range fit(rows, width) {
		columns = append(columns, table.ColumnConfig{Number: i + 1, WidthMax: w, WidthMaxEnforcer: text.WrapSoft})
	}
	columns[3].Align, columns[3].AlignHeader = text.AlignRight, text.AlignRight
	t.SetColumnConfigs(columns)
	for i, r := range rows {
		row := table.Row{r[0], r[1], r[2], r[3], r[4]}
		if i == 0 {
			t.AppendHeader(row)
		} else {
			t.AppendRow(row)
		}
	}
	lines := strings.Split(t.Render(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// gap is the number of spaces between two columns.
const gap = 2

// fit returns widths for the columns of a table: as wide as they are, or narrower for the widest when the table would
// become wider than that.
func fit(rows [][5]string, width int) [5]int {
	var widths [5]int
	for _, row := range rows {
		for i, s := range row {
			widths[i] = max(widths[i], text.StringWidth(s))
		}
	}
	total := gap * len(widths)
	for _, w := range widths {
		total += w
	}
	for ; total > width; total-- {
		widest := 0
		for i, w := range widths {
			if w > widths[widest] {
				widest = i
			}
		}
		widths[widest]--
	}
	return widths
}

// kind is a kind of cell and how often it occurs.
type kind struct {
	cell.Kind
	count int
}

// kinds are those that occur in a column, the most frequent first, and the empty cells last.
func kinds(c *profile.Column) []kind {
	var list []kind
	for k, n := range c.Kinds {
		if n > 0 {
			list = append(list, kind{cell.Kind(k), n})
		}
	}
	slices.SortStableFunc(list, func(a, b kind) int {
		return cmp.Or(empties(a)-empties(b), b.count-a.count)
	})
	return list
}

// empties is 1 for empty cells and 0 for others.
func empties(k kind) int {
	if k.Kind == cell.Empty {
		return 1
	}
	return 0
}

// holds says what a column holds: "text 88, number as text 2, empty 2".
func holds(c *profile.Column) string {
	var parts []string
	add := func(what string, n int) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", what, n))
		}
	}
	for _, k := range kinds(c) {
		if k.Kind != cell.Text {
			add(k.String(), k.count)
			continue
		}
		add("text", k.count-c.Texts.Numbers-c.Texts.Dates)
		add("number as text", c.Texts.Numbers)
		add("date as text", c.Texts.Dates)
	}
	add("like personal numbers", c.Personal)
	add("from formulas", c.Formulas)
	return strings.Join(parts, ", ")
}

func distinct(c *profile.Column) string {
	if c.More {
		return fmt.Sprintf("> %d", c.Distinct)
	}
	return fmt.Sprint(c.Distinct)
}

// ranges says between what bounds the values of a column lie.
func ranges(c *profile.Column) string {
	var parts []string
	for _, r := range []profile.Range{c.Numbers, c.Dates, c.Durations} {
		switch {
		case r.Min == r.Max && r.Min != "":
			parts = append(parts, r.Min)
		case r.Min != "":
			parts = append(parts, r.Min+" … "+r.Max)
		}
	}
	switch t := c.Texts; {
	case t.Longest == 0:
	case t.Shortest == t.Longest:
		parts = append(parts, plural(t.Longest, "character"))
	default:
		parts = append(parts, fmt.Sprintf("%d … %d characters", t.Shortest, t.Longest))
	}
	return strings.Join(parts, "; ")
}

// describe says where an error stands first, and what to do about it if that is known.
func describe(c *profile.Column, fault profile.Fault) string {
	what, advice := plural(fault.Count, "cell")+" with "+fault.Code, ""
	if fault.Code == workbook.NoValue {
		what = plural(fault.Count, "formula") + " without a stored result"
		advice = ": open the workbook in a spreadsheet program and save it"
	}
	return fmt.Sprintf("Column %s: %s, first in %s%s.", cell.Column(c.Index), what, fault.First, advice)
}
