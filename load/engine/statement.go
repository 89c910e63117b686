package engine

import "strings"

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
	words := lexer{text: text}
	first, ok := words.next()
	if ok && first.is("INSERT") {
		if s, ok := parseInsert(text, words); ok {
			return s
		}
	}
	return statement{text: text, format: outputFormat(text)}
}

// parseInsert looks for the clause that introduces data.
func parseInsert(text string, words lexer) (statement, bool) {
	for {
		t, ok := words.next()
		switch {
		case !ok:
			// INSERT INTO t (a, b) without more: data follow, in the default format.
			return statement{insert: true, text: strings.TrimRight(text, "; \t\r\n"), data: len(text)}, true
		case t.depth > 0:
			continue
		case t.is("SELECT"), t.is("WITH"), t.is("INFILE"), t.is("WATCH"):
			return statement{}, false
		case t.is("VALUES"):
			return statement{insert: true, format: "Values", text: text[:t.start], data: t.end}, true
		case t.is("FORMAT"):
			format, ok := words.next()
			if !ok || !format.word {
				return statement{}, false
			}
			return statement{
				insert: true,
				format: text[format.start:format.end],
				text:   text[:t.start],
				data:   skipToData(text, format.end),
			}, true
		case t.opens && words.peekIs("SELECT"), t.opens && words.peekIs("WITH"):
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

// outputFormat returns the name in the last FORMAT clause: nothing but SETTINGS or a semicolon may follow it.
func outputFormat(text string) string {
	words := lexer{text: text}
	var last [3]token // the two tokens before, and the current one
	format := ""
	for {
		t, ok := words.next()
		if last[1].is("FORMAT") && last[2].word && last[1].depth == 0 &&
			(!ok || t.is("SETTINGS") || text[t.start:t.end] == ";") {
			format = text[last[2].start:last[2].end]
		}
		if !ok {
			return format
		}
		last = [3]token{last[1], last[2], t}
	}
}
