// Package lexer splits the SQL of ClickHouse into words and marks. It knows where a name, a text or a comment ends, and nothing of
// what statements mean: that only the engine's parser can tell.
package lexer

import "strings"

// Lexer goes through a text token by token, passing over blanks and comments. Copies go on by themselves.
type Lexer struct {
	text  string
	pos   int
	depth int // of brackets
}

// New returns a lexer at the beginning of the text.
func New(text string) Lexer { return Lexer{text: text} }

// All returns the tokens of a text.
func All(text string) []Token {
	var tokens []Token
	l := New(text)
	for t, ok := l.Next(); ok; t, ok = l.Next() {
		tokens = append(tokens, t)
	}
	return tokens
}

// Token is a word, a quoted name or text, or another character.
type Token struct {
	Text       string
	Start, End int  // in bytes
	Depth      int  // of brackets around it; a closing bracket counts as inside
	Word       bool // a bare word or a number
	Opens      bool // an opening bracket
}

// Is compares a bare word without regard to case.
func (t Token) Is(keyword string) bool { return t.Word && strings.EqualFold(t.Text, keyword) }

// PeekIs tells whether the next token is the keyword.
func (l Lexer) PeekIs(keyword string) bool {
	t, ok := l.Next()
	return ok && t.Is(keyword)
}

// Next returns the next token, and false at the end of the text.
func (l *Lexer) Next() (Token, bool) {
	l.skipBlanks()
	if l.pos >= len(l.text) {
		return Token{}, false
	}
	t := Token{Start: l.pos, Depth: l.depth}
	c := l.text[l.pos]
	switch {
	case isWord(c):
		for l.pos < len(l.text) && isWord(l.text[l.pos]) {
			l.pos++
		}
		t.Word = true
	case c == '\'' || c == '"' || c == '`':
		l.skipQuoted(c)
	case c == '$' && l.skipHeredoc():
	default:
		l.pos++
		switch c {
		case '(', '[', '{':
			t.Opens = true
			l.depth++
		case ')', ']', '}':
			l.depth = max(0, l.depth-1)
		}
	}
	t.End = l.pos
	t.Text = l.text[t.Start:t.End]
	return t, true
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func (l *Lexer) skipBlanks() {
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
func (l *Lexer) skipPast(mark string) {
	i := strings.Index(l.text[l.pos:], mark)
	if i < 0 {
		l.pos = len(l.text)
		return
	}
	l.pos += i + len(mark)
}

// skipQuoted goes behind the closing quote; within, a backslash or doubling escapes.
func (l *Lexer) skipQuoted(quote byte) {
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
func (l *Lexer) skipHeredoc() bool {
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

// Quote writes a text or a name as ClickHouse reads it between these marks.
func Quote(s string, mark byte) string {
	return string(mark) + strings.NewReplacer(`\`, `\\`, string(mark), `\`+string(mark)).Replace(s) + string(mark)
}
