package load

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// GiveUp takes leave of damage that cannot be mended, so that what is whole can be read again: superseded loads that have
// lost rows count as removed, rows that the registry has lost are gone for good, and what was published before is not
// known any more. It refuses, with the *DamagedError, while something current is damaged or decisions are lost. Inspect
// must have found the damage; the next one must begin from nothing.
func (w *Warehouse) GiveUp(ctx context.Context, damage *DamagedError) error {
	ctx = Durable(ctx)
	var removals []Removal
	var horizon time.Time
	for _, l := range damage.Losses {
		if l.Needed {
			return damage
		}
		removals = append(removals, Removal{LoadID: l.LoadID, Reason: removedDamaged})
		horizon = later(horizon, l.Until)
	}
	if damage.Decisions() || len(damage.Absent) > 0 {
		return damage
	}
	if len(damage.Registry) > 0 {
		horizon = w.now()
	}
	if err := w.announce(ctx, removals); err != nil {
		return fmt.Errorf("write what is given up: %w", err)
	}
	if err := w.setHorizon(ctx, horizon, horizonDamage); err != nil {
		return err
	}
	for _, part := range damage.Parts {
		if err := w.dropPart(ctx, part); err != nil {
			return fmt.Errorf("remove the broken part %s of %s: %w", part.Name, part.Table, err)
		}
	}
	return nil
}

// dropPart removes a part that was put aside.
func (w *Warehouse) dropPart(ctx context.Context, p Part) error {
	table := w.topology.stored(strings.TrimSuffix(p.Table, localSuffix))
	return w.conn.Exec(ctx, fmt.Sprintf("ALTER TABLE %s DROP DETACHED PART %s SETTINGS allow_drop_detached = 1", table, quoteText(p.Name)))
}
