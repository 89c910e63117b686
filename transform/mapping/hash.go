package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// Hash returns the SHA-256 of the mapping's meaning as 64 hexadecimal digits: comments, the order of keys, and
// defaults written out or left out do not change it. New keys of the language do not change the hash of mappings
// that do not use them.
func (m *Mapping) Hash() string {
	canonical := *m
	if canonical.Heading.Rows == 1 {
		canonical.Heading.Rows = 0
	}
	if canonical.Heading.Within == DefaultWithin {
		canonical.Heading.Within = 0
	}
	if canonical.Locale.Decimal == "," {
		canonical.Locale.Decimal = ""
	}
	if canonical.Locale.Group == " " {
		canonical.Locale.Group = ""
	}
	canonical.Columns = make(map[string]Column, len(m.Columns))
	for name, column := range m.Columns {
		if column.Sign == 1 {
			column.Sign = 0
		}
		canonical.Columns[name] = column
	}
	text, err := json.Marshal(canonical)
	var tree any
	if err == nil {
		err = json.Unmarshal(text, &tree)
	}
	if err == nil {
		text, err = json.Marshal(prune(tree))
	}
	if err != nil {
		panic("mapping: texts, numbers and lists cannot be written as JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// MarshalJSON writes the pairs as texts, so that a translation to the empty text is something.
func (v Values) MarshalJSON() ([]byte, error) {
	pairs := make([]string, 0, len(v))
	for _, from := range slices.Sorted(maps.Keys(v)) {
		pairs = append(pairs, strconv.Quote(from)+":"+strconv.Quote(v[from]))
	}
	return json.Marshal(pairs)
}

// prune takes everything empty out of decoded JSON; nil stands for what is empty altogether.
func prune(tree any) any {
	switch node := tree.(type) {
	case map[string]any:
		for key, child := range node {
			if node[key] = prune(child); node[key] == nil {
				delete(node, key)
			}
		}
		if len(node) == 0 {
			return nil
		}
	case []any:
		for i, child := range node {
			node[i] = prune(child)
		}
		if len(node) == 0 {
			return nil
		}
	case string:
		if node == "" {
			return nil
		}
	case bool:
		if !node {
			return nil
		}
	case float64:
		if node == 0 {
			return nil
		}
	}
	return tree
}
