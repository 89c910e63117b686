package cell

import "iter"

const (
	// batches is how many are on their way at a time.
	batches = 4
	// What a batch holds before it is handed over: enough to make that cheap, little enough to stay in a cache.
	batchRows  = 128
	batchCells = 4096
	batchText  = 64 << 10 // bytes
)

// batch is a copy of rows that follow each other.
type batch struct {
	rows  []Row
	cells []Cell // of all rows
	ends  []int  // of the texts of the cells within text
	text  []byte
	err   error // after the rows
}

// Ahead reads the rows in a goroutine of its own, some rows ahead of who takes them, so that reading and what is done with
// the rows overlap. The goroutine has ended when the iteration has; a panic of it is one of the iteration.
func Ahead(rows iter.Seq2[*Row, error]) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		r := &reading{full: make(chan *batch, batches), free: make(chan *batch, batches), stop: make(chan struct{})}
		for range batches {
			r.free <- &batch{}
		}
		go r.run(rows)
		defer r.end()
		for b := range r.full {
			if !b.yield(yield) {
				return
			}
			r.free <- b
		}
	}
}

// reading is what goes on between the goroutine that reads and the one that takes.
type reading struct {
	full  chan *batch
	free  chan *batch
	stop  chan struct{} // closed when nobody wants more
	fault any           // what the goroutine panicked with; set before full is closed
}

// run copies rows into batches until they end or nobody wants more.
func (r *reading) run(rows iter.Seq2[*Row, error]) {
	defer func() {
		r.fault = recover()
		close(r.full)
	}()
	var b *batch
	for row, err := range rows {
		if b == nil {
			select {
			case <-r.stop:
				return
			case b = <-r.free:
				b.reset()
			}
		}
		if b.add(row, err); err != nil || b.isFull() {
			r.full <- b.finish() // there is room for all batches
			b = nil
		}
	}
	if b != nil {
		r.full <- b.finish()
	}
}

// end waits until the goroutine has ended.
func (r *reading) end() {
	close(r.stop)
	for range r.full {
		continue
	}
	if r.fault != nil {
		panic(r.fault)
	}
}

func (b *batch) reset() {
	b.rows, b.cells, b.ends, b.text, b.err = b.rows[:0], b.cells[:0], b.ends[:0], b.text[:0], nil
}

func (b *batch) isFull() bool {
	return len(b.rows) >= batchRows || len(b.cells) >= batchCells || len(b.text) >= batchText
}

// add copies a row, which is nil beside an error.
func (b *batch) add(row *Row, err error) {
	if b.err = err; err != nil {
		return
	}
	b.rows = append(b.rows, Row{Number: row.Number, Hidden: row.Hidden, Cells: row.Cells[:len(row.Cells):len(row.Cells)]})
	b.cells = append(b.cells, row.Cells...)
	for i := range row.Cells {
		b.text = append(b.text, row.Cells[i].Text...)
		b.ends = append(b.ends, len(b.text))
	}
}

// finish lets the rows have cells and texts of the batch's own, and returns it.
func (b *batch) finish() *batch {
	text, start := string(b.text), 0
	for i, end := range b.ends {
		b.cells[i].Text = text[start:end]
		start = end
	}
	first := 0
	for i := range b.rows {
		end := first + len(b.rows[i].Cells)
		b.rows[i].Cells = b.cells[first:end:end]
		first = end
	}
	return b
}

// yield hands the rows out, and the error, until they are not wanted any more.
func (b *batch) yield(yield func(*Row, error) bool) bool {
	for i := range b.rows {
		if !yield(&b.rows[i], nil) {
			return false
		}
	}
	return b.err == nil || yield(nil, b.err)
}
