package guard

import (
	"regexp"
	"strconv"
	"strings"
)

// node is a line of a syntax tree as EXPLAIN AST prints it.
type node struct {
	kind     string // Function
	name     string // sumIf
	alias    string
	count    string // of the children, as the line tells it; "" for none
	children []*node
}

// line is a kind, which may go on after a double colon, and what it names. At its end may stand an alias and the number of children.
var line = regexp.MustCompile(`^( *)(\w+(?:::\w+)?)(?: (.*?))??(?: \(alias (.*?)\))?(?: \(children (\d+)\))?$`)

// readTree reads a syntax tree. A line that does not look like one is a refusal, and so is a node with other children than it tells of:
// a name with line feeds in it, which is printed as it is, may look like nodes, and could take over the children of others.
func readTree(tree string) (*node, error) {
	var path []*node // from the root to the line before
	for text := range strings.Lines(tree) {
		text = strings.TrimSuffix(text, "\n")
		m := line.FindStringSubmatch(text)
		if m == nil {
			return nil, notUnderstood(text)
		}
		n := &node{kind: m[2], name: m[3], alias: m[4], count: m[5]}
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
	return path[0], path[0].complete()
}

// complete refuses a tree in which a node has other children than it tells of.
func (n *node) complete() error {
	told := 0
	if n.count != "" {
		told, _ = strconv.Atoi(n.count) // digits; of too many of them it makes a number that is never right
	}
	if told != len(n.children) {
		return notUnderstood(n.kind)
	}
	for _, child := range n.children {
		if err := child.complete(); err != nil {
			return err
		}
	}
	return nil
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
