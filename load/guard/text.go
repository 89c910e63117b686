package guard

import (
	"regexp"
	"slices"
	"strings"

	"nyckeltal/load/engine"
	"nyckeltal/load/engine/lexer"
)

// text is a statement with its last clauses cut off.
type text struct {
	text     string
	format   string
	settings []engine.Setting
	tokens   []lexer.Token
	tables   map[string]bool // names that the statement gives to subqueries: name AS (
	aliases  map[string]bool // names that it gives to anything: AS name
}

// cut reads a statement's words. Errors are refusals.
func cut(sql string) (*text, error) {
	tokens := lexer.All(sql)
	if err := checkTokens(tokens); err != nil {
		return nil, err
	}
	t := &text{tables: make(map[string]bool), aliases: make(map[string]bool)}
	for len(tokens) > 0 && tokens[len(tokens)-1].Text == ";" {
		tokens = tokens[:len(tokens)-1]
	}
	for {
		rest := t.cutFormat(t.cutSettings(tokens))
		if len(rest) == len(tokens) {
			break
		}
		tokens = rest
	}
	if len(tokens) > 0 {
		t.text = sql[tokens[0].Start:tokens[len(tokens)-1].End]
	}
	t.tokens = tokens
	t.note()
	return t, nil
}

// checkTokens refuses names with control characters or escapes, which could pass for lines of a syntax tree, and what is not text.
func checkTokens(tokens []lexer.Token) error {
	for _, t := range tokens {
		if t.Text[0] < ' ' {
			return refuse(codeSyntaxError, "The statement has a control character at position %d", t.Start+1)
		}
		if quote := t.Text[0]; quote != '"' && quote != '`' && !strings.HasPrefix(t.Text, "“") {
			continue
		}
		for _, c := range []byte(t.Text) {
			if c < ' ' || c == '\\' {
				return refuse(codeSyntaxError, "The name at position %d has a control character or a backslash, which is not allowed here", t.Start+1)
			}
		}
	}
	return nil
}

// cutFormat takes FORMAT name from the end.
func (t *text) cutFormat(tokens []lexer.Token) []lexer.Token {
	n := len(tokens)
	if n < 3 || !tokens[n-2].Is("FORMAT") || tokens[n-2].Depth != 0 || !tokens[n-1].Word {
		return tokens
	}
	t.format = tokens[n-1].Text
	return tokens[:n-2]
}

// cutSettings takes SETTINGS name = value, … from the end.
func (t *text) cutSettings(tokens []lexer.Token) []lexer.Token {
	for i := len(tokens) - 1; i > 0; i-- {
		if tokens[i].Is("SETTINGS") && tokens[i].Depth == 0 {
			if settings, ok := readSettings(tokens[i+1:]); ok {
				t.settings = append(settings, t.settings...)
				return tokens[:i]
			}
			return tokens
		}
	}
	return tokens
}

// readSettings reads name = value, … where values are numbers, words or texts.
func readSettings(tokens []lexer.Token) (settings []engine.Setting, ok bool) {
	for len(tokens) > 0 {
		if len(tokens) < 3 || !tokens[0].Word || tokens[1].Text != "=" {
			return nil, false
		}
		name := tokens[0].Text
		tokens = tokens[2:]
		end := slices.IndexFunc(tokens, func(t lexer.Token) bool { return t.Text == "," })
		if end < 0 {
			end = len(tokens)
		}
		value, ok := plainValue(tokens[:end])
		if !ok || end == len(tokens)-1 { // a comma ends no list
			return nil, false
		}
		settings = append(settings, engine.Setting{Name: name, Value: value})
		tokens = tokens[min(end+1, len(tokens)):]
	}
	return settings, len(settings) > 0
}

// plainValue is a text, a word, or a number with sign and point.
func plainValue(tokens []lexer.Token) (string, bool) {
	if len(tokens) == 1 && len(tokens[0].Text) >= 2 && tokens[0].Text[0] == '\'' {
		value := tokens[0].Text[1 : len(tokens[0].Text)-1]
		return value, !strings.ContainsAny(value, `\'`)
	}
	value := ""
	for _, t := range tokens {
		value += t.Text
	}
	return value, plainNumber.MatchString(value)
}

var plainNumber = regexp.MustCompile(`^([A-Za-z_]\w*|[+-]?\d+(\.\d+)?([eE]\d+)?)$`)

// checkShow refuses a statement of SHOW with an expression in it, which its syntax tree does not tell of.
func (t *text) checkShow() error {
	for _, token := range t.tokens {
		quoted := strings.ContainsAny(token.Text[:1], "'\"`")
		if token.Is("WHERE") || !token.Word && !quoted && token.Text != "." {
			return refuse(codeAccessDenied, "SHOW is allowed with LIKE and with a number as LIMIT only, found %q: ask system.tables or system.columns for more", token.Text)
		}
	}
	return nil
}

// note notes the names that a statement gives.
func (t *text) note() {
	tokens := t.tokens
	for i, token := range tokens {
		if !token.Is("AS") {
			continue
		}
		if i > 0 && i+1 < len(tokens) && tokens[i+1].Opens {
			t.tables[unquote(tokens[nameBefore(tokens, i)].Text)] = true
		}
		if i+1 < len(tokens) {
			t.aliases[unquote(tokens[i+1].Text)] = true
		}
	}
}

// nameBefore is the index of the name that AS stands after; WITH name (columns) AS ( has columns between.
func nameBefore(tokens []lexer.Token, as int) int {
	i := as - 1
	if tokens[i].Text != ")" {
		return i
	}
	for i > 0 && (!tokens[i].Opens || tokens[i].Depth != tokens[as].Depth) {
		i--
	}
	return max(0, i-1)
}

func unquote(name string) string {
	if len(name) >= 2 && (name[0] == '"' || name[0] == '`') {
		return name[1 : len(name)-1]
	}
	return name
}
