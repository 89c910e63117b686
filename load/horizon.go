package load

import (
	"context"
	"fmt"
	"time"
)

// Why the history does not reach further back.
const (
	horizonRetention = "retention" // certified figures of closings can be had all the same
	horizonDamage    = "damage"    // the registry has lost rows
)

// HorizonError says that the warehouse cannot tell any more what was published at a time.
type HorizonError struct{ At, Horizon time.Time }

// Error says how far back the history reaches.
func (e *HorizonError) Error() string {
	return fmt.Sprintf("what was published %s is not known any more: rows of before have been removed; ask for a time from %s on",
		e.At.UTC().Format(time.RFC3339), e.Horizon.UTC().Format(time.RFC3339Nano))
}

// Horizon returns the time from which on every as-of question can be answered; the zero time when nothing of the history
// was removed.
func (w *Warehouse) Horizon(ctx context.Context) (time.Time, error) {
	retention, damage, err := w.horizons(ctx)
	return later(retention, damage), err
}

// CheckAsOf tells whether the warehouse can answer what was published at a time: a *HorizonError when it was removed, a
// *DamagedError when it is damaged. It can be answered before the horizon at the very times of closings, whose certified
// figures are kept.
func (w *Warehouse) CheckAsOf(ctx context.Context, at time.Time) error {
	retention, damage, err := w.horizons(ctx)
	if err != nil {
		return err
	}
	if at.Before(damage) {
		return &HorizonError{At: at, Horizon: later(retention, damage)}
	}
	if at.Before(retention) {
		var closings uint64
		row := w.conn.QueryRow(ctx, fmt.Sprintf("SELECT count() FROM closings WHERE action != 'reopen' AND decided_at = toDateTime64('%s', 6, 'UTC')", sqlTime(at)))
		if err := row.Scan(&closings); err != nil {
			return fmt.Errorf("read the closings: %w", err)
		}
		if closings == 0 {
			return &HorizonError{At: at, Horizon: later(retention, damage)}
		}
	}
	if found := w.damage.Load(); found != nil && found.At(at) {
		return found
	}
	return nil
}

func (w *Warehouse) horizons(ctx context.Context) (retention, damage time.Time, err error) {
	err = w.conn.QueryRow(ctx, "SELECT maxIf(horizon, reason = ?), maxIf(horizon, reason = ?) FROM horizons", horizonRetention, horizonDamage).
		Scan(&retention, &damage)
	if err != nil {
		return time.Time{}, time.Time{}, fmt.Errorf("read how far back the history reaches: %w", err)
	}
	return never(retention), never(damage), nil
}

// never makes the zero time of ClickHouse's.
func never(t time.Time) time.Time {
	if t.Unix() == 0 {
		return time.Time{}
	}
	return t
}

// setHorizon moves the horizon, forth only.
func (w *Warehouse) setHorizon(ctx context.Context, horizon time.Time, reason string) error {
	retention, damage, err := w.horizons(ctx)
	if err != nil {
		return err
	}
	if before := map[string]time.Time{horizonRetention: retention, horizonDamage: damage}[reason]; !horizon.After(before) {
		return nil
	}
	err = w.conn.Exec(ctx, fmt.Sprintf("INSERT INTO horizons (horizon, decided_at, reason) VALUES (toDateTime64('%s', 6, 'UTC'), toDateTime64('%s', 6, 'UTC'), ?)",
		sqlTime(horizon), sqlTime(w.now())), reason)
	if err != nil {
		return fmt.Errorf("move the horizon of the history: %w", err)
	}
	return nil
}
