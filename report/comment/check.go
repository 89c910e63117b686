package comment

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
	"nyckeltal/report/definition"
)

// Check reads every file of the folder of comments. A file in the wrong place is a fault as well, for no report would show
// it. It returns all faults joined; each is a *config.Problem. A folder that does not exist has no comments.
func Check(dir string, definitions []*definition.Definition) error {
	var faults []error
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".md" {
			return err
		}
		if err := checkFile(dir, file, definitions); err != nil {
			faults = append(faults, err)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		faults = append(faults, fmt.Errorf("comments: %w", err))
	}
	return errors.Join(faults...)
}

func checkFile(dir, file string, definitions []*definition.Definition) error {
	name, err := filepath.Rel(dir, file)
	if err != nil {
		return err
	}
	steps := strings.Split(filepath.ToSlash(name), "/")
	at := slices.IndexFunc(definitions, func(d *definition.Definition) bool { return d.Name == steps[0] })
	if at < 0 {
		var known []string
		for _, d := range definitions {
			known = append(known, d.Name)
		}
		return &config.Problem{File: file, Message: fmt.Sprintf("comments lie in a folder named for their report: expected one of %s, found %q%s",
			strings.Join(known, ", "), steps[0], match.DidYouMean(steps[0], known))}
	}
	def := definitions[at]
	if wanted := place(def); len(steps) != strings.Count(wanted, "/")+1 || !isPeriod(def, strings.TrimSuffix(steps[len(steps)-1], ".md")) {
		return &config.Problem{File: file, Message: fmt.Sprintf("no report shows these comments: expected a file such as %s", wanted)}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("comments: %w", err)
	}
	_, err = Parse(file, data, def)
	return err
}

// place returns where the comments on the report lie, for example.
func place(def *definition.Definition) string {
	of, part := "2023-11", ""
	if def.Calendar == definition.Yearly {
		of = "2025"
	}
	if def.For != "" {
		part = strings.ToUpper(def.For)
	}
	return filepath.ToSlash(File(def.Name, of, part))
}

func isPeriod(def *definition.Definition, name string) bool {
	if def.Calendar == definition.Yearly {
		name += "-12"
	}
	p, err := period.Parse(name)
	return err == nil && p.IsMonth()
}
