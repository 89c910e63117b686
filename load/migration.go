package load

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"nyckeltal/load/engine/lexer"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migration is a step of the schema.
type migration struct {
	version    int64
	name       string
	statements []string // rendered
}

// readMigrations returns all steps as they are for a topology and a database, in their order.
func readMigrations(t Topology, database string) ([]migration, error) {
	var steps []migration
	err := eachFile(migrations, func(name, text string) error {
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return fmt.Errorf("migration %s: the name must begin with a number", name)
		}
		step := migration{version: version, name: name}
		for _, statement := range lexer.Statements(text) {
			rendered, err := t.table(database, statement)
			if err != nil {
				return fmt.Errorf("migration %s: %w", name, err)
			}
			step.statements = append(step.statements, rendered...)
		}
		steps = append(steps, step)
		return nil
	})
	return steps, err
}

// goose makes the step one of goose's. Its statements may be run again after an interruption.
func (m migration) goose() *goose.Migration {
	return goose.NewGoMigration(m.version, &goose.GoFunc{RunDB: func(ctx context.Context, db *sql.DB) error {
		for _, statement := range m.statements {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %s: %w", m.name, shorten(statement), err)
			}
		}
		return nil
	}}, nil)
}

// eachFile calls do with the name and the text of every file, in the order of their names.
func eachFile(files fs.FS, do func(name, text string) error) error {
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		return do(entry.Name(), string(text))
	})
}
