package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
)

// soundFile is the item of the state that remembers what the last inspection of the warehouse saw.
const soundFile = "sound.json"

// warehouse is connect for commands that show something: a warehouse in which something current is damaged is refused,
// with a *load.DamagedError. Damage in what was superseded is told to progress.
func (a *app) warehouse(ctx context.Context, h *home.Home, progress io.Writer) (w *load.Warehouse, done func() error, err error) {
	w, damage, done, err := a.damaged(ctx, h, progress)
	if err == nil && damage != nil && damage.Current() {
		err = errors.Join(damage, done())
	}
	if err != nil {
		return nil, nil, err
	}
	if damage != nil {
		fmt.Fprintln(progress, "Part of the history is damaged: `nyckeltal verify` lists it. What is current is whole.")
	}
	return w, done, nil
}

// mendable is connect for runs, which mend what can be loaded anew. What they could not know to be lost is refused.
func (a *app) mendable(ctx context.Context, h *home.Home, progress io.Writer) (w *load.Warehouse, done func() error, err error) {
	w, damage, closeIt, err := a.damaged(ctx, h, progress)
	if err == nil && damage != nil && (damage.Decisions() || len(damage.Absent) > 0) {
		err = errors.Join(damage, closeIt())
	}
	if err != nil {
		return nil, nil, err
	}
	if damage != nil {
		fmt.Fprintf(progress, "%v\nThe run goes on: what is damaged counts as not loaded.\n", damage)
	}
	return w, func() error { return errors.Join(settle(ctx, h, w, progress), closeIt()) }, nil
}

// settle is for commands that have changed the warehouse: it remembers what the warehouse holds now. The error is a
// *load.DamagedError when something current is damaged; anything else that goes wrong is left to the next command.
func settle(ctx context.Context, h *home.Home, w *load.Warehouse, progress io.Writer) error {
	var damage *load.DamagedError
	if errors.As(inspectWarehouse(ctx, h, w, progress), &damage) && damage.Current() {
		return damage
	}
	return nil
}

// damaged is connect for commands that cope with damage, which it returns; nil is none.
func (a *app) damaged(ctx context.Context, h *home.Home, progress io.Writer) (
	w *load.Warehouse, damage *load.DamagedError, done func() error, err error,
) {
	w, done, err = a.connect(ctx, h, progress)
	if err != nil {
		return nil, nil, nil, err
	}
	err = inspectWarehouse(ctx, h, w, progress)
	if err != nil && !errors.As(err, &damage) {
		return nil, nil, nil, errors.Join(err, done())
	}
	return w, damage, done, nil
}

// inspectWarehouse looks for damage, with what is remembered of the last time, and remembers what it has seen.
func inspectWarehouse(ctx context.Context, h *home.Home, w *load.Warehouse, progress io.Writer) error {
	last := lastSound(h)
	now, err := w.Inspect(ctx, last)
	if err != nil {
		return err
	}
	if reflect.DeepEqual(now, last) {
		return nil
	}
	text, err := json.Marshal(now)
	if err == nil {
		err = replaceFile(h.State(soundFile), 0o600, func(to io.Writer) error {
			_, err := to.Write(text)
			return err
		})
	}
	if err != nil {
		fmt.Fprintf(progress, "The inspection of the warehouse could not be remembered: %v\n", err)
	}
	return nil
}

// lastSound is what the last inspection that found no damage has seen; where that is not known, nothing.
func lastSound(h *home.Home) load.Sound {
	var last load.Sound
	text, err := os.ReadFile(h.State(soundFile))
	if err != nil || json.Unmarshal(text, &last) != nil {
		return load.Sound{}
	}
	return last
}
