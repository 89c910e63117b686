package workbook_test

import (
	"os"
	"path/filepath"
	"testing"

	"nyckeltal/ingest/workbook/internal/fixture"
)

type parts = fixture.Parts

const (
	ns    = fixture.NS
	relNS = fixture.RelNS
)

// minimal is a small workbook as Excel writes it. Tests change what they are about.
var minimal = fixture.Minimal

// sheet returns a small workbook whose sheet holds these rows.
func sheet(rows string) parts { return fixture.Sheet(rows) }

// file writes a file for a test and returns its path.
func file(tb testing.TB, name string, contents []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, contents, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}
