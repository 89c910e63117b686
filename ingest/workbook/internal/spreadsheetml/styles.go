package spreadsheetml

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/numfmt"
)

// style is a style as the file has it.
type style struct {
	parent string
	kind   cell.Kind // of numbers, or Empty if the style says nothing of them
}

// defaultStyle is the ID of the style that cells have which name none.
const defaultStyle = "Default"

// addStyle adds the style of a Style tag.
func (o *outline) addStyle(s *markup.Scanner) error {
	o.style, _ = s.Lookup("ID")
	parent, ok := s.Lookup("Parent")
	if !ok && o.style != defaultStyle {
		parent = defaultStyle
	}
	o.book.styles[o.style] = style{parent: parent}
	return o.take(len(o.style) + len(parent))
}

// setFormat takes the number format of the style at hand. A NumberFormat without a format is General.
func (o *outline) setFormat(s *markup.Scanner) {
	st := o.book.styles[o.style]
	code, _ := s.Lookup("Format")
	st.kind = numfmt.Named(code)
	o.book.styles[o.style] = st
}

// resolveStyles finds out what each style makes of a number: what it says itself, or its nearest ancestor that does.
func (b *Book) resolveStyles() {
	const generations = 10 // more than any file has, fewer than a circle
	b.kinds = make(map[string]cell.Kind, len(b.styles))
	for id, st := range b.styles {
		for range generations {
			if st.kind != cell.Empty {
				break
			}
			st = b.styles[st.parent]
		}
		if st.kind == cell.Empty {
			st.kind = cell.Number
		}
		b.kinds[id] = st.kind
	}
	b.styles = nil
}
