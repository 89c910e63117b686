package mapping

import (
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
)

// Text is a scalar kept exactly as it is written: 0071 stays 0071, and true is the text "true".
type Text string

// Texts is one text or a list of texts.
type Texts []string

// Values pairs texts with texts, all kept exactly as they are written.
type Values map[string]string

// UnmarshalYAML takes a scalar.
func (t *Text) UnmarshalYAML(node ast.Node) error {
	text, err := scalar(node)
	*t = Text(text)
	return err
}

// UnmarshalYAML takes a scalar or a list of scalars.
func (t *Texts) UnmarshalYAML(node ast.Node) error {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		text, err := scalar(node)
		*t = Texts{text}
		return err
	}
	for _, item := range list.Values {
		text, err := scalar(item)
		if err != nil {
			return err
		}
		*t = append(*t, text)
	}
	return nil
}

// UnmarshalYAML takes a map of scalars.
func (v *Values) UnmarshalYAML(node ast.Node) error {
	pairs, ok := node.(ast.MapNode)
	if !ok {
		return problem(node, "expected pairs of texts, as in {Ja: yes, Nej: no}")
	}
	*v = Values{}
	for pair := pairs.MapRange(); pair.Next(); {
		key, err := scalar(pair.Key())
		if err != nil {
			return err
		}
		if (*v)[key], err = scalar(pair.Value()); err != nil {
			return err
		}
	}
	return nil
}

// UnmarshalYAML takes the word months or years, a list of headings, or {pattern: …}.
func (h *Headings) UnmarshalYAML(node ast.Node) error {
	switch node := node.(type) {
	case *ast.SequenceNode:
		return h.Names.UnmarshalYAML(node)
	case ast.MapNode:
		var plain struct {
			Pattern string `yaml:"pattern"`
		}
		err := decode(node.(ast.Node), &plain, `{pattern: "^Nämnd"}`)
		h.Pattern = plain.Pattern
		return err
	}
	word, err := scalar(node)
	h.Months, h.Years = word == "months", word == "years"
	if err != nil || !h.Months && !h.Years {
		return problem(node, "expected months, years, a list of headings, or {pattern: …}")
	}
	return nil
}

// UnmarshalYAML takes {decimal: …, group: …} or the word none.
func (l *Locale) UnmarshalYAML(node ast.Node) error {
	if _, ok := node.(ast.MapNode); ok {
		type plain Locale
		return decode(node, (*plain)(l), `{decimal: ",", group: " "}`)
	}
	if word, err := scalar(node); err != nil || word != "none" {
		return problem(node, `expected {decimal: ",", group: " "} or none`)
	}
	l.None = true
	return nil
}

// UnmarshalYAML decodes strictly.
func (m *Mapping) UnmarshalYAML(node ast.Node) error {
	type plain Mapping
	return decode(node, (*plain)(m), "{sheets: …, columns: …}")
}

// UnmarshalYAML decodes strictly.
func (l *Layout) UnmarshalYAML(node ast.Node) error {
	type plain Layout
	return decode(node, (*plain)(l), "{name: from 2023, heading: …}")
}

// UnmarshalYAML decodes strictly.
func (a *Above) UnmarshalYAML(node ast.Node) error {
	type plain Above
	return decode(node, (*plain)(a), "{label: Period}")
}

// UnmarshalYAML decodes strictly.
func (s *Sheets) UnmarshalYAML(node ast.Node) error {
	type plain Sheets
	return decode(node, (*plain)(s), "{name: Blad1}")
}

// UnmarshalYAML decodes strictly.
func (h *Heading) UnmarshalYAML(node ast.Node) error {
	type plain Heading
	return decode(node, (*plain)(h), "{within: 20}")
}

// UnmarshalYAML decodes strictly.
func (c *Column) UnmarshalYAML(node ast.Node) error {
	type plain Column
	return decode(node, (*plain)(c), "{heading: Konto}")
}

// UnmarshalYAML decodes strictly.
func (l *Lookup) UnmarshalYAML(node ast.Node) error {
	type plain Lookup
	return decode(node, (*plain)(l), "{dimension: account, give: name}")
}

// UnmarshalYAML decodes strictly.
func (p *Privacy) UnmarshalYAML(node ast.Node) error {
	type plain Privacy
	return decode(node, (*plain)(p), "{allow: [Orgnr]}")
}

// UnmarshalYAML decodes strictly.
func (a *Across) UnmarshalYAML(node ast.Node) error {
	type plain Across
	return decode(node, (*plain)(a), "{headings: months, value: value}")
}

// UnmarshalYAML decodes strictly.
func (y *Year) UnmarshalYAML(node ast.Node) error {
	type plain Year
	return decode(node, (*plain)(y), "{constant: 2023}")
}

// UnmarshalYAML decodes strictly.
func (e *Extra) UnmarshalYAML(node ast.Node) error {
	type plain Extra
	return decode(node, (*plain)(e), "{heading: Helår, set: {span: year}}")
}

// UnmarshalYAML decodes strictly.
func (s *Skip) UnmarshalYAML(node ast.Node) error {
	type plain Skip
	return decode(node, (*plain)(s), `{name: total, first: "^Summa"}`)
}

// UnmarshalYAML decodes strictly.
func (c *Control) UnmarshalYAML(node ast.Node) error {
	type plain Control
	return decode(node, (*plain)(c), "{rule: total, column: amount}")
}

// decode fills the struct that target points to, and refuses unknown keys. The example shows what a map looks like.
func decode(node ast.Node, target any, example string) error {
	return config.DecodeNode(node, target, example)
}

// scalar returns the text of a scalar as it is written; an empty value is the empty text.
func scalar(node ast.Node) (string, error) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, nil
	case *ast.LiteralNode:
		return node.Value.Value, nil
	case *ast.NullNode:
		if node.Token.Position != nil && strings.TrimSpace(node.Token.Origin) != "" {
			return node.Token.Value, nil
		}
		return "", nil
	case ast.ScalarNode:
		return node.GetToken().Value, nil
	}
	return "", problem(node, "expected a single text")
}

// problem is an error that carries the node's place in the file.
func problem(node ast.Node, message string) error {
	return &yaml.SyntaxError{Message: message, Token: node.GetToken()}
}
