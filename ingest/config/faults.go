package config

import (
	"cmp"
	"errors"
	"math"
	"reflect"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxFaults is the number of faults of a document that are looked for.
const maxFaults = 50

// faults returns all faults of a document of which the first one is err. The decoder stops at each; so the pair in
// which it stands is taken out, and the rest is decoded again.
func faults(file string, data []byte, into any, err error) error {
	t := reflect.TypeOf(into)
	found := []*Problem{problem(file, err, t)}
	tree, broken := parser.ParseBytes(data, 0)
	for broken == nil && len(found) < maxFaults && remove(tree, found[len(found)-1]) {
		err := yaml.NodeToValue(tree.Docs[0].Body, reflect.New(t.Elem()).Interface(), yaml.Strict())
		if err == nil {
			break
		}
		found = append(found, problem(file, err, t))
	}
	all := make([]error, len(found))
	for i, p := range found {
		all[i] = p
	}
	return Sort(errors.Join(all...))
}

// Sort puts the problems of one file that an error joins into the order in which they stand there. Other errors come
// last.
func Sort(err error) error {
	all := flat(err)
	slices.SortStableFunc(all, func(a, b error) int {
		line, column := position(a)
		otherLine, otherColumn := position(b)
		return cmp.Or(cmp.Compare(line, otherLine), cmp.Compare(column, otherColumn))
	})
	return errors.Join(all...)
}

// position returns where the problem stands, or a place behind all lines.
func position(err error) (line, column int) {
	var p *Problem
	if !errors.As(err, &p) {
		return math.MaxInt, 0
	}
	return p.Line, p.Column
}

// flat lists the errors that are joined.
func flat(err error) []error {
	joined, several := err.(interface{ Unwrap() []error })
	if err == nil || !several {
		return []error{err}
	}
	var all []error
	for _, err := range joined.Unwrap() {
		all = append(all, flat(err)...)
	}
	return all
}

// remove takes the innermost pair that the problem stands in out of the document. It returns false when there is none.
func remove(tree *ast.File, p *Problem) bool {
	if p.Line == 0 || len(tree.Docs) == 0 {
		return false
	}
	return without(tree.Docs[0].Body, p)
}

// without takes the pair out of a node of the document.
func without(node ast.Node, p *Problem) bool {
	switch n := bare(node).(type) {
	case *ast.SequenceNode:
		return slices.ContainsFunc(n.Values, func(item ast.Node) bool { return without(item, p) })
	case *ast.MappingNode:
		for i, pair := range n.Values {
			if !stands(pair, p) {
				continue
			}
			if !without(pair.Value, p) {
				n.Values = slices.Delete(n.Values, i, i+1)
			}
			return true
		}
	}
	return false
}

// stands tells whether the problem stands at a token of the node.
func stands(node ast.Node, p *Problem) bool {
	v := &visitor{problem: p}
	ast.Walk(v, node)
	return v.found
}

// visitor looks for the token of a problem.
type visitor struct {
	problem *Problem
	found   bool
}

// Visit looks at a node, and goes on below it unless the token was found.
func (v *visitor) Visit(node ast.Node) ast.Visitor {
	if t := node.GetToken(); t != nil && t.Position.Line == v.problem.Line && t.Position.Column == v.problem.Column {
		v.found = true
	}
	if v.found {
		return nil
	}
	return v
}
