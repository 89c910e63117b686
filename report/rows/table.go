package rows

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// writeTable draws a table with numbers at the right.
func writeTable(w *writer) error {
	header := table.Row{}
	for _, name := range w.rows.Columns() {
		header = append(header, name)
	}
	if len(header) == 0 { // over HTTP an empty result has no columns
		_, err := fmt.Fprintln(w, "No rows.")
		return err
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(header)
	t.SetColumnConfigs(alignments(w.rows))
	err := w.each(func(values []any) error {
		for i := range values {
			values[i] = cell(values[i], w.null())
		}
		t.AppendRow(values)
		return nil
	})
	_, writeErr := fmt.Fprintln(w, t.Render())
	if err != nil {
		return err
	}
	return writeErr
}

func alignments(rows Rows) []table.ColumnConfig {
	var configs []table.ColumnConfig
	for i, t := range rows.ColumnTypes() {
		c := table.ColumnConfig{Number: i + 1}
		if numeric(t.DatabaseTypeName()) {
			c.Align, c.AlignHeader = text.AlignRight, text.AlignRight
		}
		configs = append(configs, c)
	}
	return configs
}

// control makes what moves the cursor visible: a text of the data must not draw on the terminal.
var control = controls()

func controls() *strings.Replacer {
	pairs := []string{"\t", `\t`, "\r", `\r`, "\x7f", `\x7f`}
	for c := range byte(' ') {
		if c != '\t' && c != '\r' && c != '\n' {
			pairs = append(pairs, string(rune(c)), fmt.Sprintf(`\x%02x`, c))
		}
	}
	return strings.NewReplacer(pairs...)
}

// cell is a value in a table; its line feeds are kept.
func cell(v any, null string) string {
	if v == nil {
		return null
	}
	return control.Replace(valueText(v))
}

// writeVertical writes a line per value, which suits rows that are wider than the terminal.
func writeVertical(w *writer) error {
	names := w.rows.Columns()
	width := 0
	for _, name := range names {
		width = max(width, text.StringWidthWithoutEscSequences(name))
	}
	if len(names) == 0 {
		_, err := fmt.Fprintln(w, "No rows.")
		return err
	}
	indent := "\n" + strings.Repeat(" ", width+2)
	return w.each(func(values []any) error {
		if _, err := fmt.Fprintf(w, "Row %d\n", w.n); err != nil {
			return err
		}
		for i, value := range values {
			shown := strings.ReplaceAll(cell(value, w.null()), "\n", indent)
			if _, err := fmt.Fprintf(w, "%s  %s\n", text.Pad(names[i], width, ' '), shown); err != nil {
				return err
			}
		}
		_, err := fmt.Fprintln(w)
		return err
	})
}

// markdown escapes what has a meaning in a cell of Markdown.
var markdown = strings.NewReplacer("|", `\|`, "\n", "<br>", "<", "&lt;", "&", "&amp;")

// writeMarkdown writes a table of GitHub's Markdown.
func writeMarkdown(w *writer) error {
	types := w.rows.ColumnTypes()
	if len(types) == 0 {
		_, err := fmt.Fprintln(w, "No rows.")
		return err
	}
	names, rule := make([]string, len(types)), make([]string, len(types))
	for i, name := range w.rows.Columns() {
		names[i], rule[i] = markdown.Replace(name), "---"
		if numeric(types[i].DatabaseTypeName()) {
			rule[i] = "---:"
		}
	}
	line := func(cells []string) error {
		_, err := fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
		return err
	}
	if err := line(names); err != nil {
		return err
	}
	if err := line(rule); err != nil {
		return err
	}
	return w.each(func(values []any) error {
		cells := make([]string, len(values))
		for i, v := range values {
			cells[i] = markdown.Replace(cell(v, "NULL"))
		}
		return line(cells)
	})
}
