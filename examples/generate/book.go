package main

import (
	"os"
	"path/filepath"
	"time"

	"github.com/xuri/excelize/v2"
)

// book is a workbook being made. The first error is kept and returned by save.
type book struct {
	file    *excelize.File
	streams []*excelize.StreamWriter
	style   styles
	sheets  int
	err     error
}

// styles are the looks that the departments use.
type styles struct{ title, head, total, money, whole, day, moment, percent int }

// newBook starts a workbook of a department.
func newBook(title, department string) *book {
	b := &book{file: excelize.NewFile()}
	b.file.SetZipWriter(newTidyZip)
	b.note(b.file.SetDocProps(&excelize.DocProperties{
		Title: title, Creator: department, LastModifiedBy: department,
		Created: "2023-12-07T07:14:00Z", Modified: "2023-12-07T07:14:00Z",
	}))
	format := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
	b.style = styles{
		title: b.newStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}),
		head: b.newStyle(&excelize.Style{
			Font:   &excelize.Font{Bold: true},
			Border: []excelize.Border{{Type: "bottom", Style: 1, Color: "000000"}},
		}),
		total:   b.newStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 4}),
		money:   b.newStyle(&excelize.Style{NumFmt: 4}),
		whole:   b.newStyle(&excelize.Style{NumFmt: 3}),
		day:     b.newStyle(format("yyyy-mm-dd")),
		moment:  b.newStyle(format("yyyy-mm-dd hh:mm")),
		percent: b.newStyle(format("0.00%")),
	}
	return b
}

func (b *book) newStyle(s *excelize.Style) int {
	id, err := b.file.NewStyle(s)
	b.note(err)
	return id
}

// note keeps the first error.
func (b *book) note(err error) {
	if b.err == nil {
		b.err = err
	}
}

// sheet is a sheet being made, row by row.
type sheet struct {
	book   *book
	name   string
	stream *excelize.StreamWriter // nil when cells are set one by one, with shared strings
	next   int                    // number of the next row
}

// sheet adds a sheet whose cells are set one by one and whose texts are shared, as desktop programs write them.
func (b *book) sheet(name string) *sheet {
	if b.sheets++; b.sheets == 1 {
		b.note(b.file.SetSheetName("Sheet1", name))
	} else {
		_, err := b.file.NewSheet(name)
		b.note(err)
	}
	return &sheet{book: b, name: name, next: 1}
}

// stream adds a sheet that is written as a stream with its texts in place, as business systems write them. The widths
// are those of its columns.
func (b *book) stream(name string, widths ...float64) *sheet {
	s := b.sheet(name)
	w, err := b.file.NewStreamWriter(name)
	b.note(err)
	for i, width := range widths {
		b.note(w.SetColWidth(i+1, i+1, width))
	}
	b.streams = append(b.streams, w)
	s.stream = w
	return s
}

// hide makes the sheet invisible.
func (s *sheet) hide() { s.book.note(s.book.file.SetSheetVisible(s.name, false)) }

// gap leaves rows empty.
func (s *sheet) gap() { s.next++ }

// title writes the lines that stand above the heading and leaves a row empty.
func (s *sheet) title(lines ...string) {
	for i, line := range lines {
		if i == 0 {
			s.row(excelize.Cell{StyleID: s.book.style.title, Value: line})
		} else {
			s.row(line)
		}
	}
	s.gap()
}

// head writes a heading row.
func (s *sheet) head(names ...string) {
	cells := make([]any, len(names))
	for i, name := range names {
		cells[i] = excelize.Cell{StyleID: s.book.style.head, Value: name}
	}
	s.row(cells...)
}

// row writes the next row; nil leaves a cell empty, amounts and times get their look.
func (s *sheet) row(values ...any) {
	ref, err := excelize.CoordinatesToCellName(1, s.next)
	s.book.note(err)
	for i, v := range values {
		values[i] = s.book.styled(v)
	}
	if s.stream != nil {
		s.book.note(s.stream.SetRow(ref, values))
	} else {
		s.set(values)
	}
	s.next++
}

// set writes the cells of a row one by one.
func (s *sheet) set(values []any) {
	for i, v := range values {
		if v == nil {
			continue
		}
		ref, err := excelize.CoordinatesToCellName(i+1, s.next)
		s.book.note(err)
		if c, ok := v.(excelize.Cell); ok {
			s.book.note(s.book.file.SetCellStyle(s.name, ref, ref, c.StyleID))
			v = c.Value
		}
		s.book.note(s.book.file.SetCellValue(s.name, ref, v))
	}
}

// total is a number in a row of sums.
type total float64

// share is a number that is shown as a percentage.
type share float64

// moment is a time of day on a day.
type moment time.Time

// styled gives amounts, sums, days and moments the look that they have in workbooks.
func (b *book) styled(v any) any {
	switch v := v.(type) {
	case ore:
		return excelize.Cell{StyleID: b.style.money, Value: v.kronor()}
	case total:
		return excelize.Cell{StyleID: b.style.total, Value: float64(v)}
	case share:
		return excelize.Cell{StyleID: b.style.percent, Value: float64(v)}
	case int64:
		return excelize.Cell{StyleID: b.style.whole, Value: v}
	case moment:
		return excelize.Cell{StyleID: b.style.moment, Value: time.Time(v)}
	case time.Time:
		return excelize.Cell{StyleID: b.style.day, Value: v}
	}
	return v
}

// formula returns a cell that holds a formula and the result that it had when the workbook was saved.
func (b *book) formula(result float64, formula string) excelize.Cell {
	return excelize.Cell{StyleID: b.style.total, Formula: formula, Value: result}
}

// save writes the workbook and frees it.
func (b *book) save(path string) error {
	for _, w := range b.streams {
		b.note(w.Flush())
	}
	if b.err == nil {
		b.note(os.MkdirAll(filepath.Dir(path), 0o755))
	}
	if b.err == nil {
		b.note(b.write(path))
	}
	if err := b.file.Close(); b.err == nil {
		b.err = err
	}
	return b.err
}

// write stores the bytes.
func (b *book) write(path string) error {
	buf, err := b.file.WriteToBuffer()
	if err != nil {
		return err
	}
	return os.WriteFile(path, buf.Bytes(), 0o644)
}
