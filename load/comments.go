package load

import (
	"context"
	_ "embed" // of what the columns hold
	"fmt"
	"maps"
	"slices"
	"strings"

	"nyckeltal/ingest/config"
)

// columnsFile says what the columns of the views hold. It is kept beside the views and not within them, since a view that
// names its columns must name their types as well, and since many views share columns.
//
//go:embed views/columns.yaml
var columnsFile string

// columnTexts is what columnsFile holds.
type columnTexts struct {
	Everywhere map[string]string   `yaml:"everywhere"` // by column
	Views      map[string]viewText `yaml:"views"`
}

// viewText is what the columns of one view hold.
type viewText struct {
	Like    string            `yaml:"like"` // the table or view whose columns hold the same
	Columns map[string]string `yaml:"columns"`
}

// of returns what a column holds, "" when the file does not say it. tables are the comments of the columns of tables.
func (t *columnTexts) of(relation, column string, tables map[string]map[string]string) string {
	view, known := t.Views[relation]
	if text := view.Columns[column]; text != "" {
		return text
	}
	if known && view.Like != "" {
		if text := t.of(view.Like, column, tables); text != "" {
			return text
		}
	}
	if text := tables[relation][column]; text != "" {
		return text
	}
	return t.Everywhere[column]
}

// commentColumns tells the warehouse what the columns of all views hold. Twins have no columns before they are asked.
func (w *Warehouse) commentColumns(ctx context.Context) error {
	var texts columnTexts
	if err := config.Decode("columns.yaml", []byte(columnsFile), &texts); err != nil {
		return err
	}
	have, err := w.columnComments(ctx)
	if err != nil {
		return fmt.Errorf("read the columns of the views: %w", err)
	}
	for _, view := range slices.Sorted(maps.Keys(viewNames())) {
		var changes []string
		for _, column := range slices.Sorted(maps.Keys(have[view])) {
			if text := texts.of(view, column, have); text != "" {
				changes = append(changes, "COMMENT COLUMN "+quoteName(column)+" "+quoteText(text))
			}
		}
		if len(changes) == 0 {
			continue
		}
		if err := w.conn.Exec(ctx, w.topology.comment(view, changes)); err != nil {
			return fmt.Errorf("comment the columns of view %s: %w", view, err)
		}
	}
	return nil
}

// columnComments returns the comment of every column of every table and view of the warehouse.
func (w *Warehouse) columnComments(ctx context.Context) (map[string]map[string]string, error) {
	rows, err := w.conn.Query(ctx, "SELECT table, name, comment FROM system.columns WHERE database = currentDatabase()")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	comments := make(map[string]map[string]string)
	for rows.Next() {
		var table, column, comment string
		if err := rows.Scan(&table, &column, &comment); err != nil {
			return nil, err
		}
		if comments[table] == nil {
			comments[table] = make(map[string]string)
		}
		comments[table][column] = comment
	}
	return comments, rows.Err()
}

// comment renders the statement that comments columns of a view.
func (t Topology) comment(view string, changes []string) string {
	return "ALTER TABLE " + view + t.onCluster() + " " + strings.Join(changes, ", ")
}
