package shell

import (
	"regexp"
	"strings"
)

// sqlToken is a text, a quoted name, a here-document, a comment, a word, blanks, or one other character. What has no end goes
// to the end of the text.
var sqlToken = regexp.MustCompile("(?s)'(?:\\\\.|''|[^'\\\\])*(?:'|$)|\"(?:\\\\.|[^\"\\\\])*(?:\"|$)|`(?:\\\\.|[^`\\\\])*(?:`|$)" +
	`|--[^\n]*|/\*.*?(?:\*/|$)|\w+|\s+|.`)

// tokens cuts a text into its tokens, which together are the text.
func tokens(sql string) []string { return sqlToken.FindAllString(sql, -1) }

// silent tells whether a token says nothing: blanks and comments.
func silent(token string) bool {
	return strings.TrimSpace(token) == "" || strings.HasPrefix(token, "--") || strings.HasPrefix(token, "/*")
}

// Statements cuts a text into its statements, which semicolons end; the last one may lack its own. Comments stay with the
// statement that follows; a text without a statement has none.
func Statements(text string) []string {
	var all []string
	var current strings.Builder
	speaks := false
	end := func() {
		if speaks {
			all = append(all, strings.TrimSpace(current.String()))
		}
		current.Reset()
		speaks = false
	}
	for _, token := range tokens(text) {
		if token == ";" {
			end()
			continue
		}
		speaks = speaks || !silent(token)
		current.WriteString(token)
	}
	end()
	return all
}

// complete tells whether a text ends with a semicolon that ends a statement.
func complete(text string) bool {
	all := tokens(text)
	for i := len(all) - 1; i >= 0; i-- {
		if !silent(all[i]) {
			return all[i] == ";"
		}
	}
	return false
}

// formatClause returns the format that a statement names at its end, or "".
func formatClause(sql string) string {
	var last [2]string
	for _, token := range tokens(sql) {
		if !silent(token) {
			last = [2]string{last[1], token}
		}
	}
	if strings.EqualFold(last[0], "FORMAT") && engineFormat.MatchString(last[1]) {
		return last[1]
	}
	return ""
}

// firstWord returns the first word of a statement in capitals.
func firstWord(sql string) string {
	for _, token := range tokens(sql) {
		if !silent(token) {
			return strings.ToUpper(token)
		}
	}
	return ""
}

// placeholder is that of a parameter.
var placeholder = regexp.MustCompile(`\{\s*(\w+)\s*:`)

// paramsOf returns those of the parameters that the statement has placeholders for.
func paramsOf(sql string, params map[string]string) map[string]string {
	used := make(map[string]string)
	for _, token := range placeholder.FindAllStringSubmatch(sql, -1) {
		if value, ok := params[token[1]]; ok {
			used[token[1]] = value
		}
	}
	return used
}
