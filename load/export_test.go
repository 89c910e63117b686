package load

import (
	"context"
	"time"
)

// Versions returns the versions of the schema, and Statements what creates it for a topology in the database "n".
func Versions() ([]int64, error) {
	steps, err := readMigrations(Topology{}, "n")
	var versions []int64
	for _, step := range steps {
		versions = append(versions, step.version)
	}
	return versions, err
}

func Statements(t Topology) ([]string, error) {
	statements := []string{}
	for _, own := range []string{createVersions, schemaTable} {
		rendered, err := t.table("n", own)
		if err != nil {
			return nil, err
		}
		statements = append(statements, rendered...)
	}
	steps, err := readMigrations(t, "n")
	if err != nil {
		return nil, err
	}
	for _, step := range steps {
		statements = append(statements, step.statements...)
	}
	err = eachFile(views, func(_, sql string) error {
		statements = append(statements, t.view(sql), t.view(twin(sql)))
		return nil
	})
	return append(statements, t.comment("kpi_monthly", []string{"COMMENT COLUMN `month` 'the month''s text'", "COMMENT COLUMN unit 'the unit'"})), err
}

// Render renders a statement of a migration.
func Render(t Topology, statement string) ([]string, error) { return t.table("n", statement) }

// Settings are those of every statement.
func Settings(t Topology) map[string]any { return t.settings() }

// MigrateTo applies the migrations up to a version, as a program that knew no more would have.
func (w *Warehouse) MigrateTo(ctx context.Context, version int64) error {
	provider, err := w.provider()
	if err != nil {
		return err
	}
	defer provider.Close()
	_, err = provider.UpTo(Durable(ctx), version)
	return err
}

// SetClock makes the warehouse live by another time: now tells it, and sleep passes it.
func (w *Warehouse) SetClock(now func() time.Time, sleep func(context.Context, time.Duration) error) {
	w.now, w.sleep = now, sleep
}

// Retry is the handling of errors that pass.
func (w *Warehouse) Retry(ctx context.Context, what string, f func(context.Context) error) error {
	return w.retry(ctx, what, f)
}

// CheckLayout compares the topology with the one that the warehouse was created with.
func (w *Warehouse) CheckLayout(ctx context.Context) error { return w.checkLayout(ctx) }

// WriteSettings are those of every statement that writes.
func WriteSettings() map[string]any { return writeSettings() }
