package home_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"nyckeltal/docs"
)

// jobSchema compiles the schema of job files.
func jobSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(docs.JobSchema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("job.schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("job.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// validate checks a job as editors do.
func validate(schema *jsonschema.Schema, text string) error {
	var job any
	if err := yaml.Unmarshal([]byte(text), &job); err != nil {
		return err
	}
	return schema.Validate(job)
}

// TestSchemaAgreesWithTheTable expects that what the product takes is valid by the schema, and that what the decoder
// refuses for an unknown key or a wrong type is not.
func TestSchemaAgreesWithTheTable(t *testing.T) {
	schema := jobSchema(t)
	for _, c := range configurations(t) {
		if c.isHome() {
			continue
		}
		err := validate(schema, c.text)
		if c.want == "ok\n" && err != nil {
			t.Errorf("%s/%s: %v", c.archive, c.name, err)
		}
		if err == nil && !c.decodable() {
			t.Errorf("%s/%s: valid by the schema, although the decoder refuses it", c.archive, c.name)
		}
	}
}

// TestSchemaTakesEveryExample validates the jobs of the sample, of the home that init makes, and of the documentation.
func TestSchemaTakesEveryExample(t *testing.T) {
	schema := jobSchema(t)
	jobs := map[string]string{}
	for _, folder := range []string{"../../examples/intraservice/jobs", "../../cmd/nyckeltal/skeleton/jobs"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", folder, err)
		}
		for _, file := range files {
			jobs[file] = read(t, file)
		}
	}
	for i, example := range examples(t, "../../docs/mapping.md", "(?s)```yaml\n# (dataset: .*?```)") {
		jobs[fmt.Sprintf("docs/mapping.md, example %d", i)] = complete(example)
	}
	for i, example := range examples(t, "../../docs/guide.md", "(?s)```yaml\n(job: .*?```)") {
		jobs[fmt.Sprintf("docs/guide.md, example %d", i)] = example
	}
	if len(jobs) < 25 {
		t.Errorf("only %d jobs", len(jobs))
	}
	for name, text := range jobs {
		if err := validate(schema, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// examples returns what an expression finds in a page of the documentation, without the mark at its end.
func examples(t *testing.T, file, expression string) []string {
	t.Helper()
	var found []string
	for _, match := range regexp.MustCompile(expression).FindAllStringSubmatch(read(t, file), -1) {
		found = append(found, strings.TrimSuffix(match[1], "```"))
	}
	if len(found) == 0 {
		t.Fatalf("%s holds no example", file)
	}
	return found
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
