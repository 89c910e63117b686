package mapping_test

import (
	"bytes"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// TestDocumentation decodes and validates the examples of docs/mapping.md, and looks for every key of the language in it.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n# dataset: ([a-z]+)\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(examples) < 3 || len(examples) != strings.Count(string(text), "```yaml") {
		t.Fatalf("%d examples have a dataset", len(examples))
	}
	for _, example := range examples {
		var job struct {
			Mapping mapping.Mapping `yaml:"mapping"`
		}
		if err := yaml.NewDecoder(bytes.NewReader([]byte(example[2])), yaml.Strict()).Decode(&job); err != nil {
			t.Error(err)
		}
		if err := job.Mapping.Validate(record.Find(example[1])); err != nil {
			t.Errorf("%s: %v", example[1], err)
		}
	}
	for _, part := range []any{
		mapping.Mapping{},
		mapping.Sheets{},
		mapping.Heading{},
		mapping.Column{},
		mapping.Across{},
		mapping.Year{},
		mapping.Extra{},
		mapping.Skip{},
		mapping.Control{},
		mapping.Locale{},
		mapping.Above{},
		mapping.Layout{},
		mapping.Check{},
		mapping.Equals{},
		mapping.RowCount{},
	} {
		for field := range reflect.TypeOf(part).Fields() {
			key := field.Tag.Get("yaml")
			if key != "-" && !regexp.MustCompile(`\b`+key+`\b`).Match(text) {
				t.Errorf("the documentation does not mention the key %s of %T", key, part)
			}
		}
	}
}
