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
