package feedback

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// author signs the comments, by which those of an earlier copy are known.
const author = "nyckeltal"

// pen marks cells of a workbook.
type pen struct {
	file   *excelize.File
	words  words
	filled map[int]int // styles with the mark's colour, by the style of the cell before
}

// note is a cell with all that is wrong with it.
type note struct {
	sheet, cell string
	faults      []record.Reject
	heading     string // above the cell, or the column of the dataset
}

// notes gathers the faults by cell, in the order of the workbook. The fault of a whole row stands at its first cell.
func (p *pen) notes(d *Delivery) []note {
	var notes []note
	at := map[string]int{}
	for _, fault := range d.listed() {
		ref := fault.Cell
		if ref == "" {
			ref = cell.Ref(0, max(fault.Row, 1))
		}
		key := fault.Sheet + "!" + ref
		i, known := at[key]
		if !known {
			i = len(notes)
			at[key] = i
			notes = append(notes, note{sheet: fault.Sheet, cell: ref, heading: p.heading(d, fault)})
		}
		notes[i].faults = append(notes[i].faults, fault)
	}
	return notes
}

// heading returns the heading above a faulty cell, as the department reads it.
func (p *pen) heading(d *Delivery, fault record.Reject) string {
	row := d.sheet(fault.Sheet).Heading
	if column, _, err := excelize.CellNameToCoordinates(fault.Cell); err == nil && row > 0 {
		text, err := p.file.GetCellValue(fault.Sheet, cell.Ref(column-1, row))
		if text = strings.Join(strings.Fields(text), " "); err == nil && text != "" {
			return text
		}
	}
	return fault.Column
}

// clean takes out what an earlier copy held: its list and its comments.
func (p *pen) clean() error {
	for _, sheet := range p.file.GetSheetList() {
		if IsList(sheet) {
			if err := p.file.DeleteSheet(sheet); err != nil {
				return err
			}
			continue
		}
		comments, err := p.file.GetComments(sheet)
		if err != nil {
			continue // a sheet without cells, such as a chart
		}
		for _, comment := range comments {
			if comment.Author != author {
				continue
			}
			if err := p.file.DeleteComment(sheet, comment.Cell); err != nil {
				return err
			}
		}
	}
	return nil
}

// mark colours a cell and writes what was expected into a comment.
func (p *pen) mark(n note) error {
	if i, err := p.file.GetSheetIndex(n.sheet); err != nil || i < 0 {
		return err
	}
	if err := p.fill(n); err != nil {
		return err
	}
	texts := make([]string, 0, len(n.faults))
	for _, fault := range n.faults {
		texts = append(texts, p.words.sentence(fault))
	}
	text := strings.Join(texts, "\n")
	comments, err := p.file.GetComments(n.sheet)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(comments, func(c excelize.Comment) bool { return c.Cell == n.cell })
	if i >= 0 { // the department's own comment stays readable
		text += "\n\n" + comments[i].Author + ": " + commentText(comments[i])
		if err := p.file.DeleteComment(n.sheet, n.cell); err != nil {
			return err
		}
	}
	lines := strings.Count(text, "\n") + len(text)/45 + 1
	return p.file.AddComment(n.sheet, excelize.Comment{
		Cell: n.cell, Author: author, Width: 320, Height: uint(20 + 18*lines),
		Paragraph: []excelize.RichTextRun{{Text: text}},
	})
}

// commentText returns the text of a comment that a person wrote.
func commentText(c excelize.Comment) string {
	if c.Text != "" {
		return c.Text
	}
	var b strings.Builder
	for _, run := range c.Paragraph {
		b.WriteString(run.Text)
	}
	return b.String()
}

// fill colours a cell and leaves the rest of its format.
func (p *pen) fill(n note) error {
	before, err := p.file.GetCellStyle(n.sheet, n.cell)
	if err != nil {
		return err
	}
	after, known := p.filled[before]
	if !known {
		style, err := p.file.GetStyle(before)
		if err != nil {
			return err
		}
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{markColour}}
		if after, err = p.file.NewStyle(style); err != nil {
			return fmt.Errorf("the format of %s: %w", n.cell, err)
		}
		p.filled[before] = after
	}
	return p.file.SetCellStyle(n.sheet, n.cell, n.cell, after)
}

// markColour is a yellow that black text reads well on.
const markColour = "FFE066"
