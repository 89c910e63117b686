package xlsx

import (
	"context"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/texts"
	"nyckeltal/ingest/workbook/internal/xmlstream"
)

// sharedStrings returns the table, which is read when it is first asked for.
func (b *Book) sharedStrings(ctx context.Context) (*texts.Table, error) {
	return b.strings.Get(func(table *texts.Table) error { return b.loadStrings(ctx, table) })
}

func (b *Book) loadStrings(ctx context.Context, table *texts.Table) error {
	if b.stringsPart == "" {
		return nil
	}
	s, err := b.parts.Stream(ctx, b.stringsPart)
	if err != nil {
		return err
	}
	defer s.Close()
	table.Arena = make([]byte, 0, min(b.parts.Size(b.stringsPart), texts.ArenaGuess))
	l := &stringLoader{table: table, limits: b.parts.Limits, careful: b.careful}
	return l.load(s)
}

// stringLoader fills a table.
type stringLoader struct {
	table   *texts.Table
	limits  format.Limits
	careful bool   // leaves fastItems alone, for tests
	words   *words // of the part; nil leaves fastItems alone
	begun   bool   // the root has been opened
	ended   bool   // and closed
}

// load reads the table from its part.
func (l *stringLoader) load(s *xmlstream.Stream) error {
	for !l.ended {
		if err := s.Next(l.record); err != nil {
			return err
		}
	}
	if err := l.table.Valid(); err != nil {
		return err
	}
	return s.Finish()
}

// record reads the next texts, or the tag around all texts.
func (l *stringLoader) record(s *markup.Scanner) error {
	if l.words != nil {
		if n, err := l.fastItems(s.Rest()); n > 0 || err != nil {
			s.Advance(n)
			return err
		}
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
		if !l.careful {
			l.words = wordsWith(s.Prefix())
		}
		return nil
	}
	return s.Skip()
}

// item adds the text of the si element that has been opened to the table.
func (l *stringLoader) item(s *markup.Scanner) error {
	if s.Kind == markup.Open {
		arena, err := appendRichText(l.table.Arena, s)
		if err != nil {
			return err // the item is read again if its end is not at hand
		}
		l.table.Arena = arena
	}
	return l.table.End(&l.limits)
}

// fastItems adds the shared strings that data begin with to the table, as far as they have no runs, and returns the
// number of bytes that they take.
func (l *stringLoader) fastItems(data []byte) (n int, err error) {
	for {
		start := l.words.textAfter(&l.words.item, data[n:])
		if start == 0 {
			return n, nil
		}
		text, marks := scanText(data[n+start:])
		end := n + start + len(text)
		if !l.words.itemEnd.begins(data[end:]) {
			return n, nil
		}
		if err := l.fastItem(text, marks); err != nil {
			return n, err
		}
		n = end + l.words.itemEnd.size
	}
}

// fastItem adds a text with these marks to the table.
func (l *stringLoader) fastItem(text []byte, marks mark) (err error) {
	if !marks.written(text) {
		l.table.Arena = append(l.table.Arena, text...)
	} else if l.table.Arena, err = appendUnescaped(l.table.Arena, text); err != nil {
		return err
	}
	return l.table.End(&l.limits)
}
