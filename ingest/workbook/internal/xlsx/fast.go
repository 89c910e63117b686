package xlsx

import (
	"bytes"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/decimal"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// fastCells reads cells that are written the way most programs write them, such as
//
//	<c r="B12" s="3" t="s"><v>45</v></c>
//	<c r="B12" t="inlineStr"><is><t>45</t></is></c>
//	<x:c t="str"><x:f>B1&amp;B2</x:f><x:v>45</x:v></x:c>
//
// from the beginning of data, where column is that of the cell before. It returns the number of bytes that they take
// and the column of the last one. It stops at the first cell that is written otherwise or whose end is not at hand,
// which is then up to parseCells. What it reads, parseCells would read alike.
func (p *rowParser) fastCells(data []byte, column int) (n, last int, err error) {
	for len(data)-n >= tagRoom && column+1 < format.MaxColumns {
		d := data[n:]
		s := p.shapeOf(column + 1)
		size := s.sizeIn(d, &p.number)
		if size == 0 {
			if size = p.learn(s, d[:tagRoom], column+1); size == 0 {
				break
			}
		}
		c := cell.Cell{}
		if !s.single {
			content, err := p.fastContent(&c, s, d[size:])
			if err != nil {
				return n, column, p.at(s.column, err)
			}
			if content == 0 {
				break
			}
			size += content
		}
		n += size
		column = s.column
		if column == len(p.row.Cells) && c.Kind != cell.Empty {
			p.row.Cells = append(p.row.Cells, c)
		} else if err := p.put(column, c); err != nil {
			return n, column, err
		}
	}
	return n, column, nil
}

// fastContent reads what stands between the shape of a cell and the next one into c. It returns its size, 0 if it cannot.
func (p *rowParser) fastContent(c *cell.Cell, s *shape, d []byte) (size int, err error) {
	w, start := p.words, 0
	if !s.open {
		if start = w.fastFormula(d); start == 0 {
			return 0, nil
		}
		c.Formula = true
		switch {
		case w.cellEnd.begins(d[start:]):
			c.Kind, c.Text = cell.Error, format.NoValue
			return start + w.cellEnd.size, nil
		case !w.value.begins(d[start:]):
			return 0, nil
		}
		start += w.value.size
	}
	if s.kind == number || s.kind == sharedText {
		if size, err = p.fastNumber(c, s, d, start); size > 0 {
			return size, err
		}
	}
	text, marks := scanText(d[start:])
	end := start + len(text)
	close := &w.valueEnd
	if s.inline {
		close = &w.inlineEnd
	}
	if !close.begins(d[end:]) {
		return 0, nil
	}
	return end + close.size, p.fastText(c, s, text, marks)
}

// fastFormula returns the size of the formula that d begins with, 0 if there is none, or no ordinary one.
func (w *words) fastFormula(d []byte) int {
	if !w.formula.begins(d) {
		return 0
	}
	i, quotes := w.formula.size, 0
	for ; i < len(d) && d[i] != '>'; i++ {
		switch d[i] {
		case '"':
			quotes++
		case '\'', '<':
			return 0
		}
	}
	if i >= len(d) || quotes%2 != 0 || d[w.formula.size] > ' ' && d[w.formula.size] != '/' && d[w.formula.size] != '>' {
		return 0
	}
	if d[i-1] == '/' {
		return i + 1
	}
	n := bytes.IndexByte(d[i:], '<')
	if n < 0 || !w.formulaEnd.begins(d[i+n:]) {
		return 0
	}
	return i + n + w.formulaEnd.size
}

// fastNumber reads the value at start into c, which is a number or the index of a shared string. It returns the size of
// d up to the end of the cell, 0 if it cannot.
func (p *rowParser) fastNumber(c *cell.Cell, s *shape, d []byte, start int) (size int, err error) {
	value, n := decimal.Scan(d[start:])
	end := start + n
	if n == 0 || !p.words.valueEnd.begins(d[end:]) {
		return 0, nil
	}
	size = end + p.words.valueEnd.size
	text := texts.View(d[start:end])
	if s.kind == sharedText {
		if value.Digits != n {
			return 0, nil
		}
		return size, p.fastShared(c, value.Mantissa, text)
	}
	if !value.Float(&c.Num) {
		return 0, nil
	}
	c.Kind, c.Text = cell.Number, text
	if s.style < len(p.formats) {
		c.Kind = p.formats[s.style]
		if c.Kind == cell.Date {
			c.Num += p.dateOffset
		}
	}
	return size, nil
}

// fastShared sets c to the cell of the shared string with that index, which is written as in text.
func (p *rowParser) fastShared(c *cell.Cell, index uint64, text string) error {
	if p.strings != nil && len(text) <= maxIndex {
		if shared, ok := p.strings.At(index); ok && shared != "" {
			c.Kind, c.Text = cell.Text, shared
			return nil
		}
	}
	value, err := p.sharedAt(index, text)
	value.Formula = c.Formula
	*c = value
	return err
}

// fastText sets c to the cell of a text with these marks.
func (p *rowParser) fastText(c *cell.Cell, s *shape, text []byte, marks mark) (err error) {
	if marks.written(text) {
		start := len(p.text)
		p.text, err = appendUnescaped(p.text, text)
		if err != nil {
			return err
		}
		text = p.text[start:]
	} else if marks&beyondASCII == 0 && s.kind <= formulaText && s.kind >= inlineText && len(text) > 0 &&
		len(text) <= p.book.parts.Limits.CellBytes {
		c.Kind, c.Text = cell.Text, texts.View(text)
		return nil
	}
	*c, err = p.value(&rawCell{column: s.column, style: s.style, kind: s.kind, formula: c.Formula, value: text})
	return err
}
