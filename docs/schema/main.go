// Command schema writes docs/job.schema.json, the JSON Schema of job files. It takes the keys from the types that the
// files are decoded into, their descriptions from the comments of these types, and the words that a key may have from the
// code that checks them.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// schemaFile is the file that is written, below the root of the module.
const schemaFile = "docs/job.schema.json"

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

// write generates the schema and writes it to the module that the folder belongs to.
func write(folder string) error {
	root, err := moduleRoot(folder)
	if err != nil {
		return err
	}
	text, err := generate(root)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, schemaFile), text, 0o644)
}

// moduleRoot returns the nearest folder from dir upwards that holds a go.mod.
func moduleRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("run it in the module")
		}
		dir = parent
	}
}
