package schedules

import (
	"context"
	"errors"
	"fmt"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/source"
	"nyckeltal/load"
	"nyckeltal/transform"
	"nyckeltal/transform/record"
)

// take brings one file from the source into the warehouse.
func (e *execution) take(ctx context.Context, file source.File) Delivery {
	delivery := Delivery{Job: e.job, File: file.Name}
	if err := e.deliver(ctx, file, &delivery); err != nil {
		delivery.Outcome = Failed
		delivery.Records = 0
		delivery.Err = err
	}
	return delivery
}

// deliver archives the file and loads it, unless the warehouse holds it already.
func (e *execution) deliver(ctx context.Context, file source.File, delivery *Delivery) error {
	archived, err := e.Archive.PutFile(ctx, file.Path, archive.Sighting{Name: file.Name, Source: e.job.From.Path, Seen: e.Now()})
	if err != nil {
		return err
	}
	meta := load.Meta{
		RunID: e.runID, Job: e.job.Name, Dataset: e.job.Schema(),
		Source: file.Captures.Key(e.job.Name), Series: series(e.job, file.Captures),
		Delivery: archived.SHA256, File: file.Name, Mapping: e.job.Mapping.Hash(), Codes: e.codes.fingerprint,
		Scope: load.Scope(file.Captures.Scope()),
	}
	current, err := e.Warehouse.IsCurrent(ctx, meta)
	if err != nil {
		return err
	}
	if current {
		delivery.Outcome = Unchanged
		return nil
	}
	path, err := e.Archive.Path(archived.SHA256)
	if err != nil {
		return err
	}
	l := e.Warehouse.Begin(ctx, meta)
	defer l.Abandon()
	counted := &sink{Load: l}
	summary, err := e.read(ctx, path, file, counted)
	delivery.Counts, delivery.Rejects = counts(summary), counted.rejects
	if err == nil {
		err = e.acceptable(file.Name, summary)
	}
	if err != nil && ctx.Err() == nil {
		err = errors.Join(err, l.Refuse(ctx, delivery.Counts, err.Error()))
	}
	if err != nil {
		return err
	}
	return publish(ctx, l, delivery)
}

func publish(ctx context.Context, l *load.Load, delivery *Delivery) error {
	publication, err := l.Publish(ctx, delivery.Counts)
	if err != nil {
		return fmt.Errorf("%s: %w", delivery.File, err)
	}
	delivery.Records = int(publication.Records)
	delivery.Outcome = Loaded
	if delivery.Rejects > 0 {
		delivery.Outcome = Partly
	}
	return nil
}

// read maps the archived workbook at path into the sink.
func (e *execution) read(ctx context.Context, path string, file source.File, to transform.Sink) (transform.Summary, error) {
	read := 0
	return Map(ctx, Mapping{Job: e.job, Path: path, File: file, Codes: e.codes.known, Key: e.key}, to, func() {
		if read++; read%progressRows == 0 {
			e.Observer.Rows(read)
		}
	})
}

// progressRows is how many rows are read between two words to the observer.
const progressRows = 4096

// acceptable says why a mapped delivery is not to be published: it has no record, or too many rejects.
func (e *execution) acceptable(file string, summary transform.Summary) error {
	if summary.Records == 0 {
		return fmt.Errorf("%s: none of its %d rows gave a record (%d rejected, %d skipped): see `nyckeltal rejects`, and whether "+
			"the mapping of job %s fits the workbook", file, summary.Rows, summary.Rejected, summary.Skipped, e.job.Name)
	}
	if !e.job.MaxRejects.Allows(summary.Rejected, summary.Rows) {
		return fmt.Errorf("%s: %d of its %d rows were rejected, more than max_rejects of job %s allows (1%% where it is not set): nothing was loaded; "+
			"see `nyckeltal rejects`", file, summary.Rejected, summary.Rows, e.job.Name)
	}
	return nil
}

func counts(s transform.Summary) load.Counts {
	return load.Counts{Rows: s.Rows, Mapped: s.Mapped, Rejected: s.Rejected, Skipped: s.Skipped, Skips: s.Skips, Notes: s.Notes}
}

// sink hands records to a load and counts the rejects.
type sink struct {
	*load.Load
	rejects int
}

var _ transform.Sink = (*sink)(nil)

// Reject takes a reject.
func (s *sink) Reject(r record.Reject) error {
	s.rejects++
	return s.Load.Reject(r)
}
