package report

import (
	"context"
	"fmt"

	"nyckeltal/ingest/period"
	"nyckeltal/report/definition"
	"nyckeltal/report/model"
)

// indicator is a row of the view indicators.
type indicator struct {
	id         string
	name       definition.Text
	definition definition.Text
	unit       string
	decimals   int
	direction  string // higher, lower or neutral: what is good
}

// indicators reads the catalogue.
func (v views) indicators(ctx context.Context) (map[string]indicator, error) {
	rows, err := v.conn.Query(ctx, "SELECT indicator, name_sv, name_en, definition_sv, definition_en, unit, decimals, direction "+
		"FROM indicators")
	if err != nil {
		return nil, fmt.Errorf("view indicators: %w", err)
	}
	defer func() { _ = rows.Close() }()
	found := map[string]indicator{}
	for rows.Next() {
		var i indicator
		var decimals uint8
		if err := rows.Scan(&i.id, &i.name.Swedish, &i.name.English, &i.definition.Swedish, &i.definition.English,
			&i.unit, &decimals, &i.direction); err != nil {
			return nil, fmt.Errorf("view indicators: %w", err)
		}
		i.decimals = int(decimals)
		found[i.id] = i
	}
	return found, rows.Err()
}

// catalogue reads the newest version of the catalogue; it is empty when none is published.
func (v views) catalogue(ctx context.Context) (model.Catalogue, error) {
	rows, err := v.conn.Query(ctx, "SELECT version, published_at FROM catalogue_version ORDER BY published_at DESC LIMIT 1")
	if err != nil {
		return model.Catalogue{}, fmt.Errorf("view catalogue_version: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var c model.Catalogue
	for rows.Next() {
		if err := rows.Scan(&c.Version, &c.Published); err != nil {
			return c, fmt.Errorf("view catalogue_version: %w", err)
		}
	}
	return c, rows.Err()
}

// listed is a row of the view project_status.
type listed struct {
	kind string
	area string
	item model.Item
}

// items reads the activities, assignments and projects of the period, in order of position.
func (v views) items(ctx context.Context, at period.Period) ([]listed, error) {
	rows, err := v.conn.Query(ctx, "SELECT kind, area, item, status, cause, action FROM project_status WHERE period = ? "+
		"ORDER BY kind, position, area, item", uint32(at))
	if err != nil {
		return nil, fmt.Errorf("view project_status: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var found []listed
	for rows.Next() {
		var l listed
		var status string
		if err := rows.Scan(&l.kind, &l.area, &l.item.Text, &status, &l.item.Cause, &l.item.Action); err != nil {
			return nil, fmt.Errorf("view project_status: %w", err)
		}
		l.item.Status = model.Status(status)
		found = append(found, l)
	}
	return found, rows.Err()
}
