package guard

import (
	"regexp"
	"strings"
)

// node is a line of a syntax tree as EXPLAIN AST prints it.
type node struct {
	kind     string // Function
	name     string // sumIf
	alias    string
	children []*node
}

// line is a kind, which may go on after a double colon, and what it names. At its end may stand an alias and the number of children.
var line = regexp.MustCompile(`^( *)(\w+(?:::\w+)?)(?: (.*?))??(?: \(alias (.*)\))?(?: \(children \d+\))?$`)

// readTree reads a syntax tree. A line that does not look like one is a refusal.
func readTree(tree string) (*node, error) {
	var path []*node // from the root to the line before
	for text := range strings.Lines(tree) {
		text = strings.TrimSuffix(text, "\n")
		m := line.FindStringSubmatch(text)
		if m == nil {
			return nil, notUnderstood(text)
		}
		n := &node{kind: m[2], name: m[3], alias: m[4]}
		depth := len(m[1])
		if depth > len(path) || depth == 0 && len(path) > 0 {
			return nil, notUnderstood(text)
		}
		if path = path[:depth]; depth > 0 {
			parent := path[depth-1]
			parent.children = append(parent.children, n)
		}
		path = append(path, n)
	}
	if len(path) == 0 {
		return nil, notUnderstood("")
	}
	return path[0], nil
}

func notUnderstood(part string) error {
	return refuse(codeAccessDenied, "The statement has a part that is not allowed here: %q", strings.TrimSpace(part))
}

// each calls do with the node and all below it.
func (n *node) each(do func(*node)) {
	do(n)
	for _, child := range n.children {
		child.each(do)
	}
}
