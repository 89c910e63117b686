// Package markup scans the XML of workbooks at the speed of the memory it lies in. It knows tags, attributes and text,
// and leaves namespaces to names without prefixes, which are unambiguous in the parts that are read. It resolves the
// entities of XML itself and no others, and refuses document type definitions, where those would be declared.
package markup

import (
	"bytes"
	"errors"

	"nyckeltal/ingest/workbook/internal/format"
)

// ErrShort says that the data end in the middle of the XML: more of them are needed.
var ErrShort = errors.New("the XML ends in the middle")

// Kind is the kind of a tag.
type Kind uint8

// The kinds of tags.
const (
	Open   Kind = iota + 1 // <name>
	Close                  // </name>
	Single                 // <name/>
)

// Scanner scans tags. It is used as a value: to come back to a place, copy it there.
type Scanner struct {
	data []byte
	pos  int // after the current tag
	name int // where its name begins, without the prefix
	full int // where its name begins, with the prefix

	// Kind, Name and Attrs are those of the current tag. Name has no prefix. Attrs is what stands between the name and
	// the end of the tag.
	Kind  Kind
	Name  []byte
	Attrs []byte

	text   []byte // between the tag before and the current one
	cooked bool   // text is resolved already
}

// NewScanner returns a scanner of data, which must not change while it is used.
func NewScanner(data []byte) Scanner { return Scanner{data: data} }

// Pos returns the number of bytes up to the end of the current tag.
func (s *Scanner) Pos() int { return s.pos }

// Rest returns the data after the current tag.
func (s *Scanner) Rest() []byte { return s.data[s.pos:] }

// Advance passes the next n bytes of the data. They should end with a tag, or where one begins.
func (s *Scanner) Advance(n int) { s.pos += n }

// Next moves on to the next tag. It returns ErrShort when the data end before the end of that tag, also when nothing
// but text follows.
func (s *Scanner) Next() error {
	data, start := s.data, s.pos
	s.cooked = false
	for i := start; ; {
		if i < len(data) && data[i] != '<' {
			n := bytes.IndexByte(data[i:], '<')
			if n < 0 {
				return ErrShort
			}
			i += n
		}
		if i+1 >= len(data) {
			return ErrShort
		}
		switch data[i+1] {
		case '!', '?':
			if err := s.cook(data[start:i]); err != nil {
				return err
			}
			end, err := s.special(i)
			if err != nil {
				return err
			}
			start, i = end, end
			continue
		}
		if s.cooked {
			if err := s.cook(data[start:i]); err != nil {
				return err
			}
		} else {
			s.text = data[start:i]
		}
		return s.tag(i + 1)
	}
}

// tag reads the tag whose < stands before i.
func (s *Scanner) tag(i int) error {
	data := s.data
	s.Kind = Open
	if data[i] == '/' {
		s.Kind = Close
		i++
	}
	s.full, s.name = i, i
	for ; ; i++ {
		if i >= len(data) {
			return ErrShort
		}
		c := data[i]
		if c == ':' {
			s.name = i + 1
		} else if c <= ' ' || c == '>' || c == '/' {
			break
		}
	}
	s.Name = data[s.name:i]
	attrs := i
	for ; ; i++ {
		if i >= len(data) {
			return ErrShort
		}
		switch c := data[i]; c {
		case '>':
			s.pos = i + 1
			if i > attrs && data[i-1] == '/' {
				i--
				if s.Kind == Open {
					s.Kind = Single
				}
			}
			s.Attrs = data[attrs:i]
			return nil
		case '"', '\'':
			n := bytes.IndexByte(data[i+1:], c)
			if n < 0 {
				return ErrShort
			}
			i += n + 1
		case '<':
			return format.Refuse(format.ErrDamaged, "a < stands within the tag <%s", clip(s.Name))
		}
	}
}

// special passes the comment, CDATA section or processing instruction at i and returns its end.
func (s *Scanner) special(i int) (end int, err error) {
	rest := s.data[i:]
	for _, kind := range [...]struct{ open, close string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if len(rest) < len(kind.open) && kind.open[:len(rest)] == string(rest) {
			return 0, ErrShort
		}
		if !bytes.HasPrefix(rest, []byte(kind.open)) {
			continue
		}
		n := bytes.Index(rest[len(kind.open):], []byte(kind.close))
		if n < 0 {
			return 0, ErrShort
		}
		end := i + len(kind.open) + n
		if kind.close == "]]>" {
			s.text = appendLines(s.text, s.data[i+len(kind.open):end])
		}
		return end + len(kind.close), nil
	}
	return 0, format.Refuse(format.ErrForbidden, "the XML holds a document type definition")
}

// cook adds the raw text to the text that is resolved already.
func (s *Scanner) cook(raw []byte) (err error) {
	if !s.cooked {
		s.cooked = true
		s.text = nil
	}
	s.text, err = AppendResolved(s.text, raw)
	return err
}

// Raw returns the text between the tag before and the current one as it stands in the data, and whether it stands for
// itself. If not, AppendText resolves it.
func (s *Scanner) Raw() (text []byte, plain bool) {
	if s.cooked {
		return s.text, true
	}
	for _, c := range s.text {
		if c == '&' || c == '\r' {
			return s.text, false
		}
	}
	return s.text, true
}

// AppendText appends the text between the tag before and the current one, entities resolved, to dst.
func (s *Scanner) AppendText(dst []byte) ([]byte, error) {
	if s.cooked {
		return append(dst, s.text...), nil
	}
	return AppendResolved(dst, s.text)
}

// Prefix returns the prefix of the current tag's name with its colon; it is empty when the name has none.
func (s *Scanner) Prefix() []byte { return s.data[s.full:s.name] }

// Is tells whether the current tag has the name.
func (s *Scanner) Is(name string) bool { return string(s.Name) == name }

// Skip passes the rest of the element whose opening tag is the current one.
func (s *Scanner) Skip() error {
	if s.Kind != Open {
		return nil
	}
	for depth := 1; depth > 0; {
		if err := s.Next(); err != nil {
			return err
		}
		switch s.Kind {
		case Open:
			depth++
		case Close:
			depth--
		}
	}
	return nil
}

// clip shortens a name for a message.
func clip(name []byte) []byte { return name[:min(len(name), 40)] }
