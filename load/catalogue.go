package load

import (
	"context"
	"fmt"

	"nyckeltal/load/catalogue"
)

// catalogueDataset is the name under which catalogues are published.
const catalogueDataset = "catalogue"

// PublishCatalogue makes a version of the catalogue the one in force, all at once. It does nothing and returns false
// when that version is in force already.
func (w *Warehouse) PublishCatalogue(ctx context.Context, c *catalogue.Catalogue, runID string) (bool, error) {
	ctx = Durable(ctx)
	var current uint64
	known := w.conn.QueryRow(ctx, "SELECT count() FROM catalogue_version WHERE version = ?", c.Version)
	if err := known.Scan(&current); err != nil {
		return false, fmt.Errorf("read the catalogue's version: %w", err)
	}
	if current > 0 {
		return false, nil
	}
	id := w.newLoadID()
	if err := w.writeIndicators(ctx, id, c); err != nil {
		return false, fmt.Errorf("store the catalogue: %w", err)
	}
	row := publication{dataset: catalogueDataset, source: catalogueDataset, load: id, run: runID, records: uint64(len(c.Indicators))}
	if err := w.publishVersion(ctx, row, "", c.Version, c.File); err != nil {
		return false, fmt.Errorf("publish the catalogue: %w", err)
	}
	return true, nil
}

// writeIndicators stores the indicators, their terms and what is a small group under a load id.
func (w *Warehouse) writeIndicators(ctx context.Context, id uint64, c *catalogue.Catalogue) error {
	indicators, err := w.conn.PrepareBatch(ctx, "INSERT INTO indicator_records")
	if err != nil {
		return err
	}
	defer indicators.Close()
	terms, err := w.conn.PrepareBatch(ctx, "INSERT INTO indicator_term_records")
	if err != nil {
		return err
	}
	defer terms.Close()
	for position, i := range c.Indicators {
		err := indicators.Append(id, i.ID, uint32(position+1), i.Family, i.Name.SV, i.Name.EN, i.Definition.SV, i.Definition.EN,
			i.Unit, uint8(i.Decimals), i.Additivity, i.Frequency, i.Direction, i.Tolerance.Decimal, i.Multiplier.Decimal, i.Divisor.Decimal,
			i.Owner.SV, i.Owner.EN)
		if err != nil {
			return err
		}
		for side, sideTerms := range map[string][]catalogue.Term{"numerator": i.Numerator, "denominator": i.Denominator} {
			for _, t := range sideTerms {
				if err := terms.Append(id, i.ID, side, t.Measure, t.Factor.Decimal, t.Area, t.Service); err != nil {
					return err
				}
			}
		}
	}
	if err := indicators.Send(); err != nil {
		return err
	}
	if err := terms.Send(); err != nil {
		return err
	}
	return w.conn.Exec(ctx, "INSERT INTO small_group_records VALUES (?, ?, ?)", id, *c.SmallGroups.Sickness, *c.SmallGroups.Hours)
}
