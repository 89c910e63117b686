package engine

import "strings"

// lexer splits SQL text into words and marks, passing over blanks, comments and the inside of quotes.
type lexer struct {
	text  string
	pos   int
	depth int // of brackets
}

type token struct {
	text       string
	start, end int
	depth      int  // of brackets around it; a closing bracket counts as inside
	word       bool // a bare word or a number
	opens      bool // an opening bracket
}

// is compares a bare word without regard to case.
func (t token) is(keyword string) bool { return t.word && strings.EqualFold(t.text, keyword) }

// peekIs tells whether the next token is the keyword.
func (l lexer) peekIs(keyword string) bool {
	t, ok := l.next()
	return ok && t.is(keyword)
}

// next returns the next token, and false at the end of the text.
func (l *lexer) next() (token, bool) {
	l.skipBlanks()
	if l.pos >= len(l.text) {
		return token{}, false
	}
	t := token{start: l.pos, depth: l.depth}
	c := l.text[l.pos]
	switch {
	case isWord(c):
		for l.pos < len(l.text) && isWord(l.text[l.pos]) {
			l.pos++
		}
		t.word = true
	case c == '\'' || c == '"' || c == '`':
		l.skipQuoted(c)
	case c == '$' && l.skipHeredoc():
	default:
		l.pos++
		switch c {
		case '(', '[', '{':
			t.opens = true
			l.depth++
		case ')', ']', '}':
			l.depth = max(0, l.depth-1)
		}
	}
	t.end = l.pos
	t.text = l.text[t.start:t.end]
	return t, true
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func (l *lexer) skipBlanks() {
	for l.pos < len(l.text) {
		rest := l.text[l.pos:]
		switch {
		case strings.IndexByte(" \t\r\n\f\v", rest[0]) >= 0:
			l.pos++
		case strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "#!"), strings.HasPrefix(rest, "# "):
			l.skipPast("\n")
		case strings.HasPrefix(rest, "/*"):
			l.skipPast("*/")
		default:
			return
		}
	}
}

// skipPast goes behind the next occurrence of the mark, or to the end.
func (l *lexer) skipPast(mark string) {
	i := strings.Index(l.text[l.pos:], mark)
	if i < 0 {
		l.pos = len(l.text)
		return
	}
	l.pos += i + len(mark)
}

// skipQuoted goes behind the closing quote; within, a backslash or doubling escapes.
func (l *lexer) skipQuoted(quote byte) {
	for l.pos++; l.pos < len(l.text); l.pos++ {
		switch l.text[l.pos] {
		case '\\':
			l.pos++
		case quote:
			if l.pos++; l.pos >= len(l.text) || l.text[l.pos] != quote {
				return
			}
		}
	}
	l.pos = len(l.text)
}

// skipHeredoc goes behind $tag$ … $tag$, and returns false when this is none.
func (l *lexer) skipHeredoc() bool {
	i := l.pos + 1
	for i < len(l.text) && isWord(l.text[i]) {
		i++
	}
	if i >= len(l.text) || l.text[i] != '$' {
		return false
	}
	tag := l.text[l.pos : i+1]
	end := strings.Index(l.text[i+1:], tag)
	if end < 0 {
		return false
	}
	l.pos = i + 1 + end + len(tag)
	return true
}
