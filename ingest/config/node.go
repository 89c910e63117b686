package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/match"
)

// DecodeNode fills the struct that target points to from a map, for types that decode themselves. Of a key that the
// struct does not know the error says which one was probably meant, and which ones there are; of what is no map, what
// would be one, as the example shows.
func DecodeNode(node ast.Node, target any, example string) error {
	if _, isAlias := node.(*ast.AliasNode); pairs(node) == nil && !isAlias {
		return &yaml.SyntaxError{Message: "expected keys with values, as in " + example, Token: node.GetToken()}
	}
	quoteNull(node)
	if err := whole(node, reflect.TypeOf(target).Elem()); err != nil {
		return err
	}
	err := yaml.NodeToValue(node, target, yaml.Strict())
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) && unknownField.MatchString(unknown.Message) {
		known := fields(reflect.TypeOf(target).Elem())
		unknown.Message = fmt.Sprintf("unknown key %q%s (known here: %s)",
			unknown.Token.Value, match.DidYouMean(unknown.Token.Value, known), strings.Join(known, ", "))
	}
	return plain(err)
}

// plain turns an error of the YAML decoder about the type of a value into one that a person understands.
func plain(err error) error {
	var wrong *yaml.TypeError
	var shape *yaml.UnexpectedNodeTypeError
	switch {
	case errors.As(err, &wrong):
		return &yaml.SyntaxError{Message: "expected " + expected(wrong.DstType), Token: wrong.Token}
	case errors.As(err, &shape) && shape.Expected == ast.SequenceType:
		return &yaml.SyntaxError{Message: "expected a list, as in [a, b]", Token: shape.Token}
	case errors.As(err, &shape) && shape.Expected == ast.MappingType:
		return &yaml.SyntaxError{Message: "expected keys with values", Token: shape.Token}
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
	case reflect.Float64:
		return "a number"
	case reflect.String:
		return "a text"
	}
	return "another kind of value"
}

// quoteNull turns the key null into a text: the YAML library drops a whole struct silently when one of its keys is the
// null of YAML.
func quoteNull(node ast.Node) {
	for _, pair := range pairs(node) {
		if key, ok := pair.Key.(*ast.NullNode); ok {
			pair.Key = ast.String(key.Token)
		}
	}
}

// whole refuses numbers with decimals for whole ones: the YAML library drops the decimals silently.
func whole(node ast.Node, t reflect.Type) error {
	for _, pair := range pairs(node) {
		number, hasDecimals := bare(pair.Value).(*ast.FloatNode)
		for field := range t.Fields() {
			if hasDecimals && field.Type.Kind() == reflect.Int && yamlName(field) == pair.Key.GetToken().Value {
				return &yaml.SyntaxError{Message: "expected a whole number", Token: number.Token}
			}
		}
	}
	return nil
}

// fields lists the YAML keys of a struct.
func fields(t reflect.Type) []string {
	var names []string
	for field := range t.Fields() {
		if name := yamlName(field); name != "" {
			names = append(names, name)
		}
	}
	return names
}
