package schedules

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nyckeltal/ingest/archive"
	"nyckeltal/ingest/source"
	"nyckeltal/ingest/workbook"
	"nyckeltal/load"
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

// openSource opens the job's source and lists its files. The caller calls done when it is through with them.
func (e *execution) openSource(ctx context.Context) (files []source.File, done func() error, err error) {
	config, err := e.Home.Source(e.job)
	if err != nil {
		return nil, nil, err
	}
	if e.source, err = source.Open(ctx, config); err != nil {
		return nil, nil, err
	}
	if e.memory, err = source.OpenMemory(e.Home.Memory(e.job.Name), e.source.Place()); err == nil {
		files, err = e.source.List(ctx)
	}
	if err == nil && len(files) == 0 && config.After.Folder == "" { // or all of them were loaded
		err = fmt.Errorf("no file in %s is named like %s", e.source.Place(), e.job.From.Pattern)
	}
	if err != nil {
		e.source.Close()
		return nil, nil, err
	}
	e.memory.Forget(files)
	done = func() error {
		e.source.Close()
		return e.memory.Save()
	}
	return files, done, nil
}

// arrived is the bytes of a file, which the caller closes.
type arrived struct {
	*archive.Content
	sha      string
	incoming *archive.Incoming // nil when the archive held them already
}

// receive takes the bytes of the file from the archive, if it is known to hold them, or from the source.
func (e *execution) receive(ctx context.Context, file source.File) (*arrived, error) {
	if sha, known := e.known(file); known {
		if content, err := e.Archive.Open(ctx, sha); err == nil { // or it is fetched again, which mends the archive
			return &arrived{Content: content, sha: sha}, nil
		}
	}
	in, err := e.source.Receive(ctx, file, e.Archive, archive.Sighting{Name: file.Name, Source: e.job.From.Path, Seen: e.Now()})
	if err != nil {
		return nil, err
	}
	return &arrived{Content: in.Content, sha: in.SHA256, incoming: in}, nil
}

// known returns the SHA-256 of a file that was received before and that the archive holds.
func (e *execution) known(file source.File) (sha string, known bool) {
	sha, known = e.memory.SHA256(file)
	return sha, known && e.Archive.Holds(sha)
}

// unchanged tells whether the file is known to be one that the warehouse holds, so that it need not be fetched.
func (e *execution) unchanged(ctx context.Context, file source.File, delivery *Delivery) (bool, error) {
	sha, standing, err := e.standing(ctx, file)
	if err != nil || standing == load.New {
		return false, err
	}
	e.leave(ctx, file, sha, standing, delivery)
	return true, nil
}

// standing says how a file stands in the warehouse whose contents are known; any other is new.
func (e *execution) standing(ctx context.Context, file source.File) (sha string, standing load.Standing, err error) {
	sha, known := e.known(file)
	if !known {
		return "", load.New, nil
	}
	if err := e.codes.read(ctx, e.Warehouse); err != nil {
		return "", load.New, err
	}
	standing, err = e.Warehouse.Standing(ctx, e.meta(file, sha))
	return sha, standing, err
}

// leave says that the warehouse holds the file already.
func (e *execution) leave(ctx context.Context, file source.File, sha string, standing load.Standing, delivery *Delivery) {
	delivery.Outcome, delivery.Withdrawn = Unchanged, standing == load.Withdrawn
	if !delivery.Withdrawn {
		e.afterLoad(ctx, file, sha, delivery)
	}
}

// afterLoad does with the file at its source what is to be done after its load. That it fails is noted and fails nothing: the
// next run tries again.
func (e *execution) afterLoad(ctx context.Context, file source.File, sha string, delivery *Delivery) {
	if e.memory.Settled(file) {
		return
	}
	if err := e.source.Settle(ctx, file, sha, e.Now()); err != nil {
		delivery.Left = "after its load the file was left as it is: " + err.Error()
		return
	}
	e.memory.Settle(file)
}

// keep archives what was received, before it is published or refused because of fault. It returns an error when the run
// has ended or the file is still arriving, of which nothing is to be kept. A file without a mark at its end, such as a
// CSV, shows that only by having changed while it was mapped.
func (e *execution) keep(ctx context.Context, file source.File, received *arrived, fault error) error {
	if received.incoming == nil {
		return context.Cause(ctx)
	}
	if err := errors.Join(context.Cause(ctx), e.source.Unchanged(ctx, file)); err != nil {
		return err
	}
	if e.arriving(file, fault) {
		return fault
	}
	if _, err := received.incoming.Keep(ctx); err != nil {
		return err
	}
	e.memory.Remember(file, received.sha, e.Now())
	return nil
}
