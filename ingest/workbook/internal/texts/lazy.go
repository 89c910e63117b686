package texts

import (
	"sync"

	"nyckeltal/ingest/workbook/internal/format"
)

// ArenaGuess bounds the memory, in bytes, that is worth setting aside for the texts before they are there. Pages of it
// that are not needed are never touched.
const ArenaGuess = 64 << 20

// Lazy is a table that is read when it is first asked for. The zero value is ready. Any number of goroutines may ask.
type Lazy struct {
	loading sync.Mutex
	table   *Table // nil until it has been read
}

// Get returns the table, which load reads unless it has been read before. Refusals get the place of the table.
func (l *Lazy) Get(load func(*Table) error) (*Table, error) {
	l.loading.Lock()
	defer l.loading.Unlock()
	if l.table != nil {
		return l.table, nil
	}
	table := &Table{}
	if err := load(table); err != nil {
		return nil, format.At("shared strings", err)
	}
	l.table = table
	return table, nil
}
