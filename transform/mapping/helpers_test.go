package mapping_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"nyckeltal/transform/mapping"
)

// decode reads a mapping as part of a strict job file.
func decode(text string) (*mapping.Mapping, error) {
	var job struct {
		Job     string          `yaml:"job"`
		Mapping mapping.Mapping `yaml:"mapping"`
	}
	indented := "job: test\nmapping:\n  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
	err := yaml.NewDecoder(bytes.NewReader([]byte(indented)), yaml.Strict()).Decode(&job)
	return &job.Mapping, err
}

// mustDecode is decode for texts that are right.
func mustDecode(t testing.TB, text string) *mapping.Mapping {
	t.Helper()
	m, err := decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
