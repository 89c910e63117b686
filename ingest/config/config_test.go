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
		{"wrong type", "size: many\n", "job.yaml:1:7: cannot unmarshal string into Go struct field document.Size of type int"},
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
	text := []byte("name: a\nparts:\n  - heading: x\n  - heading: y\n")
	for path, want := range map[string]string{
		"$.parts[1].heading": "f.yaml:4:14: parts[1].heading: wrong",
		"$.parts[1].other":   "f.yaml:4:12: parts[1].other: wrong",
		"$.missing":          "f.yaml:1:5: missing: wrong",
		"$":                  "f.yaml:1:5: wrong",
	} {
		if got := config.Locate("f.yaml", text, path, "wrong").Error(); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
