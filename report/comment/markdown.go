package comment

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"nyckeltal/ingest/config"
	"nyckeltal/report/model"
)

// reader turns the Markdown of one comment into paragraphs.
type reader struct {
	file   string
	line   int // lines of the file before the text
	source []byte
	prose  []model.Paragraph
	faults []error
}

// read returns nil for a text of blanks only.
func (r *reader) read(source []byte) *model.Comment {
	if len(bytes.TrimSpace(source)) == 0 {
		return nil
	}
	r.source = source
	document := goldmark.DefaultParser().Parse(text.NewReader(source))
	for n := document.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n)
	}
	return &model.Comment{Markdown: strings.TrimSpace(string(source)), Prose: r.prose}
}

func (r *reader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		r.paragraph(n, model.Paragraph{})
	case *ast.Heading:
		if n.Level == 1 {
			r.fault(n, "a heading of the first level names a section and is written with #: use ## for others")
			return
		}
		r.paragraph(n, model.Paragraph{Kind: model.Subheading})
	case *ast.List:
		r.list(n)
	case *ast.LinkReferenceDefinition: // where links lead to, which says nothing itself
	default:
		r.refuse(n)
	}
}

// list reads the items; each is one paragraph.
func (r *reader) list(list *ast.List) {
	item := model.Paragraph{Kind: model.Bullet}
	if list.IsOrdered() {
		item.Kind, item.Number = model.Numbered, list.Start
	}
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		content := n.FirstChild()
		switch {
		case content == nil:
			r.prose = append(r.prose, item)
		case content.NextSibling() != nil:
			r.fault(content.NextSibling(), "an item of a list is one paragraph, without lists of its own")
		case content.Kind() == ast.KindTextBlock || content.Kind() == ast.KindParagraph:
			r.paragraph(content, item)
		default:
			r.refuse(content)
		}
		if list.IsOrdered() {
			item.Number++
		}
	}
}

func (r *reader) paragraph(n ast.Node, p model.Paragraph) {
	r.spans(n, model.Span{}, &p)
	r.prose = append(r.prose, p)
}

// spans reads what the node holds; style is that of the nodes around it.
func (r *reader) spans(parent ast.Node, style model.Span, p *model.Paragraph) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		inner := style
		switch n := n.(type) {
		case *ast.Text:
			written := string(n.Segment.Value(r.source))
			if !style.Code {
				written = unescape(n.Segment.Value(r.source))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				written += " "
			}
			p.Spans = appendText(p.Spans, style, written)
		case *ast.String:
			p.Spans = appendText(p.Spans, style, string(n.Value))
		case *ast.Emphasis:
			if n.Level == 2 {
				inner.Strong = true
			} else {
				inner.Emphasis = true
			}
			r.spans(n, inner, p)
		case *ast.CodeSpan:
			inner.Code = true
			r.spans(n, inner, p)
		case *ast.Link:
			inner.Link = r.link(parent, string(n.Destination))
			r.spans(n, inner, p)
		case *ast.AutoLink:
			inner.Link = string(n.URL(r.source))
			if n.AutoLinkType == ast.AutoLinkEmail {
				inner.Link = "mailto:" + inner.Link
			}
			inner.Link = r.link(parent, inner.Link)
			p.Spans = appendText(p.Spans, inner, string(n.Label(r.source)))
		default:
			r.refuse(n)
		}
	}
}

// appendText adds to the last span where it is set alike.
func appendText(spans []model.Span, style model.Span, written string) []model.Span {
	if n := len(spans); n > 0 {
		last := spans[n-1]
		last.Text = ""
		if last == style {
			spans[n-1].Text += written
			return spans
		}
	}
	style.Text = written
	return append(spans, style)
}

var schemes = []string{"http", "https", "mailto"}

// link returns the address, or a fault for one that is none of the web or of mail.
func (r *reader) link(at ast.Node, address string) string {
	u, err := url.Parse(address)
	if err != nil || !slices.Contains(schemes, strings.ToLower(u.Scheme)) {
		r.fault(at, fmt.Sprintf("expected a link to http://, https:// or mailto:, found %q", address))
		return ""
	}
	return address
}

// names are what people call the nodes that are refused.
var names = map[ast.NodeKind]string{
	ast.KindHTMLBlock: "HTML", ast.KindRawHTML: "HTML", ast.KindImage: "a picture", ast.KindCodeBlock: "an indented block",
	ast.KindFencedCodeBlock: "a block of code", ast.KindBlockquote: "a quotation", ast.KindThematicBreak: "a line across",
	ast.KindList: "a list within a list",
}

func (r *reader) refuse(n ast.Node) {
	name, ok := names[n.Kind()]
	if !ok {
		name = n.Kind().String()
	}
	r.fault(n, "comments hold paragraphs, headings, lists, bold, italic, code and links: found "+name)
}

func (r *reader) fault(n ast.Node, message string) {
	r.faults = append(r.faults, &config.Problem{File: r.file, Line: r.line + r.lineOf(n), Column: 1, Message: message})
}

// lineOf returns the line of the text, from 1, on which the node begins, or the nearest node around it that tells.
func (r *reader) lineOf(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if at := n.Pos(); at >= 0 && at <= len(r.source) && n.Kind() != ast.KindDocument {
			return 1 + bytes.Count(r.source[:at], []byte("\n"))
		}
	}
	return 1
}

// unescape returns the text that the Markdown of a text node stands for.
func unescape(source []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(source))))
}
