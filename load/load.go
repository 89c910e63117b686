package load

import (
	"context"
	"fmt"

	"nyckeltal/ingest/period"
	"nyckeltal/transform/record"
)

// Scope is the part of a source that one delivery speaks for: the periods From to To, both included, or everything
// when both are 0.
type Scope struct{ From, To period.Period }

// Meta says what a load is made of.
type Meta struct {
	RunID    string
	Job      string
	Dataset  *record.Dataset
	Source   string // the job, and what the file name says besides period and year
	Series   string // the source without the version of a plan
	Delivery string // SHA-256 of the delivered file, in hexadecimal
	File     string // name of the delivered file
	Mapping  string // hash of the mapping
	Codes    string // fingerprint of the codes that the records were checked against
	Scope    Scope
	Replace  Replace
	// Remapping is what the load belongs to when the delivery is mapped again; nil when it is not.
	Remapping *Remapping
	// Valid is asked once the instant of the publication is set; its error prevents it. What is published late, by a process
	// that slept meanwhile, has an earlier instant than what others have published since, and counts for less. nil lets all.
	Valid func(context.Context) error
}

// action is what the history calls the publication of such a load.
func (m Meta) action() string {
	if m.Remapping != nil {
		return actionRemap
	}
	return actionLoad
}

// Counts are what became of the rows that were read: Rows = Mapped + Rejected + Skipped.
type Counts struct {
	Rows, Mapped, Rejected, Skipped int
	Skips                           map[string]int // skipped rows by rule
	Notes                           []string
	Warnings                        []record.Warning // what checks noticed, see transform.Summary
}

// Load takes the records of one delivery. It is not safe for concurrent use. Either Publish or Refuse ends it; a load
// that is neither published nor refused leaves rows that nobody sees.
type Load struct {
	warehouse *Warehouse
	meta      Meta
	id        uint64
	controls  *controls
	rejects   []record.Reject
	carried   uint64 // rows of earlier loads that have been carried over
	block     *block // the one that is being filled; nil when none has been begun
	sender    *sender
}

// Begin starts a load. The context bounds the whole load.
func (w *Warehouse) Begin(ctx context.Context, meta Meta) *Load {
	id := w.newLoadID()
	return &Load{
		warehouse: w,
		meta:      meta,
		id:        id,
		controls:  newControls(meta.Dataset),
		sender:    w.newSender(ctx, meta.Dataset, id),
	}
}

// Record takes a record; the caller may reuse it. The error is that of an earlier insert, or a *ValueError.
func (l *Load) Record(r *record.Record) (err error) {
	if l.block == nil {
		if l.block, err = l.sender.empty(); err != nil {
			return err
		}
	}
	l.controls.add(r)
	if err := l.block.add(r); err != nil {
		return err
	}
	if l.block.rows < blockRows {
		return nil
	}
	return l.flush()
}

// Reject takes a reject.
func (l *Load) Reject(r record.Reject) error {
	l.rejects = append(l.rejects, r)
	return nil
}

// flush hands the block over to be sent.
func (l *Load) flush() error {
	b := l.block
	l.block = nil
	return l.sender.send(b)
}

// Abandon gives the load up. It is safe to call after Publish or Refuse, and does nothing then.
func (l *Load) Abandon() { _ = l.sender.finish() }

// Refuse ends the load without publishing it; its rejects and the reason stay in the registry.
func (l *Load) Refuse(ctx context.Context, counts Counts, reason string) error {
	if err := l.sender.finish(); err != nil {
		return err
	}
	return l.register(Durable(ctx), counts, "refused", reason)
}

// CheckError says that the warehouse does not hold what was sent to it, or that a rule of the dataset is broken. The
// load stays invisible.
type CheckError struct{ Problem string }

func (e *CheckError) Error() string { return "the load was not published: " + e.Problem }

// Publication says what a published load made current.
type Publication struct {
	LoadID  uint64
	Records uint64 // of the load itself
	Carried uint64 // of earlier loads, which it has kept
	Periods []period.Period
	Held    []period.Period // closed months, for which the load waits
}

// register writes the load, its rejects and its warnings to the registry.
func (l *Load) register(ctx context.Context, counts Counts, state, reason string) error {
	if err := l.writeRejects(ctx); err != nil {
		return err
	}
	if err := l.writeWarnings(ctx, counts.Warnings); err != nil {
		return err
	}
	batch, err := l.warehouse.conn.PrepareBatch(ctx, "INSERT INTO loads")
	if err != nil {
		return fmt.Errorf("register the load: %w", err)
	}
	defer batch.Close()
	skips := make(map[string]uint64)
	for rule, n := range counts.Skips {
		skips[rule] = uint64(n)
	}
	m := l.meta
	err = batch.Append(l.id, m.RunID, m.Job, m.Dataset.Name, m.Source, m.Series, m.Delivery, m.File, m.Mapping, m.Codes, state, reason,
		uint64(counts.Rows), uint64(counts.Mapped), uint64(counts.Rejected), uint64(counts.Skipped), l.controls.records(),
		skips, l.controls.totals(), counts.Notes, l.warehouse.now().UTC(), uint32(m.Scope.From), uint32(m.Scope.To))
	if err != nil {
		return fmt.Errorf("register the load: %w", err)
	}
	return batch.Send()
}

// writeRejects stores the rejects.
func (l *Load) writeRejects(ctx context.Context) error {
	if len(l.rejects) == 0 {
		return nil
	}
	batch, err := l.warehouse.conn.PrepareBatch(ctx, "INSERT INTO reject_records")
	if err != nil {
		return fmt.Errorf("store the rejects: %w", err)
	}
	defer batch.Close()
	for _, r := range l.rejects {
		if err := batch.Append(l.id, r.Sheet, uint32(r.Row), r.Cell, r.Column, string(r.Reason), r.Expected, r.Found); err != nil {
			return fmt.Errorf("store the rejects: %w", err)
		}
	}
	return batch.Send()
}
