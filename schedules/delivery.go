package schedules

import (
	"context"
	"errors"
	"fmt"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/source"
	"nyckeltal/load"
	"nyckeltal/schedules/feedback"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// take brings one file from the source into the warehouse.
func (e *execution) take(ctx context.Context, file source.File) Delivery {
	delivery := Delivery{Job: e.job, File: file.Name}
	err := e.deliver(ctx, file, &delivery)
	switch {
	case err == nil:
	case e.arriving(file, err):
		delivery = Delivery{Job: e.job, File: file.Name, Outcome: Waiting, Err: err}
	default:
		delivery.Outcome, delivery.Records, delivery.Err = Failed, 0, err
	}
	return delivery
}

// deliver loads the file, unless the warehouse holds it already, and keeps it in the archive, unless it is still
// arriving.
func (e *execution) deliver(ctx context.Context, file source.File, delivery *Delivery) error {
	if done, err := e.unchanged(ctx, file, delivery); done || err != nil {
		return err
	}
	received, err := e.receive(ctx, file)
	if err != nil {
		return err
	}
	defer received.Close() // a temporary file
	if err := e.codes.read(ctx, e.Warehouse); err != nil {
		return err
	}
	meta := e.meta(file, received.sha)
	standing, err := e.Warehouse.Standing(ctx, meta)
	if err != nil {
		return err
	}
	if standing != load.New {
		if err := e.keep(ctx, file, received, nil); err != nil {
			return err
		}
		e.leave(ctx, file, received.sha, standing, delivery)
		return nil
	}
	previous, err := e.Warehouse.Previous(ctx, meta)
	if err != nil {
		return err
	}
	m := e.mapped(ctx, file, received.Content, meta, previous, delivery)
	defer m.to.Abandon()
	if err := e.keep(ctx, file, received, m.fault); err != nil {
		return err
	}
	delivery.Marked = e.giveBack(ctx, meta, received.Content, m.summary, m.to)
	if m.fault != nil {
		return errors.Join(m.fault, m.to.Refuse(ctx, delivery.Counts, m.fault.Error()))
	}
	publication, err := m.to.Publish(ctx, delivery.Counts)
	if err != nil {
		return fmt.Errorf("%s: %w", delivery.File, err)
	}
	delivery.loaded(publication)
	e.afterLoad(ctx, file, received.sha, delivery)
	return nil
}

// mapped is a delivery that has been mapped into a load. The load must be ended.
type mapped struct {
	to      *sink
	summary transform.Summary
	fault   error // why the load must be refused
}

// mapped maps a delivery into a new load and counts what came of it.
func (e *execution) mapped(
	ctx context.Context, file source.File, content *archive.Content, meta load.Meta, previous int, delivery *Delivery,
) mapped {
	m := mapped{to: &sink{Load: e.Warehouse.Begin(ctx, meta)}}
	m.summary, m.fault = e.read(ctx, content, file, previous, m.to)
	delivery.Counts, delivery.Rejects = counts(m.summary), m.to.rejects
	delivery.Warnings, delivery.Open = Warned(e.job, m.summary.Warnings, file.Name, meta.Delivery)
	if m.fault == nil {
		m.fault = e.acceptable(file.Name, m.summary)
	}
	return m
}

// meta says of what the delivery with that SHA-256 is a load.
func (e *execution) meta(file source.File, sha string) load.Meta {
	return load.Meta{
		RunID: e.runID, Job: e.job.Name, Dataset: e.job.Schema(),
		Source: file.Captures.Key(e.job.Name), Series: series(e.job, file.Captures),
		Delivery: sha, File: file.Name, Mapping: e.job.Mapping.Hash(), Codes: e.codes.fingerprint,
		Scope: load.Scope(scopeOf(e.job, file)), Replace: replace(e.job), Valid: e.request.Valid,
	}
}

// loaded says what became of a delivery that has been published.
func (d *Delivery) loaded(p load.Publication) {
	d.Records, d.Carried, d.Held = int(p.Records), int(p.Carried), p.Held
	d.Outcome = Loaded
	if d.Rejects > 0 {
		d.Outcome = Partly
	}
}

// read maps the workbook into the sink.
func (e *execution) read(
	ctx context.Context, content *archive.Content, file source.File, previous int, to transform.Sink,
) (transform.Summary, error) {
	book, err := e.open(content, file.Name)
	if err != nil {
		return transform.Summary{}, err
	}
	defer book.Close()
	read := 0
	return Map(ctx, Mapping{Job: e.job, Book: book, File: file, Codes: e.codes.known, Key: e.key, Previous: previous}, to, func() {
		if read++; read%progressRows == 0 {
			e.Observer.Rows(read)
		}
	})
}

// progressRows is how many rows are read between two words to the observer.
const progressRows = 4096

// acceptable says why a mapped delivery is not to be published.
func (e *execution) acceptable(file string, summary transform.Summary) error {
	if err := Acceptable(e.job, file, summary); err != nil {
		return fmt.Errorf("%w: nothing was loaded; see `nyckeltal rejects`", err)
	}
	return nil
}

func counts(s transform.Summary) load.Counts {
	return load.Counts{Rows: s.Rows, Mapped: s.Mapped, Rejected: s.Rejected, Skipped: s.Skipped, Skips: s.Skips, Notes: s.Notes, Warnings: s.Warnings}
}

// sink hands records to a load, counts the rejects and keeps the first ones.
type sink struct {
	*load.Load
	rejects int
	first   []record.Reject // as many as a marked copy shows
}

var _ transform.Sink = (*sink)(nil)

// Reject takes a reject.
func (s *sink) Reject(r record.Reject) error {
	s.rejects++
	if len(s.first) < feedback.MaxMarks {
		s.first = append(s.first, r)
	}
	return s.Load.Reject(r)
}
