package feedback

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// IsList tells whether a sheet has the name of the list of faults, which is no part of a delivery: a marked copy that
// comes back mended still has it.
func IsList(sheet string) bool {
	for _, w := range vocabulary {
		if sheet == w.list {
			return true
		}
	}
	return false
}

// columns of the list, by width.
var columnWidths = []float64{6, 22, 10, 24, 34, 52, 30}

// list writes the first sheet, which names every fault with a link to its cell.
func (p *pen) list(d *Delivery, notes []note) error {
	sheet := p.words.list
	first := p.file.GetSheetList()[0]
	if _, err := p.file.NewSheet(sheet); err != nil {
		return err
	}
	if err := p.file.MoveSheet(sheet, first); err != nil {
		return err
	}
	row, err := p.introduction(d)
	if err != nil {
		return err
	}
	if err := p.table(row, notes); err != nil {
		return err
	}
	for i, width := range columnWidths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err == nil {
			err = p.file.SetColWidth(sheet, name, name, width)
		}
		if err != nil {
			return err
		}
	}
	if err := p.paper(); err != nil {
		return err
	}
	index, err := p.file.GetSheetIndex(sheet)
	if err != nil {
		return err
	}
	p.file.SetActiveSheet(index)
	return p.file.UpdateLinkedValue() // other programs calculate anew what they show
}

// paper makes the list fit the width of a page.
func (p *pen) paper() error {
	landscape, wide, long, fit := "landscape", 1, 0, true
	if err := p.file.SetPageLayout(p.words.list, &excelize.PageLayoutOptions{
		Orientation: &landscape, FitToWidth: &wide, FitToHeight: &long,
	}); err != nil {
		return err
	}
	return p.file.SetSheetProps(p.words.list, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// introduction writes what the copy is and what to do with it, and returns the row of the table.
func (p *pen) introduction(d *Delivery) (int, error) {
	bold, err := p.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}})
	if err != nil {
		return 0, err
	}
	sheet := p.words.list
	lines := []string{fmt.Sprintf(p.words.title, d.Name), fmt.Sprintf(p.words.how, d.Name)}
	if d.private() {
		lines = append(lines, p.words.emptied)
	}
	if left := d.Total - len(d.listed()); left > 0 {
		lines = append(lines, fmt.Sprintf(p.words.more, len(d.listed()), left))
	}
	for i, line := range lines {
		if err := p.file.SetCellStr(sheet, fmt.Sprintf("A%d", i+1), line); err != nil {
			return 0, err
		}
	}
	return len(lines) + 2, p.file.SetCellStyle(sheet, "A1", "A1", bold)
}

// table writes a line for each fault from row on.
func (p *pen) table(row int, notes []note) error {
	sheet := p.words.list
	head, err := p.file.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Border: []excelize.Border{{Type: "bottom", Style: 1, Color: "000000"}},
	})
	if err != nil {
		return err
	}
	wrap := &excelize.Alignment{Vertical: "top", WrapText: true}
	plain, err := p.file.NewStyle(&excelize.Style{Alignment: wrap})
	if err != nil {
		return err
	}
	link, err := p.file.NewStyle(&excelize.Style{Alignment: wrap, Font: &excelize.Font{Color: "0563C1", Underline: "single"}})
	if err != nil {
		return err
	}
	if err := p.row(row, p.words.columns[:], head); err != nil {
		return err
	}
	if err := p.file.SetPanes(sheet, &excelize.Panes{
		Freeze: true, YSplit: row, TopLeftCell: fmt.Sprintf("A%d", row+1), ActivePane: "bottomLeft",
	}); err != nil {
		return err
	}
	number := 0
	for _, n := range notes {
		for _, fault := range n.faults {
			number++
			row++
			texts := []string{
				fmt.Sprint(number), n.sheet, n.cell, n.heading, p.words.reason(fault.Reason),
				p.words.expected(fault.Expected), fault.Found,
			}
			if err := p.row(row, texts, plain); err != nil {
				return err
			}
			if err := p.link(fmt.Sprintf("C%d", row), n, link); err != nil {
				return err
			}
		}
	}
	return nil
}

// row writes texts side by side.
func (p *pen) row(row int, texts []string, style int) error {
	for i, text := range texts {
		ref, err := excelize.CoordinatesToCellName(i+1, row)
		if err != nil {
			return err
		}
		if err := p.file.SetCellStr(p.words.list, ref, text); err != nil {
			return err
		}
		if err := p.file.SetCellStyle(p.words.list, ref, ref, style); err != nil {
			return err
		}
	}
	return nil
}

// link makes a cell of the list lead to the faulty one.
func (p *pen) link(ref string, n note, style int) error {
	target := "'" + strings.ReplaceAll(n.sheet, "'", "''") + "'!" + n.cell
	if err := p.file.SetCellHyperLink(p.words.list, ref, target, "Location"); err != nil {
		return err
	}
	return p.file.SetCellStyle(p.words.list, ref, ref, style)
}
