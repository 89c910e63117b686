// Package lexer splits the SQL of ClickHouse into words and marks. It knows where a name, a text or a comment ends, and nothing of
// what statements mean: that only the engine's parser can tell.
//
// Where names, texts and comments begin and end it must see as the engine does: package guard looks for what is hostile in the
// tokens. So it knows the rare ones too: nested comments, those that // begins, curly quotes, dollars in words.
package lexer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
	rest := l.text[l.pos:]
	switch c := rest[0]; {
	case c == '\'' || c == '"' || c == '`':
		l.skipQuoted(c)
	case strings.HasPrefix(rest, "‘"):
		l.skipPast("’")
	case strings.HasPrefix(rest, "“"):
		l.skipPast("”")
	case c == '$' && l.skipHeredoc():
	case isWord(c) || c == '$' && len(rest) > 1 && isWord(rest[1]):
		l.skipWord()
		t.Word = true
	default:
		_, size := utf8.DecodeRuneInString(rest)
		l.pos += size
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
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// skipWord goes behind a word or a number. A word may have dollars in it, unless it begins with a digit.
func (l *Lexer) skipWord() {
	digit := l.text[l.pos] >= '0' && l.text[l.pos] <= '9'
	for l.pos < len(l.text) && (isWord(l.text[l.pos]) || l.text[l.pos] == '$' && !digit) {
		l.pos++
	}
}

func (l *Lexer) skipBlanks() {
	for l.pos < len(l.text) {
		rest := l.text[l.pos:]
		switch {
		case strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "#!"), strings.HasPrefix(rest, "# "):
			l.skipPast("\n")
		case strings.HasPrefix(rest, "/*"):
			l.skipComment()
		default:
			r, size := utf8.DecodeRuneInString(rest)
			if !isBlank(r) {
				return
			}
			l.pos += size
		}
	}
}

// isBlank tells whether the engine passes over a character. Of the invisible ones it does so where no word goes on.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || r == 0x180E || r >= 0x200B && r <= 0x200D || r == 0x2060 || r == 0xFEFF
}

// skipComment goes behind a comment, which may have others in it.
func (l *Lexer) skipComment() {
	for level := 0; l.pos < len(l.text); {
		rest := l.text[l.pos:]
		switch {
		case strings.HasPrefix(rest, "/*"):
			level++
			l.pos += 2
		case strings.HasPrefix(rest, "*/"):
			l.pos += 2
			if level--; level == 0 {
				return
			}
		default:
			l.pos++
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

// skipHeredoc goes behind $tag$ … $tag$, and returns false when this is none. Any characters may be the tag.
func (l *Lexer) skipHeredoc() bool {
	rest := l.text[l.pos:]
	i := strings.IndexByte(rest[1:], '$')
	if i < 0 {
		return false
	}
	tag := rest[:i+2]
	end := strings.Index(rest[len(tag):], tag)
	if end < 0 {
		return false
	}
	l.pos += len(tag) + end + len(tag)
	return true
}

// Quote writes a text or a name as ClickHouse reads it between these marks.
func Quote(s string, mark byte) string {
	return string(mark) + strings.NewReplacer(`\`, `\\`, string(mark), `\`+string(mark)).Replace(s) + string(mark)
}
