package xmlstream_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"go.uber.org/goleak"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/xmlstream"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// records reads a document whose records are the elements r, in chunks of that many bytes, and returns their texts.
func records(t *testing.T, r io.Reader, chunk int, limits format.Limits) (string, error) {
	s := xmlstream.Start(t.Context(), io.NopCloser(r), "the document", chunk, limits)
	defer s.Close()
	var texts []byte
	for ended := false; !ended; {
		var record []byte
		err := s.Next(func(m *markup.Scanner) error {
			record = record[:0] // it may be called again
			if err := m.Next(); err != nil {
				return err
			}
			ended = m.Kind == markup.Close
			if ended || !m.Is("r") {
				return nil
			}
			if err := m.Next(); err != nil {
				return err
			}
			var err error
			record, err = m.AppendText(append(record, '|'))
			return err
		})
		if err != nil {
			return string(texts), err
		}
		texts = append(texts, record...)
	}
	return string(texts), s.Finish()
}

func TestRecords(t *testing.T) {
	document := `<?xml version="1.0"?><d><r>ett</r><r>t&amp;v</r><!-- </d> --><r>` + strings.Repeat("tre", 100) + `</r></d> `
	want := "|ett|t&v|" + strings.Repeat("tre", 100)
	for chunk := 1; chunk < len(document)+2; chunk++ {
		if got, err := records(t, strings.NewReader(document), chunk, format.Defaults); err != nil || got != want {
			t.Fatalf("in chunks of %d: %s, %v", chunk, got, err)
		}
	}
	if got, err := records(t, iotest.DataErrReader(strings.NewReader(document)), 10, format.Defaults); err != nil || got != want {
		t.Errorf("with its end at once: %s, %v", got, err)
	}
}

func TestRefused(t *testing.T) {
	broken := errors.New("broken")
	tests := []struct {
		r    io.Reader
		kind error
		says string
	}{
		{strings.NewReader("<d><r>a</r><r>b"), format.ErrDamaged, "the document ends in the middle"},
		{strings.NewReader(""), format.ErrDamaged, "the document ends in the middle"},
		{strings.NewReader("<d><r>" + strings.Repeat("a", 2000)), format.ErrLimit, "1000 bytes"},
		{strings.NewReader("<d><!DOCTYPE x>"), format.ErrForbidden, "document type"},
		{io.MultiReader(strings.NewReader("<d><r>a"), iotest.ErrReader(broken)), broken, "broken"},
		{io.MultiReader(strings.NewReader("<d></d>"), iotest.ErrReader(broken)), broken, "broken"},
	}
	for _, tt := range tests {
		_, err := records(t, tt.r, 7, format.Limits{Memory: 1000})
		if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%v does not say %q", err, tt.says)
		}
	}
}
