package config

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// find returns the token of what the path names, or of the nearest thing above it that is there: the value where it is a
// scalar, and otherwise its key. It is nil in an empty document.
func find(tree *ast.File, path string) *token.Token {
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return nil
	}
	return place(tree.Docs[0].Body, nil, strings.TrimPrefix(path, "$"))
}

// place finds a path below a node, which stands at a key or an item of a list. Keys may hold any characters.
func place(node ast.Node, at *token.Token, path string) *token.Token {
	switch n := bare(node).(type) {
	case ast.ScalarNode:
		if n.GetToken().Type != token.ImplicitNullType {
			return n.GetToken()
		}
	case *ast.SequenceNode:
		for i, item := range n.Values {
			if rest, ok := below(path, fmt.Sprintf("[%d]", i)); ok {
				return place(item, first(item), rest)
			}
		}
	default:
		for _, pair := range pairs(n) {
			key := pair.Key.GetToken()
			if at == nil {
				at = key
			}
			if rest, ok := below(path, "."+key.Value); ok {
				return place(pair.Value, key, rest)
			}
		}
	}
	return at
}

// below returns the rest of a path that begins with the step.
func below(path, step string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix("."+strings.TrimPrefix(path, "."), step)
	if strings.HasPrefix(step, "[") {
		rest, ok = strings.CutPrefix(path, step)
	}
	return rest, ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// pairs returns the keys of a map with their values, in their order.
func pairs(node ast.Node) []*ast.MappingValueNode {
	switch n := bare(node).(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// bare takes anchor and tag off a node.
func bare(node ast.Node) ast.Node {
	for {
		switch n := node.(type) {
		case *ast.AnchorNode:
			node = n.Value
		case *ast.TagNode:
			node = n.Value
		default:
			return node
		}
	}
}

// first returns the token with which an item of a list begins.
func first(item ast.Node) *token.Token {
	if keys := pairs(item); len(keys) > 0 {
		return keys[0].Key.GetToken()
	}
	return item.GetToken()
}
