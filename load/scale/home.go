package main

import (
	"io/fs"
	"os"
	"path/filepath"

	"nyckeltal/examples"
)

// createHome writes the configuration, catalogue, jobs and reports of the sample organisation, without its workbooks.
func createHome(dir string) error {
	return fs.WalkDir(examples.Intraservice, "intraservice", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		content, err := fs.ReadFile(examples.Intraservice, path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel("intraservice", path)
		if err != nil {
			return err
		}
		target := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
}
