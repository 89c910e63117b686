package texts_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/texts"
)

// fill returns a table of these texts.
func fill(limits format.Limits, list ...string) (*texts.Table, error) {
	var table texts.Table
	for _, text := range list {
		table.Arena = append(table.Arena, text...)
		if err := table.End(&limits); err != nil {
			return &table, err
		}
	}
	return &table, table.Valid()
}

func TestTable(t *testing.T) {
	list := []string{"", "a", "", "åäö", "x", ""}
	table, err := fill(format.Defaults, list...)
	if err != nil || table.Len() != len(list) {
		t.Fatalf("%d texts, %v", table.Len(), err)
	}
	for i, want := range list {
		if got, ok := table.At(uint64(i)); !ok || got != want {
			t.Errorf("text %d: %q, %v", i, got, ok)
		}
	}
	for _, i := range []uint64{uint64(len(list)), math.MaxUint64} {
		if got, ok := table.At(i); ok || got != "" {
			t.Errorf("text %d: %q, %v", i, got, ok)
		}
	}
	if got, ok := new(texts.Table).At(0); ok || got != "" {
		t.Errorf("a text of an empty table: %q", got)
	}
}

func TestRefused(t *testing.T) {
	many := make([]string, 26)
	tests := []struct {
		list   []string
		limits format.Limits
		kind   error
		says   string
	}{
		{[]string{"abc", "abcdef"}, format.Limits{CellBytes: 5}, format.ErrLimit, "shared string 1 takes more than 5 bytes"},
		{[]string{"abc", "abc"}, format.Limits{Memory: 5}, format.ErrLimit, "more than 5 bytes"},
		{many, format.Limits{Memory: 100}, format.ErrLimit, "more than 25 shared strings"},
		{[]string{"\xe5"}, format.Limits{}, format.ErrDamaged, "UTF-8"},
		{[]string{"a\xc3", "\xa5"}, format.Limits{}, format.ErrDamaged, "UTF-8"},
	}
	for _, tt := range tests {
		if _, err := fill(tt.limits.OrDefaults(), tt.list...); !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q: %v", tt.list, err)
		}
	}
}
