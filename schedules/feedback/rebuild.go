package feedback

import (
	"context"
	"slices"

	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// wholeRows is the number of rows up to which a sheet is copied whole. Of a longer one the copy holds the rows down to
// the heading and those with faults, at the addresses that they have.
const wholeRows = 20_000

// rebuild makes a new workbook of the values of the sheets that have faults.
func (d *Delivery) rebuild(ctx context.Context) (*excelize.File, error) {
	file := excelize.NewFile()
	b := &builder{file: file, delivery: d}
	err := b.styles()
	for _, sheet := range d.Book.Sheets() {
		if err == nil && b.faulty(sheet.Name) {
			err = b.sheet(ctx, sheet.Index, d.sheet(sheet.Name))
		}
	}
	if err == nil && b.first != "" {
		err = file.DeleteSheet(b.spare)
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// builder copies values into a new workbook.
type builder struct {
	file          *excelize.File
	delivery      *Delivery
	spare, first  string // the sheet that every new workbook has; the first copied one
	day, moment   int    // styles
	time, elapsed int
}

// styles makes the formats of dates and times.
func (b *builder) styles() error {
	b.spare = b.file.GetSheetName(0)
	for _, s := range []struct {
		style  *int
		format string
	}{{&b.day, "yyyy-mm-dd"}, {&b.moment, "yyyy-mm-dd hh:mm:ss"}, {&b.time, "hh:mm:ss"}, {&b.elapsed, "[h]:mm:ss"}} {
		var err error
		if *s.style, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &s.format}); err != nil {
			return err
		}
	}
	return nil
}

// faulty tells whether a fault lies on the sheet.
func (b *builder) faulty(sheet string) bool {
	return slices.ContainsFunc(b.delivery.listed(), func(r record.Reject) bool { return r.Sheet == sheet })
}

// sheet copies a sheet.
func (b *builder) sheet(ctx context.Context, index int, sheet Sheet) error {
	if _, err := b.file.NewSheet(sheet.Name); err != nil {
		return err
	}
	if b.first == "" {
		b.first = sheet.Name
	}
	faults := map[int]bool{}
	for _, fault := range b.delivery.listed() {
		if fault.Sheet == sheet.Name {
			faults[fault.Row] = true
		}
	}
	for row, err := range b.delivery.Book.Rows(ctx, index) {
		if err != nil {
			return err
		}
		if row.Number > wholeRows && !faults[row.Number] {
			continue
		}
		for column, c := range row.Cells {
			if slices.Contains(sheet.Private, column) && row.Number > sheet.Heading {
				continue
			}
			if err := b.set(sheet.Name, cell.Ref(column, row.Number), c); err != nil {
				return err
			}
		}
	}
	return nil
}

// set copies a value.
func (b *builder) set(sheet, ref string, c cell.Cell) error {
	switch c.Kind {
	case cell.Empty:
		return nil
	case cell.Number:
		return b.file.SetCellFloat(sheet, ref, c.Num, -1, 64)
	case cell.Bool:
		return b.file.SetCellBool(sheet, ref, c.Num != 0)
	case cell.Date:
		style := b.moment
		switch {
		case c.Num < 1:
			style = b.time
		case c.Num == float64(int64(c.Num)):
			style = b.day
		}
		return b.serial(sheet, ref, c.Num, style)
	case cell.Duration:
		return b.serial(sheet, ref, c.Num, b.elapsed)
	}
	return b.file.SetCellStr(sheet, ref, c.Text)
}

// serial writes a number of days in a style.
func (b *builder) serial(sheet, ref string, days float64, style int) error {
	if err := b.file.SetCellFloat(sheet, ref, days, -1, 64); err != nil {
		return err
	}
	return b.file.SetCellStyle(sheet, ref, ref, style)
}
