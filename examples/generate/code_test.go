package main

import (
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Figures of the reports come from the golden files: no figure of four digits or more stands in the code.
func TestNoFigureInCode(t *testing.T) {
	f, err := readFigures(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]bool{}
	for _, text := range f.text {
		if digits := strings.NewReplacer("-", "", ".", "").Replace(text); len(digits) >= 4 {
			printed[digits] = true
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		var s scanner.Scanner
		s.Init(set.AddFile(name, -1, len(source)), source, nil, 0)
		for pos, tok, literal := s.Scan(); tok != token.EOF; pos, tok, literal = s.Scan() {
			if tok.IsLiteral() && printed[strings.Trim(strings.ReplaceAll(literal, "_", ""), `"`)] {
				t.Errorf("%s: the figure %s of a report stands in the code", set.Position(pos), literal)
			}
		}
	}
}
