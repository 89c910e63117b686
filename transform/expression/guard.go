package expression

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"
)

// numbers makes every number of an expression an exact decimal, and a minus sign a function.
type numbers struct{}

// Visit replaces a node.
func (*numbers) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode:
		patch(node, &ast.ConstantNode{Value: decimal.New(int64(n.Value), 0)})
	case *ast.FloatNode:
		// The shortest text of a double of at most 15 digits is what was written; guard refuses longer ones.
		patch(node, &ast.ConstantNode{Value: decimal.NewFromFloat(n.Value)})
	case *ast.UnaryNode:
		switch n.Operator {
		case "-":
			patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "negative#"}, Arguments: []ast.Node{n.Node}})
		case "+":
			*node = n.Node
		}
	}
}

// patch replaces a node by one that stands in the same place.
func patch(node *ast.Node, by ast.Node) {
	by.SetLocation((*node).Location())
	ast.Patch(node, by)
}

// guard refuses what the language of the library has and this one has not: loops, lists, and values whose type is not
// known. It notes which variables are used.
type guard struct {
	variables []Variable
	uses      []int
	err       error
}

// check walks through a checked expression.
func (g *guard) check(node ast.Node) error {
	ast.Walk(&node, g)
	return g.err
}

// refuse notes the first thing that is wrong.
func (g *guard) refuse(node ast.Node, format string, args ...any) {
	if g.err == nil {
		g.err = fmt.Errorf("%s (at character %d)", fmt.Sprintf(format, args...), node.Location().From+1)
	}
}

// Visit checks a node.
func (g *guard) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.NilNode, *ast.BoolNode, *ast.StringNode, *ast.CallNode, *ast.UnaryNode:
	case *ast.VariableDeclaratorNode, *ast.ConditionalNode:
	case *ast.ArrayNode: // see in
	case *ast.ConstantNode:
		if d, ok := n.Value.(decimal.Decimal); ok && (d.NumDigits() > 15 || d.Exponent() > 15 || d.Exponent() < -15) {
			g.refuse(n, "a number of at most 15 digits is needed")
		}
	case *ast.IdentifierNode:
		if n.Value == "$env" {
			g.refuse(n, "there is no $env")
		}
		i := slices.IndexFunc(g.variables, func(v Variable) bool { return v.Name == n.Value })
		if i >= 0 && !slices.Contains(g.uses, i) {
			g.uses = append(g.uses, i)
		}
	case *ast.BinaryNode:
		g.binary(n)
	default:
		kind := strings.TrimSuffix(reflect.TypeOf(n).Elem().Name(), "Node")
		g.refuse(n, "%s is not part of expressions here", strings.ToLower(kind))
	}
}

// binary checks the operators that the library computes itself.
func (g *guard) binary(n *ast.BinaryNode) {
	l, r := n.Left.Type(), n.Right.Type()
	both := func(t reflect.Type) bool { return l == t && r == t }
	ok := false
	switch n.Operator {
	case "and", "&&", "or", "||":
		ok = both(boolType)
	case "==", "!=":
		ok = l == r || isNil(n.Left) || isNil(n.Right)
	case "??":
		ok = l == r
	case "<", "<=", ">", ">=", "+", "contains", "startsWith", "endsWith":
		ok = both(textType)
	case "matches":
		_, constant := n.Right.(*ast.StringNode)
		ok = both(textType) && constant
	case "in":
		ok = l == textType && isTexts(n.Right)
	}
	if !ok {
		g.refuse(n, "%s does not go with a %s and a %s", strconv.Quote(n.Operator), name(l), name(r))
	}
}

func isNil(node ast.Node) bool {
	_, is := node.(*ast.NilNode)
	return is
}

// isTexts tells whether a node is a list of texts.
func isTexts(node ast.Node) bool {
	list, ok := node.(*ast.ArrayNode)
	return ok && !slices.ContainsFunc(list.Nodes, func(n ast.Node) bool { return n.Type() != textType })
}
