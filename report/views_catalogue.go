package report

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

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
	found := map[string]indicator{}
	err := v.read(ctx, "indicators", func(rows driver.Rows) error {
		var i indicator
		var decimals uint8
		err := rows.Scan(&i.id, &i.name.Swedish, &i.name.English, &i.definition.Swedish, &i.definition.English,
			&i.unit, &decimals, &i.direction)
		i.decimals = int(decimals)
		found[i.id] = i
		return err
	}, "SELECT indicator, name_sv, name_en, definition_sv, definition_en, unit, decimals, direction FROM indicators")
	return found, err
}

// catalogue reads the newest version of the catalogue; it is empty when none is published.
func (v views) catalogue(ctx context.Context) (c model.Catalogue, err error) {
	err = v.read(ctx, "catalogue_version", func(rows driver.Rows) error { return rows.Scan(&c.Version, &c.Published) },
		"SELECT version, published_at FROM catalogue_version ORDER BY published_at DESC LIMIT 1")
	return c, err
}

// listed is a row of the view project_status.
type listed struct {
	kind string
	area string
	item model.Item
}

// items reads the activities, assignments and projects of the period, in order of position.
func (v views) items(ctx context.Context, at period.Period) (found []listed, err error) {
	err = v.read(ctx, "project_status", func(rows driver.Rows) error {
		var l listed
		var status string
		err := rows.Scan(&l.kind, &l.area, &l.item.Text, &status, &l.item.Cause, &l.item.Action)
		l.item.Status = model.Status(status)
		found = append(found, l)
		return err
	}, "SELECT kind, area, item, status, cause, action FROM project_status WHERE period = ? "+
		"ORDER BY kind, position, area, item", uint32(at))
	return found, err
}
