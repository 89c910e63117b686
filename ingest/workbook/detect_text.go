package workbook

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"nyckeltal/ingest/workbook/internal/charset"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// detectText tells the kind of a file that is a text by its beginning, and refuses texts in formats of their own.
func detectText(head []byte) (kind, error) {
	text := textOf(head)
	switch trimmed := bytes.TrimLeft(text, " \t\r\n"); {
	case bytes.HasPrefix(trimmed, []byte("<")):
		return detectMarkup(trimmed)
	case isMail(text):
		return webArchive, nil
	case jsonStart.Match(trimmed):
		return separated, format.Refuse(format.ErrUnsupported, "it is a JSON file")
	case isSYLK(text):
		return separated, format.Refuse(format.ErrUnsupported, "it is a file in the symbolic link format (SYLK)")
	}
	return separated, nil
}

// textOf returns the text of the beginning of a file in something near UTF-8: what is told by ASCII can be told by it.
func textOf(head []byte) []byte {
	encoding := charset.Mark(head)
	if encoding == charset.UTF8 {
		return head
	}
	// A character that is cut off at the end is an error of no importance here.
	text, _ := io.ReadAll(encoding.Reader(bytes.NewReader(head)))
	return text
}

// jsonStart is how JSON begins that holds objects or lists. A heading of a text may begin with a bracket.
var jsonStart = regexp.MustCompile(`^(\{\s*["}]|\[\s*[\[{"\]])`)

// isMail tells whether a text begins with the header of an e-mail that says how its body is written, as web archives do.
func isMail(text []byte) bool {
	header, _, _ := bytes.Cut(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n\n"))
	lines := bytes.Split(header, []byte("\n"))
	if !mailField.Match(lines[0]) {
		return false
	}
	for _, line := range lines {
		if len(line) >= len(mailVersion) && strings.EqualFold(string(line[:len(mailVersion)]), mailVersion) {
			return true
		}
	}
	return false
}

// mailVersion begins the field by which a mail says that its body has a type.
const mailVersion = "MIME-Version:"

var mailField = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:( |$)`)

// sylkRecord is a line of a file in the symbolic link format. Such a file begins with ID and the name of a program, but
// so do the headings of many tables.
var sylkRecord = regexp.MustCompile(`^(P|F|B|C|O|W|NN|NU|NE|NL)(;[A-Z][^;]*)+`)

// isSYLK tells whether a text is in the symbolic link format: after its first line, ID;P and the name of a program, the
// next ones are records of the format.
func isSYLK(text []byte) bool {
	lines := strings.FieldsFunc(string(text), func(r rune) bool { return r == '\r' || r == '\n' })
	if len(lines) < 3 || !strings.HasPrefix(lines[0], "ID;P") {
		return false
	}
	for _, line := range lines[1:min(len(lines)-1, 8)] {
		if !sylkRecord.MatchString(line) {
			return false
		}
	}
	return true
}

// detectMarkup tells the kind of a file that begins with a tag.
func detectMarkup(text []byte) (kind, error) {
	declared := hasPrefixFold(text, "<?xml")
	root, attrs := rootTag(text)
	name := strings.ToLower(local(root))
	switch {
	case local(root) == "Workbook":
		return xmlWorkbook, nil
	case name == "html", hasPrefixFold(text, "<!doctype html"), !declared && htmlTags[name]:
		return webPage, nil
	case strings.HasPrefix(name, "document") && strings.Contains(attrs, "opendocument"):
		return flatDocument, nil
	case name == "package" && strings.Contains(attrs, "xmlPackage"):
		return separated, format.Refuse(format.ErrUnsupported, "it is an Office file as a single XML document")
	case declared && root == "":
		return separated, format.Refuse(format.ErrUnsupported, "it is an XML file")
	case declared, strings.Contains(attrs, "xmlns"):
		return separated, format.Refuse(format.ErrUnsupported, "it is an XML file of another kind, with %q", root[:min(len(root), 40)])
	}
	return separated, nil
}

// htmlTags are those that pages begin with, or parts of pages.
var htmlTags = map[string]bool{
	"head": true, "body": true, "meta": true, "title": true, "style": true, "link": true, "script": true, "base": true,
	"table": true, "caption": true, "colgroup": true, "col": true, "thead": true, "tbody": true, "tr": true, "td": true, "th": true,
	"div": true, "p": true, "br": true, "center": true, "font": true, "b": true, "span": true, "form": true, "h1": true, "h2": true,
	"h3": true, "h4": true, "hr": true, "pre": true, "xml": true,
}

// rootTag returns the name and the attributes of the first tag of a text. Comments, instructions and a document type
// before it are passed.
func rootTag(text []byte) (name, attrs string) {
	for {
		text = bytes.TrimLeft(text, " \t\r\n")
		var end string
		switch {
		case bytes.HasPrefix(text, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(text, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(text, []byte("<!")):
			end = ">"
			if tag, _, _ := bytes.Cut(text, []byte(end)); bytes.IndexByte(tag, '[') >= 0 {
				end = "]>"
			}
		default:
			return splitTag(text)
		}
		_, after, ok := bytes.Cut(text, []byte(end))
		if !ok {
			return "", ""
		}
		text = after
	}
}

// splitTag returns the name and the attributes of the tag that a text begins with.
func splitTag(text []byte) (name, attrs string) {
	s := markup.NewScanner(text)
	if err := s.Next(); err != nil || s.Kind == markup.Close {
		tag, _, _ := strings.Cut(strings.TrimPrefix(string(text), "<"), ">") // its end may not be at hand
		n := strings.IndexAny(tag+" ", " \t\r\n/")
		return tag[:n], tag[n:]
	}
	return string(s.Name), string(s.Attrs)
}

// local returns a name without its prefix.
func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

// hasPrefixFold tells whether a text begins with a prefix in upper or lower case.
func hasPrefixFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(string(text[:len(prefix)]), prefix)
}
