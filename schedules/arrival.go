package schedules

import (
	"context"
	"errors"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
)

// settle is how long after its last change a file that is cut off may still be arriving. An older one is a failed
// delivery.
const settle = 10 * time.Minute

// arriving tells whether err, which came of the file, says that it is still being written, so that it is to be left for
// the next run: it has changed meanwhile, or its end is missing and it was changed a short while ago.
func (e *execution) arriving(file source.File, err error) bool {
	var changed *source.ChangedError
	if errors.As(err, &changed) {
		return true
	}
	cutOff := errors.Is(err, workbook.ErrTruncated) || errors.Is(err, workbook.ErrEmpty)
	return cutOff && e.Now().Sub(file.ModTime).Abs() < settle // the clocks of file servers differ
}

// receive takes the bytes of the file. The caller closes them.
func (e *execution) receive(ctx context.Context, file source.File) (*archive.Incoming, error) {
	f, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read from
	received, err := e.Archive.Receive(ctx, f, archive.Sighting{Name: file.Name, Source: e.job.From.Path, Seen: e.Now()})
	if err != nil {
		return nil, err
	}
	if err := file.Unchanged(); err != nil {
		return nil, errors.Join(err, received.Close())
	}
	return received, nil
}

// keep archives what was received, before it is published or refused because of fault. It returns an error when the run
// has ended or the file is still arriving, of which nothing is to be kept. A file without a mark at its end, such as a
// CSV, shows that only by having changed while it was mapped.
func (e *execution) keep(ctx context.Context, file source.File, received *archive.Incoming, fault error) error {
	if err := errors.Join(context.Cause(ctx), file.Unchanged()); err != nil {
		return err
	}
	if e.arriving(file, fault) {
		return fault
	}
	_, err := received.Keep(ctx)
	return err
}
