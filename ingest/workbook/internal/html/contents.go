package html

import (
	"bytes"
	"io"
	"path"
	"strings"

	xhtml "golang.org/x/net/html"

	"nyckeltal/ingest/workbook/internal/format"
)

// contents collects what the parts of an archive hold.
type contents struct {
	book    *Book
	archive *archive
	pages   []archived
	list    []listed // the first one that a page has
}

// archived is a page with a table in an archive.
type archived struct {
	index    int // of its part
	location string
}

// add takes in a part.
func (c *contents) add(index int, p part) error {
	switch p.media {
	case "text/css":
		css, err := io.ReadAll(io.LimitReader(p.text, min(c.book.limits.Memory, maxToken)))
		c.book.styles.add(css)
		return err
	case "text/html", "application/xhtml+xml":
	default:
		return nil
	}
	found, err := c.book.survey(p.text)
	if err != nil {
		return err
	}
	if c.list == nil {
		c.list = found.list
	}
	if found.table && p.location != "tabstrip.htm" {
		c.pages = append(c.pages, archived{index, p.location})
	}
	return nil
}

// sheets returns the pages as sheets: those that the list of sheets names, in its order, or all if there is no list.
func (c *contents) sheets(name string) []sheet {
	var sheets []sheet
	for _, l := range c.list {
		for _, page := range c.pages {
			if page.location == l.location {
				sheets = append(sheets, c.sheet(format.Sheet{Name: l.name, Visibility: l.visibility}, page))
			}
		}
	}
	if sheets != nil {
		return number(sheets)
	}
	for _, page := range c.pages {
		s := format.Sheet{Name: strings.TrimSuffix(page.location, path.Ext(page.location))}
		if len(c.pages) == 1 {
			s.Name = name
		}
		sheets = append(sheets, c.sheet(s, page))
	}
	return number(sheets)
}

func (c *contents) sheet(s format.Sheet, page archived) sheet {
	return sheet{s, func() (io.Reader, error) { return c.archive.open(page.index) }}
}

// number gives the sheets their indexes.
func number(sheets []sheet) []sheet {
	for i := range sheets {
		sheets[i].Index = i
	}
	return sheets
}

// listed is a sheet in the list of sheets that Excel writes into the first page of several, within a comment.
type listed struct {
	name       string
	location   string // the last element of the page's address, in lower case
	visibility format.Visibility
}

// parseList reads the list of sheets in a comment:
//
//	<x:ExcelWorksheet><x:Name>Blad1</x:Name><x:WorksheetSource HRef="a.files/sheet001.htm"/></x:ExcelWorksheet>
func parseList(comment []byte) (list []listed) {
	for {
		i := bytes.Index(comment, []byte("<x:ExcelWorksheet>"))
		if i < 0 {
			return list
		}
		entry := comment[i:]
		end := bytes.Index(entry, []byte("</x:ExcelWorksheet>"))
		if end < 0 {
			return list
		}
		comment = entry[end+1:]
		entry = entry[:end]
		l := listed{name: between(entry, "<x:Name>", "<"), location: between(entry, `HRef="`, `"`)}
		l.location = strings.ToLower(path.Base(strings.ReplaceAll(l.location, `\`, "/")))
		switch between(entry, "<x:Visible>", "<") {
		case "SheetHidden":
			l.visibility = format.Hidden
		case "SheetVeryHidden":
			l.visibility = format.VeryHidden
		}
		list = append(list, l)
	}
}

// between returns the text between the first open and the close after it, entities resolved, or "".
func between(text []byte, open, close string) string {
	_, rest, ok := bytes.Cut(text, []byte(open))
	value, _, closed := bytes.Cut(rest, []byte(close))
	if !ok || !closed {
		return ""
	}
	return xhtml.UnescapeString(string(value))
}
