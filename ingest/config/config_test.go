package config_test

import (
	"errors"
	"testing"

	"nyckeltal/ingest/config"
)

type document struct {
	Name  string  `yaml:"name"`
	Parts []part  `yaml:"parts"`
	Size  int     `yaml:"size"`
	Skip  string  `yaml:"-"`
	Other *nested `yaml:"other"`
}

type part struct {
	Heading string `yaml:"heading"`
}

type nested struct {
	Deep map[string]part `yaml:"deep"`
}

func TestDecode(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"fine", "name: a\nparts: [{heading: x}]\n", ""},
		{"unknown key", "name: a\nparst: []\n", `job.yaml:2:1: unknown key "parst" (did you mean "parts"?)`},
		{"unknown key inside", "parts:\n  - headin: x\n", `job.yaml:2:5: unknown key "headin" (did you mean "heading"?)`},
		{"unlike anything", "zzzzzzz: 1\n", `job.yaml:1:1: unknown key "zzzzzzz"`},
		{"wrong type", "size: many\n", "job.yaml:1:7: expected a whole number"},
		{"no list", "parts: x\n", "job.yaml:1:8: expected a list, as in [a, b]"},
		{"no keys", "other: x\n", "job.yaml:1:8: expected keys with values"},
		{"no text", "name: [x]\n", "job.yaml:1:7: expected a text"},
		{"several", "size: many\nparst: []\nparts:\n  - {headin: x, heading: [y]}\n  - {headng: z}\n", `job.yaml:1:7: expected a whole number
job.yaml:2:1: unknown key "parst" (did you mean "parts"?)
job.yaml:4:6: unknown key "headin" (did you mean "heading"?)
job.yaml:4:26: expected a text
job.yaml:5:6: unknown key "headng" (did you mean "heading"?)`},
		{"no YAML", "name: [\n", "job.yaml:1:7: sequence end token ']' not found"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var d document
			err := config.Decode("job.yaml", []byte(test.text), &d)
			var problem *config.Problem
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.As(err, &problem) || err.Error() != test.want {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}

func TestLocate(t *testing.T) {
	text := []byte("name: a\nparts:\n  - heading: x\n  - heading: y\nother: {deep: {Förslag 1.5: {heading: z}}}\n")
	for path, want := range map[string]string{
		"$.parts[1].heading": "f.yaml:4:14: parts[1].heading: wrong",
		"$.parts[1].other":   "f.yaml:4:5: parts[1].other: wrong",
		"$.parts":            "f.yaml:2:1: parts: wrong",
		"$.missing":          "f.yaml:1:1: missing: wrong",
		"$":                  "f.yaml:1:1: wrong",

		"$.other.deep.Förslag 1.5.heading": "f.yaml:5:39: other.deep.Förslag 1.5.heading: wrong",
		"$.other.deep.Förslag 1.5.x":       "f.yaml:5:16: other.deep.Förslag 1.5.x: wrong",
	} {
		if got := config.Locate("f.yaml", text, path, "wrong").Error(); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
