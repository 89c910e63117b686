package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the schema anew")

func TestTheSchemaIsUpToDate(t *testing.T) {
	if *update {
		if err := write("."); err != nil {
			t.Fatal(err)
		}
	}
	root, err := moduleRoot(".")
	if err != nil {
		t.Fatal(err)
	}
	want, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(root, schemaFile))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the types say; run go generate ./docs (%v)", schemaFile, err)
	}
}
