package schedules

import (
	"context"
	"errors"
	"fmt"

	"nyckeltal/ingest/source"
	"nyckeltal/load"
)

// remap maps every delivery of the job again, of which the warehouse shows records, from the archive, and publishes them
// together: so history follows a corrected mapping, and a damaged warehouse is mended, without asking for the files again.
// If one of them fails, everything stays as it is. A job whose deliveries are all current is left alone.
func (e *execution) remap(ctx context.Context) Result {
	result := e.result()
	err := e.codes.read(ctx, e.Warehouse)
	var replays []replay
	if err == nil {
		replays, err = e.replays(ctx)
	}
	if err == nil && len(replays) > 0 {
		e.Observer.JobStarted(e.job, len(replays))
		result.Deliveries, err = e.replayAll(ctx, replays)
	}
	result.conclude()
	if err != nil {
		result.Outcome, result.Err = Failed, err
	}
	result.Finished = e.Now()
	if e.job.Schema().Dimension() && result.Loaded() > 0 {
		e.codes.forget()
	}
	return result
}

// replay is a delivery that is to be mapped again.
type replay struct {
	file source.File
	meta load.Meta
}

// replays returns what is to be mapped again; nothing when all of it is current.
func (e *execution) replays(ctx context.Context) ([]replay, error) {
	shown, err := e.Warehouse.Replays(ctx, e.job.Name, e.job.Schema(), replace(e.job).Mode)
	if err != nil {
		return nil, err
	}
	var replays []replay
	stale := false
	for _, s := range shown {
		captures, ok := e.job.Files().Match(s.File)
		if !ok {
			return nil, fmt.Errorf("%s was loaded by job %s, but is not named like %s any more: its periods cannot be told",
				s.File, e.job.Name, e.job.From.Pattern)
		}
		file := source.File{Name: s.File, ModTime: s.At, Captures: captures}
		meta := e.meta(file, s.Delivery)
		standing, err := e.Warehouse.Standing(ctx, meta)
		if err != nil {
			return nil, err
		}
		stale = stale || standing == load.New
		replays = append(replays, replay{file, meta})
	}
	if !stale {
		return nil, nil
	}
	return replays, nil
}

// replayAll maps deliveries again and publishes them together, or none of them.
func (e *execution) replayAll(ctx context.Context, replays []replay) (deliveries []Delivery, err error) {
	together := load.NewRemapping()
	var loads []*load.Load
	for _, r := range replays {
		e.Observer.FileStarted(e.job, r.file.Name)
		r.meta.Remapping = together
		delivery := Delivery{Job: e.job, File: r.file.Name}
		l, fault := e.replay(ctx, r, &delivery)
		if fault != nil {
			delivery.Outcome, delivery.Err = Failed, fault
			err = errors.Join(err, fault)
			e.Observer.FileDone(delivery)
		}
		deliveries, loads = append(deliveries, delivery), append(loads, l)
		if fault != nil && e.fatal(ctx, fault) != nil {
			return deliveries, err
		}
	}
	if err != nil {
		return deliveries, fmt.Errorf("nothing of job %s was changed: %w", e.job.Name, err)
	}
	publications, err := e.Warehouse.PublishTogether(ctx, loads...)
	if err != nil {
		return deliveries, err
	}
	for i := range deliveries {
		deliveries[i].loaded(publications[i])
		e.Observer.FileDone(deliveries[i])
	}
	return deliveries, nil
}

// replay maps a delivery of the archive into a load that is ready to be published.
func (e *execution) replay(ctx context.Context, r replay, delivery *Delivery) (*load.Load, error) {
	content, err := e.Archive.Open(ctx, r.meta.Delivery)
	if err != nil {
		return nil, err
	}
	defer content.Close() // only read from
	m := e.mapped(ctx, r.file, content, r.meta, 0, delivery)
	defer m.to.Abandon()
	if m.fault != nil {
		return nil, errors.Join(m.fault, m.to.Refuse(ctx, delivery.Counts, m.fault.Error()))
	}
	if err := m.to.Prepare(ctx, delivery.Counts); err != nil {
		return nil, fmt.Errorf("%s: %w", r.file.Name, err)
	}
	return m.to.Load, nil
}
