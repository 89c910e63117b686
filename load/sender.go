package load

import (
	"context"
	"sync"

	"nyckeltal/transform/record"
)

// blocksInFlight is the number of blocks of a load: one is filled while one waits and one is sent. They bound the memory
// of a load.
const blocksInFlight = 3

// sender sends the blocks of a load in a goroutine of its own, so that reading goes on meanwhile. Its methods are called
// from one goroutine.
type sender struct {
	free   chan *block // empty ones
	full   chan *block
	failed chan struct{} // closed when err is set
	err    error         // set by the goroutine
	ended  sync.WaitGroup
	closed bool
}

// newSender starts to prepare for records of a load. The context bounds all that it does.
func (w *Warehouse) newSender(ctx context.Context, d *record.Dataset, loadID uint64) *sender {
	s := &sender{free: make(chan *block, blocksInFlight), full: make(chan *block, blocksInFlight), failed: make(chan struct{})}
	s.ended.Go(func() {
		if err := s.run(Durable(ctx), w, d, loadID); err != nil {
			s.err = err
			close(s.failed)
		}
	})
	return s
}

// run prepares the blocks, and sends each that is full until there are no more.
func (s *sender) run(ctx context.Context, w *Warehouse, d *record.Dataset, loadID uint64) error {
	t, err := w.table(ctx, d)
	if err != nil {
		return err
	}
	for range blocksInFlight {
		b, err := newBlock(t, loadID)
		if err != nil {
			return err
		}
		s.free <- b
	}
	for b := range s.full {
		if err := b.send(ctx, w.conn); err != nil {
			return err
		}
		b.reset()
		s.free <- b
	}
	return nil
}

// empty waits for an empty block. The error is that of sending an earlier one.
func (s *sender) empty() (*block, error) {
	select {
	case <-s.failed:
		return nil, s.err
	case b := <-s.free:
		return b, nil
	}
}

// send hands a block over. The error is that of sending an earlier one.
func (s *sender) send(b *block) error {
	s.full <- b // there is room for all blocks
	select {
	case <-s.failed:
		return s.err
	default:
		return nil
	}
}

// finish waits until everything is sent. It may be called again.
func (s *sender) finish() error {
	if !s.closed {
		s.closed = true
		close(s.full)
	}
	s.ended.Wait()
	return s.err
}
