package terminal

import (
	"fmt"
	"strconv"
	"strings"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// Room in a table.
const (
	wideGap    = 2  // between columns, where there is room for it
	narrowGap  = 1  // otherwise
	leastLabel = 12 // columns for the labels of rows, even if the table gets wider than asked for
)

// layout is the widths of a table's columns.
type layout struct {
	label    int
	columns  []int
	gap      int
	headings [][]string // wrapped, per column
}

func (p *printer) table(t *model.Table) {
	caption := t.Caption
	if t.Unit != "" {
		caption += ", " + p.locale.Unit(t.Unit)
	}
	p.line("%s", p.bold(caption))
	l := p.layout(t)
	p.headings(t, l)
	for i, row := range t.Rows {
		if row.Kind == model.Total && i > 0 {
			p.rule(l)
		}
		p.row(t, i, l)
	}
	p.notes(t)
	p.restatements(t)
}

// restatements lists the figures that were others by the closing before, and those that are others now.
func (p *printer) restatements(t *model.Table) {
	p.changes(p.locale.Text(locale.Restated), t.Restatements())
	p.changes(p.locale.Text(locale.ChangedSince), t.Changes())
}

func (p *printer) changes(heading string, changes []model.Restatement) {
	if len(changes) == 0 {
		return
	}
	p.line("%s", p.bold(heading+":"))
	for _, c := range changes {
		p.paragraph("* ", fmt.Sprintf("%s, %s: %s → %s", c.Row.Label, c.Column.Heading,
			p.figure(c.Was, c.Row.UnitOf(c.Was)), p.figure(c.Now, c.Row.UnitOf(c.Now))))
	}
}

// notes writes what the rows have notes for.
func (p *printer) notes(t *model.Table) {
	for i, row := range t.Rows {
		if number := t.Noted(i); number > 0 {
			p.paragraph(superscript(number)+" ", row.Note)
		}
	}
}

// superscript writes a number as small raised digits.
func superscript(number int) string {
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	var raised []rune
	for _, digit := range strconv.Itoa(number) {
		raised = append(raised, digits[digit-'0'])
	}
	return string(raised)
}

func (p *printer) layout(t *model.Table) layout {
	l := layout{gap: wideGap, columns: make([]int, len(t.Columns)), headings: make([][]string, len(t.Columns))}
	for i, column := range t.Columns {
		l.columns[i] = max(1, p.widestCell(t, i))
		if !column.Status {
			l.columns[i] = max(l.columns[i], longestWord(column.Heading))
		}
	}
	for i := range t.Rows {
		l.label = max(l.label, width(p.label(t, i)))
	}
	if l.label+l.figures() > p.opt.Width {
		l.gap = narrowGap
	}
	for i, column := range t.Columns {
		if !column.Status {
			l.heading(i, column.Heading, p.opt.Width)
		}
	}
	l.label = max(min(l.label, p.opt.Width-l.figures()), leastLabel)
	return l
}

// heading wraps the heading of a column, which gets wider for it to fit in two lines as long as there is room.
func (l *layout) heading(column int, text string, room int) {
	lines := wrap(text, l.columns[column])
	for len(lines) > 2 && l.label+l.figures() < room {
		l.columns[column]++
		lines = wrap(text, l.columns[column])
	}
	l.headings[column] = lines
}

// widestCell returns the width of the widest figure of the column, 0 for statuses.
func (p *printer) widestCell(t *model.Table, column int) int {
	widest := 0
	for _, row := range t.Rows {
		if len(row.Cells) > 0 && !t.Columns[column].Status {
			widest = max(widest, width(p.cell(t, row, column)))
		}
	}
	return widest
}

// figures returns the width of all columns but the labels.
func (l layout) figures() int {
	sum := 0
	for _, w := range l.columns {
		sum += l.gap + w
	}
	return sum
}

func longestWord(s string) int {
	longest := 0
	for _, word := range wrap(s, 0) {
		longest = max(longest, width(word))
	}
	return longest
}

// label returns the row's label, indented by its groups, with the unit where the rows have different ones and the number
// of its note.
func (p *printer) label(t *model.Table, at int) string {
	row := t.Rows[at]
	label := strings.Repeat("  ", row.Level) + row.Label
	if unit := t.UnitBeside(row, p.locale); unit != "" {
		label += ", " + unit
	}
	if number := t.Noted(at); number > 0 {
		label += "\u00a0" + superscript(number)
	}
	return label
}

// cell returns the figure as it is shown. What is missing is a dash, what is left blank is blank.
func (p *printer) cell(t *model.Table, row model.Row, column int) string {
	if t.Columns[column].Trend {
		return p.trend(row.Cells[column])
	}
	switch cell := row.Cells[column]; cell.Absence {
	case model.Missing:
		return "–"
	case model.LeftBlank:
		return ""
	default:
		return cell.Display(p.locale, row.Unit)
	}
}

// headings writes the headings of the columns, bottom-aligned.
func (p *printer) headings(t *model.Table, l layout) {
	height := 0
	for _, heading := range l.headings {
		height = max(height, len(heading))
	}
	for i := range height {
		line := ""
		if i == height-1 {
			line = t.Heading
		}
		line = padRight(line, l.label)
		for c, heading := range l.headings {
			part := ""
			if at := i - (height - len(heading)); at >= 0 {
				part = heading[at]
			}
			line += strings.Repeat(" ", l.gap) + padLeft(part, l.columns[c])
		}
		p.line("%s", line)
	}
	p.rule(l)
}

func (p *printer) rule(l layout) {
	p.line("%s", strings.Repeat("╌", l.label+l.figures()))
}

// row writes the label, wrapped, and the figures beside its last line; a label without room beside the figures has
// its lines to itself.
func (p *printer) row(t *model.Table, at int, l layout) {
	row := t.Rows[at]
	indent := strings.Repeat("  ", row.Level)
	lines := wrap(p.label(t, at), l.label-width(indent))
	for i := range lines {
		lines[i] = indent + lines[i]
	}
	if row.Kind == model.Heading {
		p.line("%s", strings.Join(lines, "\n"))
		return
	}
	if width(lines[len(lines)-1]) > l.label {
		lines = append(lines, "")
	}
	last := len(lines) - 1
	for _, line := range lines[:last] {
		p.line("%s", p.emphasis(row, line))
	}
	figures := ""
	for i, column := range t.Columns {
		figures += strings.Repeat(" ", l.gap)
		if column.Status {
			figures += p.mark(row.Cells[i].Status)
		} else {
			figures += padLeft(p.cell(t, row, i), l.columns[i])
		}
	}
	p.line("%s", p.emphasis(row, padRight(lines[last], l.label)+figures))
}

func (p *printer) emphasis(row model.Row, line string) string {
	if row.Kind == model.Figures {
		return line
	}
	return p.bold(line)
}

func padLeft(s string, columns int) string { return strings.Repeat(" ", max(columns-width(s), 0)) + s }

func padRight(s string, columns int) string { return s + strings.Repeat(" ", max(columns-width(s), 0)) }
