package transform

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/value"
)

// skipRule recognises rows that are no data.
type skipRule struct {
	name    string
	wanted  int // index of the heading whose cell is looked at; -1 for the row's first filled cell
	alone   bool
	pattern *regexp.Regexp
	first   *firstBytes // nil when every text must be tried
	groups  []group     // the named groups of the pattern
}

// group is a named group of a rule's pattern.
type group struct {
	index int // in plan.groups
	part  int // of the pattern
}

// newSkipRule compiles a rule; wanted is -1 when the rule looks at the first filled cell. groups are those of all rules.
func newSkipRule(rule mapping.Skip, wanted int, groups []string) (skipRule, error) {
	pattern := rule.Pattern
	if wanted < 0 {
		pattern = rule.First
	}
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return skipRule{}, err
	}
	s := skipRule{name: rule.Name, wanted: wanted, alone: rule.Alone, pattern: compiled}
	for part, name := range compiled.SubexpNames() {
		if name != "" {
			s.groups = append(s.groups, group{slices.Index(groups, name), part})
		}
	}
	s.first, err = firstBytesOf(pattern)
	return s, err
}

// match tells whether the rule recognises the row, and returns the text that it looked at, which may lie in buf.
func (s *skipRule) match(row *cell.Row, b *block, buf []byte) (text []byte, ok bool) {
	var c cell.Cell
	if s.wanted >= 0 {
		c = row.At(b.columns[s.wanted])
	} else {
		c = b.firstFilled(row)
	}
	text = appendText(buf, c)
	if s.first != nil && (len(text) == 0 || !s.first[text[0]]) {
		return nil, false
	}
	return text, s.pattern.Match(text) && (!s.alone || b.filled(row) == 1)
}

// filled counts the cells of the block that are not empty.
func (b *block) filled(row *cell.Row) (n int) {
	for i, c := range row.Cells {
		if b.has(i) && !c.IsEmpty() {
			n++
		}
	}
	return n
}

// has tells whether a column belongs to the block.
func (b *block) has(column int) bool { return column < b.shared || column >= b.from && column < b.to }

// firstFilled returns the first cell of the block that is not empty.
func (b *block) firstFilled(row *cell.Row) cell.Cell {
	for i, c := range row.Cells {
		if b.has(i) && !c.IsEmpty() {
			return c
		}
	}
	return cell.Cell{}
}

// appendText appends what a cell shows to buf, without white space around it.
func appendText(buf []byte, c cell.Cell) []byte {
	switch c.Kind {
	case cell.Empty:
		return buf
	case cell.Text:
		return append(buf, value.Trim(c.Text)...)
	case cell.Number:
		if text, problem := value.AppendCode(buf, c); problem == nil {
			return text
		}
	}
	return append(buf, value.Show(c)...)
}

// firstBytes is the set of bytes with which a match can begin: most rows are seen to be no match without running the
// regular expression.
type firstBytes [256]bool

// firstBytesOf returns the bytes with which the matches of an anchored pattern begin, or nil when the pattern is not
// anchored at the start of the text or matches the empty text.
func firstBytesOf(pattern string) (*firstBytes, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil || program.StartCond()&syntax.EmptyBeginText == 0 {
		return nil, err
	}
	set := new(firstBytes)
	if !set.collect(program, uint32(program.Start), make([]bool, len(program.Inst))) {
		return nil, nil
	}
	return set, nil
}

// collect adds the bytes that can follow at an instruction; false when a match can end there.
func (f *firstBytes) collect(program *syntax.Prog, at uint32, seen []bool) bool {
	if seen[at] {
		return true
	}
	seen[at] = true
	inst := &program.Inst[at]
	switch inst.Op {
	case syntax.InstMatch:
		return false
	case syntax.InstFail:
		return true
	case syntax.InstAlt, syntax.InstAltMatch:
		return f.collect(program, inst.Out, seen) && f.collect(program, inst.Arg, seen)
	case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
		return f.collect(program, inst.Out, seen)
	}
	f.add(inst)
	return true
}

// add adds the first bytes of the runes that an instruction matches.
func (f *firstBytes) add(inst *syntax.Inst) {
	for b := range utf8.RuneSelf {
		f[b] = f[b] || inst.MatchRune(rune(b)) || inst.MatchRune(unicode.SimpleFold(rune(b)))
	}
	for b := utf8.RuneSelf; b < len(f); b++ {
		f[b] = true
	}
}
