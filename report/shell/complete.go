package shell

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/reeflective/readline"

	"nyckeltal/load/engine/lexer"
	"nyckeltal/report/rows"
)

// keywords are those of statements that read.
var keywords = strings.Fields(`ALL AND ANTI ANY ARRAY AS ASC ASOF BETWEEN BY CASE CAST COUNT CROSS DATE DESC DESCRIBE DISTINCT ELSE END EXCEPT
	EXISTS EXPLAIN FILL FINAL FORMAT FROM FULL GLOBAL GROUP HAVING ILIKE IN INNER INTERSECT INTERVAL IS JOIN LEFT LIKE LIMIT NOT NULL NULLS OFFSET ON OR
	ORDER OVER PARTITION PREWHERE QUALIFY RIGHT ROLLUP SELECT SEMI SETTINGS SHOW TABLES THEN TOTALS UNION USING VALUES WHEN WHERE WINDOW WITH`)

// word is something to complete with what it is.
type word struct{ name, about string }

// vocabulary is what the warehouse can be asked about. It is read when it is first needed, beside what is typed.
type vocabulary struct {
	views      func() []word
	columns    func() map[string][]word // by view
	indicators func() []word
}

func newVocabulary(ctx context.Context, w Warehouse) *vocabulary {
	read := func(sql string, columns int) [][]string { return texts(ctx, w, sql, columns) }
	return &vocabulary{
		views: sync.OnceValue(func() []word { return words(read(viewsSQL, 2)) }),
		columns: sync.OnceValue(func() map[string][]word {
			all := map[string][]word{}
			for _, r := range read(`SELECT table, name, type FROM system.columns WHERE database = currentDatabase() ORDER BY table, position`, 3) {
				all[r[0]] = append(all[r[0]], word{r[1], r[2]})
			}
			return all
		}),
		indicators: sync.OnceValue(func() []word {
			return words(read(`SELECT toString(indicator), name_en FROM indicators ORDER BY position`, 2))
		}),
	}
}

func words(read [][]string) []word {
	var all []word
	for _, r := range read {
		all = append(all, word{r[0], r[1]})
	}
	return all
}

// texts reads rows of texts. Without an answer there is nothing to complete, which is no reason to disturb whoever types.
func texts(ctx context.Context, w Warehouse, sql string, columns int) (all [][]string) {
	result, err := w.Query(ctx, Question{SQL: sql})
	if err != nil {
		return nil
	}
	defer func() { _ = result.Close() }()
	for result.Next() {
		row := make([]string, columns)
		targets := make([]any, columns)
		for i := range row {
			targets[i] = &row[i]
		}
		if result.Scan(targets...) != nil {
			return nil
		}
		all = append(all, row)
	}
	if result.Err() != nil {
		return nil
	}
	return all
}

// knows tells whether there is a view, or another table, of this name.
func (v *vocabulary) knows(view string) bool { return v.columns()[view] != nil }

// candidates are words of one kind.
type candidates struct {
	kind  string
	words []word
}

// complete returns what the word before the cursor may become.
func (v *vocabulary) complete(before []rune) readline.Completions {
	text := string(before)
	start := strings.LastIndexFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) + 1
	if strings.HasPrefix(text, `\`) && !strings.Contains(text, " ") {
		start = 0
	}
	prefix := text[start:]
	var all []readline.Completion
	for _, kind := range v.candidates(text, prefix) {
		for _, w := range kind.words {
			if fold(w.name, prefix) {
				all = append(all, readline.Completion{Value: w.name, Display: w.name, Description: w.about, Tag: kind.kind})
			}
		}
	}
	result := readline.CompleteRaw(all).NoSort()
	result.PREFIX = prefix
	return result
}

func fold(name, prefix string) bool {
	return len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix)
}

// candidates are the kinds of words that may stand at the end of the text.
func (v *vocabulary) candidates(text, prefix string) []candidates {
	switch name, _, argument := strings.Cut(text, " "); {
	case strings.HasPrefix(text, `\`) && !argument:
		var all []word
		for _, c := range commands() {
			all = append(all, word{c.name, c.help})
		}
		return []candidates{{"commands", all}}
	case name == `\d`:
		return []candidates{{"views", v.views()}}
	case name == `\format`:
		var all []word
		for _, name := range rows.Names() {
			all = append(all, word{name, ""})
		}
		return []candidates{{"formats", all}}
	case strings.HasPrefix(text, `\`):
		return nil
	}
	all := lexer.All(text)
	if len(all) > 0 && inQuotes(all[len(all)-1].Text) {
		return []candidates{{"indicators", v.indicators()}}
	}
	if prefix == "" && !afterFrom(all, prefix) {
		return []candidates{{"columns", v.columnsIn(all)}}
	}
	if afterFrom(all, prefix) {
		return []candidates{{"views", v.views()}}
	}
	return []candidates{{"columns", v.columnsIn(all)}, {"keywords", keywordsLike(prefix)}, {"views", v.views()}}
}

// inQuotes tells whether a token is a text that has not ended.
func inQuotes(token string) bool {
	return strings.HasPrefix(token, "'") && (len(token) == 1 || !strings.HasSuffix(token, "'"))
}

// afterFrom tells whether the word at the end, of which the prefix is there, is what is read from.
func afterFrom(all []lexer.Token, prefix string) bool {
	if prefix != "" {
		all = all[:len(all)-1]
	}
	return len(all) > 0 && isFrom(all[len(all)-1])
}

func isFrom(t lexer.Token) bool {
	return slices.ContainsFunc([]string{"FROM", "JOIN", "DESCRIBE", "DESC", "TABLE"}, t.Is)
}

// columnsIn are the columns of the views that the text names.
func (v *vocabulary) columnsIn(all []lexer.Token) []word {
	var found []word
	seen := map[string]bool{}
	for _, token := range all {
		for _, column := range v.columns()[token.Text] {
			if !seen[column.name] {
				seen[column.name] = true
				found = append(found, column)
			}
		}
	}
	return found
}

// keywordsLike are the keywords in small letters when the prefix is.
func keywordsLike(prefix string) []word {
	all := make([]word, len(keywords))
	small := prefix != "" && strings.ToLower(prefix) == prefix
	for i, k := range keywords {
		if all[i].name = k; small {
			all[i].name = strings.ToLower(k)
		}
	}
	return all
}
