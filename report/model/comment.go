package model

import "strings"

// Comment is what the controller has written about a section, or about the report as a whole.
type Comment struct {
	Markdown string // as it was written
	Prose    []Paragraph
}

func (*Comment) block() {}

// ParagraphKind tells how a paragraph is set.
type ParagraphKind uint8

// The kinds of paragraphs.
const (
	Prose      ParagraphKind = iota
	Subheading               // a heading within the comment
	Bullet                   // an item of a list
	Numbered                 // an item of a numbered list
)

// Paragraph is a paragraph, a heading or an item of a list.
type Paragraph struct {
	Kind   ParagraphKind
	Number int // of a numbered item
	Spans  []Span
}

// Span is a run of text that is set alike. Its link, if any, is an address of http, https or mailto.
type Span struct {
	Text                   string
	Strong, Emphasis, Code bool
	Link                   string
}

// Text returns the paragraph without its setting. The address of a link follows in brackets, unless it is the text itself.
func (p Paragraph) Text() string {
	var b strings.Builder
	for _, s := range p.Spans {
		b.WriteString(s.Text)
		if s.Link != "" && s.Link != s.Text && s.Link != "mailto:"+s.Text {
			b.WriteString(" (" + s.Link + ")")
		}
	}
	return b.String()
}
