package html

import (
	"context"
	"io"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// maxDepth is how deep tables may be nested.
const maxDepth = 100

// page reads one page into one row that it uses again and again.
type page struct {
	ctx    context.Context
	book   *Book
	styles styles
	layout *layout // nil unless it is wanted
	yield  func(*cell.Row) bool
	ended  bool // yield has returned false

	tables []table // those around the next tag
	grid   grid
	gap    bool // a table with rows has ended, and nothing has followed

	row     cell.Row
	rowOpen bool
	next    int // the column of the next cell, unless it is taken
	cell    pageCell
	cells   int64 // in all rows so far, and the work of placing them

	text   []byte // texts of the row
	loose  []byte // text outside of cells
	muted  atom.Atom
	island bool // within data for other programs
}

// table is a table whose end has not come yet.
type table struct {
	left   int  // the column that its rows begin in
	joins  bool // its first row continues the row that it stands in
	begun  bool // it has a row
	hidden bool
	part   bool // its head, body or foot at hand is hidden
	column int  // that the next col tag describes
}

func (b *Book) newPage(ctx context.Context) *page {
	return &page{ctx: ctx, book: b, styles: b.styles.clone()}
}

// read reads the page that open returns.
func (p *page) read(open func() (io.Reader, error)) error {
	r, err := open()
	if err != nil {
		return err
	}
	z := p.book.tokenizer(r)
	for !p.ended {
		var err error
		switch z.Next() {
		case xhtml.ErrorToken:
			if err := tokenError(z.Err(), p.book.limits); err != nil {
				return err
			}
			return p.finish()
		case xhtml.TextToken:
			err = p.addText(z.Text())
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			name, more := z.TagName()
			err = p.start(z, atom.Lookup(name), string(name) == "xml", more)
		case xhtml.EndTagToken:
			name, _ := z.TagName()
			p.island = p.island && string(name) != "xml"
			err = p.end(atom.Lookup(name))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// finish ends what the page has left open.
func (p *page) finish() error {
	if err := p.endCell(); err != nil {
		return err
	}
	if err := p.endRow(); err != nil {
		return err
	}
	return p.flushLoose()
}

// start takes in an opening tag.
func (p *page) start(z *xhtml.Tokenizer, tag atom.Atom, island, more bool) error {
	p.island = p.island || island
	switch tag {
	case atom.Table:
		return p.startTable(readAttrs(z, more))
	case atom.Tr:
		return p.startRow(readAttrs(z, more).hidden)
	case atom.Td, atom.Th:
		return p.startCell(readAttrs(z, more))
	case atom.Thead, atom.Tbody, atom.Tfoot:
		hidden := readAttrs(z, more).hidden
		if err := p.endCell(); err != nil {
			return err
		}
		if t := p.table(); t != nil {
			t.part = hidden
		}
	case atom.Col:
		p.describeColumn(readAttrs(z, more))
	case atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes:
		p.muted = tag
	default:
		return p.breakText(tag)
	}
	return nil
}

// end takes in a closing tag.
func (p *page) end(tag atom.Atom) error {
	switch tag {
	case atom.Table:
		return p.endTable()
	case atom.Td, atom.Th, atom.Tr:
		return p.endCell()
	case atom.Thead, atom.Tbody, atom.Tfoot:
		if err := p.endCell(); err != nil {
			return err
		}
		if t := p.table(); t != nil {
			t.part = false
		}
	case p.muted:
		p.muted = 0
	case atom.Br:
	default:
		return p.breakText(tag)
	}
	return nil
}

// table returns the innermost table around the next tag, or nil.
func (p *page) table() *table {
	if len(p.tables) == 0 {
		return nil
	}
	return &p.tables[len(p.tables)-1]
}

// startTable begins a table: at the left, or in the cell at hand.
func (p *page) startTable(a attrs) error {
	if len(p.tables) == maxDepth {
		return format.Refuse(format.ErrLimit, "it has tables within tables, more than %d deep", maxDepth)
	}
	p.island = false
	t := table{hidden: a.hidden}
	if outer := p.table(); outer != nil {
		if err := p.startInner(&t, *outer); err != nil {
			return err
		}
	} else {
		if err := p.flushLoose(); err != nil {
			return err
		}
		p.grid.clear(0)
		if p.layout != nil {
			p.layout.tables++
		}
	}
	p.tables = append(p.tables, t)
	return nil
}

// startInner begins a table within another one. It begins in the cell at hand, but below it if that holds a text.
func (p *page) startInner(t *table, outer table) error {
	t.hidden = t.hidden || outer.hidden || outer.part
	t.left = outer.left
	within, filled := p.cell.open, len(p.row.Cells)
	if within {
		t.left = p.cell.column
	}
	if err := p.endCell(); err != nil {
		return err
	}
	t.joins = within && len(p.row.Cells) == filled
	p.cells += int64(p.grid.clear(t.left))
	return nil
}

// leaveGap leaves a row number out after a table.
func (p *page) leaveGap() {
	if p.gap {
		p.row.Number++
		p.gap = false
	}
}

// endTable ends the innermost table. If it stands in a cell, that goes on after the table.
func (p *page) endTable() error {
	if len(p.tables) == 0 {
		return nil
	}
	if err := p.endCell(); err != nil {
		return err
	}
	begun := p.table().begun
	p.tables = p.tables[:len(p.tables)-1]
	if len(p.tables) > 0 {
		p.cell = pageCell{open: p.rowOpen, column: p.next, after: true, start: len(p.text)}
		return nil
	}
	if err := p.endRow(); err != nil {
		return err
	}
	p.gap = p.gap || begun
	return p.flushLoose()
}

// startRow begins a row, or goes on with the one in which a table stands.
func (p *page) startRow(hidden bool) error {
	if err := p.endCell(); err != nil {
		return err
	}
	if p.table() == nil {
		if err := p.startTable(attrs{}); err != nil {
			return err
		}
	}
	t := p.table()
	if len(p.tables) == 1 && !t.begun {
		p.leaveGap()
	}
	t.begun = true
	p.next = t.left
	if t.joins {
		t.joins = false
		return nil
	}
	if err := p.endRow(); err != nil {
		return err
	}
	if err := p.flushLoose(); err != nil {
		return err
	}
	return p.beginRow(hidden || t.hidden || t.part)
}

// beginRow begins the next row.
func (p *page) beginRow(hidden bool) error {
	if p.row.Number == format.MaxRows {
		return format.Refuse(format.ErrDamaged, "it has more than %d rows", format.MaxRows)
	}
	p.row = cell.Row{Number: p.row.Number + 1, Hidden: hidden, Cells: p.row.Cells[:0]}
	p.text = p.text[:0]
	p.rowOpen = true
	return p.ctx.Err()
}

// endRow ends the row at hand, if there is one.
func (p *page) endRow() error {
	if !p.rowOpen {
		return nil
	}
	p.rowOpen = false
	p.cells += int64(len(p.row.Cells))
	if p.cells > p.book.limits.Cells {
		return format.Refuse(format.ErrLimit, "it has more than %d cells up to row %d", p.book.limits.Cells, p.row.Number)
	}
	if len(p.row.Cells) > 0 && !p.ended {
		p.ended = !p.yield(&p.row)
	}
	return nil
}

// flushLoose makes a row of the text outside of cells.
func (p *page) flushLoose() error {
	loose := trim(p.loose)
	p.loose = p.loose[:0]
	if len(loose) == 0 {
		return nil
	}
	column := 0
	if t := p.table(); t != nil {
		column = t.left
	} else {
		p.leaveGap()
	}
	if err := p.endRow(); err != nil {
		return err
	}
	if err := p.beginRow(false); err != nil {
		return err
	}
	if err := p.put(column, cell.Cell{Kind: cell.Text, Text: texts.View(loose)}); err != nil {
		return err
	}
	return p.endRow()
}
