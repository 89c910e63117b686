package handbook

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes the entries as sections of a page, with headings of the given level.
func Markdown(w io.Writer, entries []Entry, level int) error {
	for _, e := range entries {
		if err := e.markdown(w, strings.Repeat("#", level)); err != nil {
			return err
		}
	}
	return nil
}

func (e *Entry) markdown(w io.Writer, heading string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n\n", heading, Escape(e.title()))
	for _, text := range []string{e.Definition.SV, e.Definition.EN} {
		if text != "" {
			fmt.Fprintf(&b, "%s\n\n", Escape(text))
		}
	}
	b.WriteString("| | |\n| --- | --- |\n")
	for _, row := range e.rows() {
		if row[1] != "" {
			fmt.Fprintf(&b, "| %s | %s |\n", row[0], row[1])
		}
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// title is the name in both languages, once where they are the same.
func (e *Entry) title() string {
	if e.Name.SV == e.Name.EN {
		return e.Name.SV
	}
	return e.Name.SV + " (" + e.Name.EN + ")"
}

// rows are the lines of the indicator's table. Those without a second text are left out.
func (e *Entry) rows() [][2]string {
	return [][2]string{
		{"indicator", "`" + e.Indicator + "`"},
		{"family", code(e.Family)},
		{"unit", e.unit()},
		{"formula", "`" + e.Formula + "`"},
		{"measures", e.measures()},
		{"from", e.sources()},
		{"several months", additivities[e.Additivity]},
		{"measured", frequencies[e.Frequency]},
		{"good", e.good()},
		{"owner", Escape(e.owner())},
	}
}

func (e *Entry) unit() string {
	decimals := "without decimals"
	switch e.Decimals {
	case 0:
	case 1:
		decimals = "with 1 decimal"
	default:
		decimals = fmt.Sprintf("with %d decimals", e.Decimals)
	}
	if e.Unit == "" {
		return "none, shown " + decimals
	}
	return Escape(e.Unit) + ", shown " + decimals
}

func (e *Entry) measures() string {
	var all []string
	for _, m := range e.Measures {
		all = append(all, "`"+m.Measure+"`: "+Escape(m.Meaning))
	}
	return strings.Join(all, "<br>")
}

// sources are the datasets, each once, with their jobs.
func (e *Entry) sources() string {
	var all []string
	seen := make(map[string]bool)
	for _, m := range e.Measures {
		if seen[m.Dataset] {
			continue
		}
		seen[m.Dataset] = true
		text := "dataset `" + m.Dataset + "`"
		switch len(m.Jobs) {
		case 0:
		case 1:
			text += ", job `" + m.Jobs[0] + "`"
		default:
			text += ", jobs `" + strings.Join(m.Jobs, "`, `") + "`"
		}
		all = append(all, text)
	}
	return strings.Join(all, "<br>")
}

func (e *Entry) good() string {
	if e.Direction == "neutral" {
		return directions[e.Direction]
	}
	return fmt.Sprintf("%s; yellow when the target is missed by at most %s %% of it", directions[e.Direction], e.Tolerance)
}

func (e *Entry) owner() string {
	if e.Owner.SV == e.Owner.EN {
		return e.Owner.SV
	}
	return e.Owner.SV + " (" + e.Owner.EN + ")"
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

// Escape writes a text so that Markdown shows it as it is, also in a table.
func Escape(text string) string {
	return strings.NewReplacer("\n", " ", "|", "\\|", "*", "\\*", "_", "\\_", "<", "&lt;", "`", "\\`").Replace(strings.TrimSpace(text))
}
