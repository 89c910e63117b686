package ledger

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
)

// parts writes the parts of a zip file, one after the other.
type parts struct {
	zip *zip.Writer
	*bufio.Writer
}

// newParts starts a zip file with these small parts.
func newParts(f *os.File, small map[string]string) (parts, error) {
	p := parts{zip.NewWriter(f), bufio.NewWriterSize(nil, 1<<16)}
	for _, name := range slices.Sorted(maps.Keys(small)) {
		if err := p.next(name); err != nil {
			return p, err
		}
		if _, err := io.WriteString(p, small[name]); err != nil {
			return p, err
		}
	}
	return p, nil
}

// next ends the part that is being written and starts another one.
func (p parts) next(name string) error {
	flushed := p.flush()
	part, err := p.zip.Create(name)
	p.Reset(part)
	return errors.Join(flushed, err)
}

func (p parts) flush() error {
	if p.Buffered() == 0 {
		return nil
	}
	return p.Flush()
}

func (p parts) end() error { return errors.Join(p.flush(), p.zip.Close()) }

// shared collects shared strings.
type shared struct {
	texts []string
	index map[string]int
}

// add returns the index of a text in the table.
func (s *shared) add(text string) int {
	i, ok := s.index[text]
	if !ok {
		i = len(s.texts)
		s.index[text] = i
		s.texts = append(s.texts, text)
	}
	return i
}
