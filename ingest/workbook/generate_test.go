package workbook_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"nyckeltal/ingest/cell"
)

// page is a sheet that a test made up: its cells by row, counted from 1, and column, counted from 0.
type page struct {
	name  string
	cells map[int]map[int]made
}

// made is a cell that a test made up: nothing of it is read from a file.
type made struct {
	value  any // a string, float64 or bool
	format string
	kind   cell.Kind
}

// formats are number formats with the kind of cells that they make of numbers.
var formats = map[string]cell.Kind{
	"General": cell.Number, "0": cell.Number, "#,##0.00": cell.Number, "0.0%": cell.Number, "0.00E+00": cell.Number,
	`#,##0.00\ "kr"`: cell.Number, "[Red]-0;0": cell.Number, `0.00" dagar"`: cell.Number, "# ?/?": cell.Number, "[>9]0;0.0": cell.Number,
	"yyyy-mm-dd": cell.Date, "dd/mm/yy": cell.Date, "[$-41D]d mmmm yyyy": cell.Date, "hh:mm:ss": cell.Date, "mm:ss.0": cell.Date,
	`"den "d/m`: cell.Date, "yyyy-mm-dd hh:mm": cell.Date, "[h]:mm": cell.Duration, "[mm]:ss": cell.Duration, "[h]:mm:ss;@": cell.Duration,
}

// letters are what texts are made of: letters, digits, white space, markup, what formulas begin with.
var letters = []rune("abcåäöÅÄÖéß€ 0123456789.,-+=@<>&'\"/\\;|_x\t\n\u00a0😀👍")

// drawCell makes a cell up.
func drawCell(t *rapid.T) made {
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		return made{value: rapid.StringOfN(rapid.RuneFrom(letters), 1, 60, -1).Draw(t, "text"), format: "General", kind: cell.Text}
	case 1:
		return made{value: rapid.Bool().Draw(t, "bool"), format: "General", kind: cell.Bool}
	default:
		format := rapid.SampledFrom(slices.Sorted(maps.Keys(formats))).Draw(t, "format")
		return made{value: drawNumber(t, formats[format]), format: format, kind: formats[format]}
	}
}

// drawNumber makes up a number that a cell of the kind may hold: dates lie from 1900-03-01 to 9999-12-31.
func drawNumber(t *rapid.T, kind cell.Kind) float64 {
	switch {
	case kind == cell.Date:
		return float64(rapid.IntRange(61, 2_958_465).Draw(t, "day")) + float64(rapid.IntRange(0, 86_399).Draw(t, "second"))/86_400
	case kind == cell.Duration:
		return float64(rapid.IntRange(0, 10_000_000).Draw(t, "seconds")) / 86_400
	case rapid.Bool().Draw(t, "whole"):
		return float64(rapid.IntRange(-1_000_000_000_000, 1_000_000_000_000).Draw(t, "number"))
	}
	return rapid.Float64Range(-1e18, 1e18).Draw(t, "number")
}

// drawPages makes up a workbook with gaps between its rows and columns.
func drawPages(t *rapid.T) []page {
	pages := make([]page, rapid.IntRange(1, 3).Draw(t, "sheets"))
	for i := range pages {
		pages[i] = page{name: strings.Repeat("Blad", i+1), cells: map[int]map[int]made{}}
		row := 0
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			row += rapid.SampledFrom([]int{1, 1, 1, 1, 2, 7, 1000}).Draw(t, "row")
			cells := map[int]made{}
			column := -1
			for range rapid.IntRange(0, 10).Draw(t, "columns") {
				column += rapid.SampledFrom([]int{1, 1, 1, 1, 3, 30}).Draw(t, "column")
				cells[column] = drawCell(t)
			}
			pages[i].cells[row] = cells
		}
	}
	return pages
}

// bookWriter writes a made-up workbook with excelize.
type bookWriter struct {
	file   *excelize.File
	styles map[string]int
}

// writePages writes a workbook cell by cell, or row by row as excelize streams them, which are two shapes of file.
func writePages(tb testing.TB, pages []page, streamed bool) string {
	tb.Helper()
	w := bookWriter{file: excelize.NewFile(), styles: map[string]int{}}
	defer w.file.Close() // its temporary files only
	path := filepath.Join(tb.TempDir(), "made.xlsx")
	if err := w.write(pages, streamed); err != nil {
		tb.Fatal(err)
	}
	if err := w.file.SaveAs(path); err != nil {
		tb.Fatal(err)
	}
	return path
}

func (w bookWriter) write(pages []page, streamed bool) error {
	for format := range formats {
		style, err := w.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		w.styles[format] = style
	}
	write := w.set
	if streamed {
		write = w.stream
	}
	for i, p := range pages {
		if _, err := w.file.NewSheet(p.name); err != nil {
			return err
		}
		if i == 0 {
			if err := w.file.DeleteSheet("Sheet1"); err != nil {
				return err
			}
		}
		if err := write(p); err != nil {
			return err
		}
	}
	return nil
}

func (w bookWriter) set(p page) error {
	for row, cells := range p.cells {
		for column, c := range cells {
			ref := cell.Ref(column, row)
			if err := w.file.SetCellValue(p.name, ref, c.value); err != nil {
				return err
			}
			if err := w.file.SetCellStyle(p.name, ref, ref, w.styles[c.format]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w bookWriter) stream(p page) error {
	stream, err := w.file.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	for _, row := range slices.Sorted(maps.Keys(p.cells)) {
		var values []any
		for column, c := range p.cells[row] {
			for len(values) <= column {
				values = append(values, nil)
			}
			values[column] = excelize.Cell{StyleID: w.styles[c.format], Value: c.value}
		}
		if err := stream.SetRow(cell.Ref(0, row), values); err != nil {
			return err
		}
	}
	return stream.Flush()
}
