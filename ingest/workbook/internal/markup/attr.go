package markup

import "bytes"

// Attr takes the first attribute off the attributes of a tag. The name has no prefix, the value is as it stands in the
// data: Value resolves it. It returns a nil name when no attribute is left.
func Attr(attrs []byte) (name, value, rest []byte) {
	i := 0
	for i < len(attrs) && attrs[i] <= ' ' {
		i++
	}
	start := i
	for i < len(attrs) && attrs[i] != '=' {
		if attrs[i] == ':' {
			start = i + 1
		}
		i++
	}
	if i >= len(attrs) {
		return nil, nil, nil
	}
	end := i
	for end > start && attrs[end-1] <= ' ' {
		end--
	}
	name = attrs[start:end]
	i++
	for i < len(attrs) && attrs[i] <= ' ' {
		i++
	}
	if i >= len(attrs) || attrs[i] != '"' && attrs[i] != '\'' {
		return nil, nil, nil
	}
	n := bytes.IndexByte(attrs[i+1:], attrs[i])
	if n < 0 {
		return nil, nil, nil
	}
	return name, attrs[i+1 : i+1+n], attrs[i+n+2:]
}

// Lookup returns the value of the attribute with that name, entities resolved, and whether there is one.
func (s *Scanner) Lookup(name string) (value string, ok bool) {
	for n, v, rest := Attr(s.Attrs); n != nil; n, v, rest = Attr(rest) {
		if string(n) == name {
			text, err := AppendResolved(nil, v)
			return string(text), err == nil
		}
	}
	return "", false
}
