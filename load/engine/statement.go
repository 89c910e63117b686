package engine

import (
	"strings"

	"nyckeltal/load/engine/lexer"
)

// statement is what the endpoint must know about a statement before the engine parses it: whether data follow it,
// and which format it names.
type statement struct {
	// insert is true for an INSERT with data, not for INSERT … SELECT.
	insert bool
	// format is the one that the text names for the result or for the data; "" when it names none.
	format string
	// text is the statement, of an insert without FORMAT or VALUES.
	text string
	// data is where the data of an insert begin.
	data int
}

// parseStatement reads the beginning of a request's text. Of an insert, as much as reaches to its data is enough.
func parseStatement(text string) statement {
	words := lexer.New(text)
	first, ok := words.Next()
	if ok && first.Is("INSERT") {
		if s, ok := parseInsert(text, words); ok {
			return s
		}
	}
	return statement{text: text, format: lexer.Format(text)}
}

// parseInsert looks for the clause that introduces data.
func parseInsert(text string, words lexer.Lexer) (statement, bool) {
	for {
		t, ok := words.Next()
		switch {
		case !ok:
			// INSERT INTO t (a, b) without more: data follow, in the default format.
			return statement{insert: true, text: strings.TrimRight(text, "; \t\r\n"), data: len(text)}, true
		case t.Depth > 0:
			continue
		case t.Is("SELECT"), t.Is("WITH"), t.Is("INFILE"), t.Is("WATCH"):
			return statement{}, false
		case t.Is("VALUES"):
			return statement{insert: true, format: "Values", text: text[:t.Start], data: t.End}, true
		case t.Is("FORMAT"):
			format, ok := words.Next()
			if !ok || !format.Word {
				return statement{}, false
			}
			return statement{
				insert: true,
				format: text[format.Start:format.End],
				text:   text[:t.Start],
				data:   skipToData(text, format.End),
			}, true
		case t.Opens && words.PeekIs("SELECT"), t.Opens && words.PeekIs("WITH"):
			return statement{}, false
		}
	}
}

// skipToData passes the blanks after the format's name and one line feed, as ClickHouse does.
func skipToData(text string, i int) int {
	for i < len(text) && strings.IndexByte(" \t\f;", text[i]) >= 0 {
		i++
	}
	if i < len(text) && text[i] == '\r' {
		i++
	}
	if i < len(text) && text[i] == '\n' {
		i++
	}
	return i
}
