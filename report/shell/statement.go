package shell

import (
	"regexp"
	"strings"

	"nyckeltal/load/engine/lexer"
)

// complete tells whether a text ends with a semicolon that ends a statement.
func complete(text string) bool {
	all := lexer.All(text)
	return len(all) > 0 && all[len(all)-1].Text == ";"
}

// firstWord returns the first word of a statement in capitals.
func firstWord(sql string) string {
	l := lexer.New(sql)
	first, _ := l.Next()
	return strings.ToUpper(first.Text)
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
