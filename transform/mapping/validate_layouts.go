package mapping

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// layouts checks the names of the layouts.
func (c *checker) layouts(m *Mapping) {
	c.place = func(path string) string { return path }
	var names []string
	for i, l := range m.Layouts {
		path := fmt.Sprintf("mapping.layouts[%d].name", i)
		switch {
		case l.Name == "":
			c.add(path, "give the layout a name, for the summary and for messages")
		case slices.Contains(names, l.Name):
			c.add(path, "another layout is called %q as well", l.Name)
		}
		names = append(names, l.Name)
	}
}

var pathParts = regexp.MustCompile(`^mapping\.([a-z]+)(?:\[(\d+)\]|\.([^.]*))?`)

// place returns a function that says where a path of the merged mapping of a layout stands in the file: in the layout,
// or among the common keys.
func (m *Mapping) place(layout int) func(path string) string {
	return func(path string) string {
		parts := pathParts.FindStringSubmatch(path)
		if len(m.Layouts) == 0 || parts == nil {
			return path
		}
		l := &m.Layouts[layout]
		prefix := fmt.Sprintf("mapping.layouts[%d].", layout)
		key, name := parts[1], parts[3]
		_, common := m.Columns[name]
		_, own := l.Columns[name]
		_, field := l.Fields[name]
		index, _ := strconv.Atoi(parts[2])
		switch {
		case key == "skip" && index >= len(m.Skip):
			return fmt.Sprintf("%sskip[%d]%s", prefix, index-len(m.Skip), strings.TrimPrefix(path, parts[0]))
		case key == "columns" && (own || !common), key == "fields" && field, l.gives(key):
			return prefix + strings.TrimPrefix(path, "mapping.")
		}
		return path
	}
}

// gives tells whether the layout has a key of its own that holds instead of the common one.
func (l *Layout) gives(key string) bool {
	switch key {
	case "sheets":
		return l.Sheets.given() > 0
	case "heading":
		return l.Heading != Heading{}
	case "locale":
		return l.Locale != Locale{}
	case "across":
		return l.Across != nil
	case "control":
		return len(l.Control) > 0
	case "pairs":
		return l.Pairs
	}
	return false
}
