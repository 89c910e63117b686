package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// embed takes the content of a document that the report's own writer has made, which is escaped already, to stand inside a page. Its
// styles become styles of the page, and its scripts are let run by their hashes: they are the program's own.
func (p *page) embed(document io.Reader) (template.HTML, error) {
	root, err := html.Parse(document)
	if err != nil {
		return "", fmt.Errorf("read the report's document: %w", err)
	}
	var body *html.Node
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Body:
			body = n
		case atom.Style:
			style := text(n)
			p.styles, p.hashes = append(p.styles, template.CSS(style)), append(p.hashes, hash(style)) //nolint:gosec // the program's own
		case atom.Script:
			p.scripts = append(p.scripts, hash(text(n)))
		}
	}
	var b bytes.Buffer
	for n := range body.ChildNodes() {
		if n.DataAtom == atom.Style {
			continue
		}
		if err := html.Render(&b, n); err != nil {
			return "", fmt.Errorf("write the report's document: %w", err)
		}
	}
	return template.HTML(b.String()), nil //nolint:gosec // html/template has escaped it
}

// text is what stands in a style or a script.
func text(n *html.Node) string {
	var b bytes.Buffer
	for c := range n.ChildNodes() {
		b.WriteString(c.Data)
	}
	return b.String()
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:])
}
