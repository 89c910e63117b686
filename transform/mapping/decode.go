package mapping

import (
	"errors"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/match"
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

// UnmarshalYAML takes the word months, a list of headings, or {pattern: …}.
func (h *Headings) UnmarshalYAML(node ast.Node) error {
	switch node := node.(type) {
	case *ast.SequenceNode:
		return h.Names.UnmarshalYAML(node)
	case ast.MapNode:
		var plain struct {
			Pattern string `yaml:"pattern"`
		}
		err := decode(node.(ast.Node), &plain)
		h.Pattern = plain.Pattern
		return err
	}
	if word, err := scalar(node); err != nil || word != "months" {
		return problem(node, "expected months, a list of headings, or {pattern: …}")
	}
	h.Months = true
	return nil
}

// UnmarshalYAML takes {decimal: …, group: …} or the word none.
func (l *Locale) UnmarshalYAML(node ast.Node) error {
	if _, ok := node.(ast.MapNode); ok {
		type plain Locale
		return decode(node, (*plain)(l))
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
	return decode(node, (*plain)(m))
}

// UnmarshalYAML decodes strictly.
func (s *Sheets) UnmarshalYAML(node ast.Node) error {
	type plain Sheets
	return decode(node, (*plain)(s))
}

// UnmarshalYAML decodes strictly.
func (h *Heading) UnmarshalYAML(node ast.Node) error {
	type plain Heading
	return decode(node, (*plain)(h))
}

// UnmarshalYAML decodes strictly.
func (c *Column) UnmarshalYAML(node ast.Node) error {
	type plain Column
	return decode(node, (*plain)(c))
}

// UnmarshalYAML decodes strictly.
func (a *Across) UnmarshalYAML(node ast.Node) error {
	type plain Across
	return decode(node, (*plain)(a))
}

// UnmarshalYAML decodes strictly.
func (y *Year) UnmarshalYAML(node ast.Node) error {
	type plain Year
	return decode(node, (*plain)(y))
}

// UnmarshalYAML decodes strictly.
func (e *Extra) UnmarshalYAML(node ast.Node) error {
	type plain Extra
	return decode(node, (*plain)(e))
}

// UnmarshalYAML decodes strictly.
func (s *Skip) UnmarshalYAML(node ast.Node) error {
	type plain Skip
	return decode(node, (*plain)(s))
}

// UnmarshalYAML decodes strictly.
func (c *Control) UnmarshalYAML(node ast.Node) error {
	type plain Control
	return decode(node, (*plain)(c))
}

// decode fills the struct that target points to, refuses unknown keys and says which key was probably meant.
func decode(node ast.Node, target any) error {
	pairs, ok := node.(ast.MapNode)
	if !ok {
		return problem(node, "expected keys with values")
	}
	quoteNull(pairs)
	err := yaml.NodeToValue(node, target, yaml.Strict())
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) && !strings.Contains(unknown.Message, "known here") {
		known := keys(target)
		unknown.Message += match.DidYouMean(unknown.Token.Value, known) + " (known here: " + strings.Join(known, ", ") + ")"
	}
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) {
		return &yaml.SyntaxError{Message: "expected " + expected(wrong.DstType), Token: wrong.Token}
	}
	return err
}

// expected says for a person what a field of the type takes.
func expected(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.String:
		return "a text"
	}
	return "another kind of value"
}

// quoteNull turns the key null into a text: the YAML library drops a whole struct silently when one of its keys is the
// null of YAML.
func quoteNull(pairs ast.MapNode) {
	for pair := pairs.MapRange(); pair.Next(); {
		if key, ok := pair.Key().(*ast.NullNode); ok {
			pair.KeyValue().Key = ast.String(key.Token)
		}
	}
}

// keys lists the YAML keys of the struct that target points to.
func keys(target any) []string {
	var names []string
	for field := range reflect.TypeOf(target).Elem().Fields() {
		if name := field.Tag.Get("yaml"); name != "-" {
			names = append(names, name)
		}
	}
	return names
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
