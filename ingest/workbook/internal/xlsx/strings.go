package xlsx

import (
	"context"
	"math"
	"unicode/utf8"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// stringTable holds the texts that the cells of a workbook share, one after the other in one piece of memory.
type stringTable struct {
	arena []byte
	ends  []uint32 // of each text in the arena
}

// len returns the number of texts.
func (t *stringTable) len() int { return len(t.ends) }

// at returns text i, and whether the table has so many.
func (t *stringTable) at(i uint64) (text string, ok bool) {
	if i >= uint64(len(t.ends)) {
		return "", false
	}
	start := uint32(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	return view(t.arena[start:t.ends[i]]), true
}

// sharedStrings returns the table, which is read when it is first asked for.
func (b *Book) sharedStrings(ctx context.Context) (*stringTable, error) {
	b.loading.Lock()
	defer b.loading.Unlock()
	if b.strings != nil {
		return b.strings, nil
	}
	if b.stringsPart == "" {
		return &stringTable{}, nil
	}
	s, err := b.parts.stream(ctx, b.stringsPart)
	if err != nil {
		return nil, format.At("shared strings", err)
	}
	defer s.close()
	l := &stringLoader{limits: b.parts.limits, careful: b.careful}
	l.table.arena = make([]byte, 0, min(s.size, maxArenaGuess))
	if err := l.load(s); err != nil {
		return nil, format.At("shared strings", err)
	}
	b.strings = &l.table
	return b.strings, nil
}

// maxArenaGuess bounds the memory that is set aside for the texts, in bytes, before they are there. Pages of it that
// are not needed are never touched.
const maxArenaGuess = 64 << 20

// stringLoader fills a table.
type stringLoader struct {
	table   stringTable
	limits  format.Limits
	careful bool // leaves fastItems alone, for tests
	begun   bool // the root has been opened
	ended   bool // and closed
}

// load reads the table from its part.
func (l *stringLoader) load(s *stream) error {
	for !l.ended {
		if err := s.next(l.record); err != nil {
			return err
		}
	}
	if !utf8.Valid(l.table.arena) {
		return format.Refuse(format.ErrDamaged, "the shared strings are not valid UTF-8")
	}
	return s.finish()
}

// record reads the next texts, or the tag around all texts.
func (l *stringLoader) record(s *markup.Scanner) error {
	if n, err := l.fastItems(s.Rest()); n > 0 || err != nil {
		s.Advance(n)
		return err
	}
	if err := s.Next(); err != nil {
		return err
	}
	switch {
	case s.Is("si"):
		return l.item(s)
	case l.begun && s.Kind == markup.Close, !l.begun && s.Kind == markup.Single:
		l.ended = true
		return nil
	case !l.begun:
		l.begun = true
		return nil
	}
	return s.Skip()
}

// item adds the text of the si element that has been opened to the table.
func (l *stringLoader) item(s *markup.Scanner) (err error) {
	t := &l.table
	start := len(t.arena)
	arena := t.arena
	if s.Kind == markup.Open {
		if arena, err = appendRichText(arena, s); err != nil {
			return err
		}
	}
	t.arena = arena
	return l.end(start)
}

// end ends the text that begins at start in the arena.
func (l *stringLoader) end(start int) error {
	t := &l.table
	switch size := len(t.arena) - start; {
	case size > 0 && !utf8.RuneStart(t.arena[start]): // load checks the rest
		return format.Refuse(format.ErrDamaged, "the shared strings are not valid UTF-8")
	case size > l.limits.CellBytes:
		return format.Refuse(format.ErrLimit, "shared string %d takes more than %d bytes", len(t.ends), l.limits.CellBytes)
	case int64(len(t.arena)) > min(l.limits.Memory, math.MaxUint32):
		return format.Refuse(format.ErrLimit, "the shared strings take more than %d bytes", l.limits.Memory)
	case int64(len(t.ends)) >= l.limits.Memory/4: // an end takes 4 bytes
		return format.Refuse(format.ErrLimit, "there are more than %d shared strings", l.limits.Memory/4)
	}
	t.ends = append(t.ends, uint32(len(t.arena)))
	return nil
}
