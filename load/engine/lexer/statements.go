package lexer

// Statements cuts a text into its statements, which semicolons end; the last one may lack its own. Blanks and comments around
// them are left out, and so are empty statements.
func Statements(text string) []string {
	var all []string
	start, end := -1, 0 // of the statement so far; there is none yet
	l := New(text)
	for t, ok := l.Next(); ok; t, ok = l.Next() {
		switch {
		case t.Text != ";":
			if start < 0 {
				start = t.Start
			}
			end = t.End
		case start >= 0:
			all = append(all, text[start:end])
			start = -1
		}
	}
	if start >= 0 {
		all = append(all, text[start:end])
	}
	return all
}

// Format returns the name in the last FORMAT clause of a text, or "": nothing but SETTINGS or a semicolon follows it.
func Format(text string) string {
	words := New(text)
	var last [3]Token // the two tokens before, and the current one
	format := ""
	for {
		t, ok := words.Next()
		if last[1].Is("FORMAT") && last[2].Word && last[1].Depth == 0 && (!ok || t.Is("SETTINGS") || t.Text == ";") {
			format = last[2].Text
		}
		if !ok {
			return format
		}
		last = [3]Token{last[1], last[2], t}
	}
}
