package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"golang.org/x/sync/errgroup"

	"nyckeltal/transform/record"
)

// Codes are the published codes of the dimensions with what is said of each, for checking records against them and for
// filling their columns. They are safe for concurrent reading.
type Codes map[string]map[string][]record.Entry

// Find returns the entries of a code, one for each span of years. ok is false when the dimension does not know it. A
// dimension without any code knows every code, so that facts can be loaded before anybody keeps the dimension.
func (c Codes) Find(dimension, code string) (entries []record.Entry, ok bool) {
	codes := c[dimension]
	entries, ok = codes[code]
	return entries, ok || len(codes) == 0
}

// Near returns the only code of the dimension that differs from an unknown one in case, zeros in front and marks, or ""
// when there is none or several.
func (c Codes) Near(dimension, code string) string {
	core, near := coreOf(code), ""
	for other := range c[dimension] {
		if coreOf(other) != core {
			continue
		}
		if near != "" {
			return ""
		}
		near = other
	}
	return near
}

// coreOf returns what is left of a code without zeros in front and marks, in capitals.
func coreOf(code string) string {
	code = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-_/\u00a0", r) {
			return -1
		}
		return r
	}, code)
	return strings.ToUpper(strings.TrimLeft(code, "0"))
}

// Fingerprint is a hash of all codes and of what is said of them: what is equal has equal fingerprints.
func (c Codes) Fingerprint() string {
	hash := sha256.New()
	for _, dimension := range slices.Sorted(maps.Keys(c)) {
		for _, code := range slices.Sorted(maps.Keys(c[dimension])) {
			for _, e := range c[dimension][code] {
				fmt.Fprintf(hash, "%q %q %d %d %q\n", dimension, code, e.From, e.To, e.Values)
			}
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// readers is how many dimensions are read at a time: asking for one takes much longer than what it answers.
const readers = 3

// Codes reads the codes of all dimensions and the ids of the catalogue's indicators.
func (w *Warehouse) Codes(ctx context.Context) (Codes, error) {
	statements := map[string]string{"indicator": "SELECT [toString(indicator)] FROM indicators ORDER BY indicator"}
	for _, d := range record.Datasets() {
		if d.Dimension() {
			statements[d.Name] = selectCodes(d)
		}
	}
	codes := make(Codes)
	var lock sync.Mutex // of codes
	reading, ctx := errgroup.WithContext(ctx)
	reading.SetLimit(readers)
	for dimension, statement := range statements {
		reading.Go(func() error {
			entries, err := w.readCodes(ctx, dimension, statement)
			if len(entries) > 0 {
				lock.Lock()
				defer lock.Unlock()
				codes[dimension] = entries
			}
			return err
		})
	}
	return codes, reading.Wait()
}

// selectCodes returns the statement that reads the published rows of a dimension as texts, in the order of its columns, of
// which the first is the code.
func selectCodes(d *record.Dataset) string {
	texts := make([]string, len(d.Columns))
	for i := range d.Columns {
		switch name := d.Columns[i].Name; d.Columns[i].Type {
		case record.Codes:
			texts[i] = "arrayStringConcat(" + name + ", char(31))"
		default:
			texts[i] = "ifNull(toString(" + name + "), '')"
		}
	}
	return fmt.Sprintf("SELECT [%s] FROM %s ORDER BY %s", strings.Join(texts, ", "), d.Name, strings.Join(d.Key, ", "))
}

// readCodes returns what a statement gives as the codes of a dimension.
func (w *Warehouse) readCodes(ctx context.Context, dimension, statement string) (map[string][]record.Entry, error) {
	rows, err := w.conn.Query(ctx, statement)
	if err != nil {
		return nil, fmt.Errorf("read the codes of %s: %w", dimension, err)
	}
	d := record.Find(dimension)
	codes, words := make(map[string][]record.Entry), make(map[string]string)
	_, err = collect(rows, func(rows driver.Rows) (struct{}, error) {
		var e record.Entry
		if err := rows.Scan(&e.Values); err != nil {
			return struct{}{}, err
		}
		for i, text := range e.Values { // texts that return are kept once
			if _, ok := words[text]; !ok {
				words[text] = text
			}
			e.Values[i] = words[text]
		}
		e.From, e.To = year(d, e.Values, "valid_from"), year(d, e.Values, "valid_to")
		codes[e.Values[0]] = append(codes[e.Values[0]], e)
		return struct{}{}, nil
	})
	return codes, err
}

// year returns a year that a row of a dimension holds; 0 when it has none.
func year(d *record.Dataset, values []string, column string) int {
	if d == nil || d.Index(column) < 0 {
		return 0
	}
	n, err := strconv.Atoi(values[d.Index(column)])
	if err != nil {
		return 0 // NULL
	}
	return n
}
