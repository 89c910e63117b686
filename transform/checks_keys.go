package transform

import (
	"crypto/sha256"

	"nyckeltal/transform/record"
)

// uniqueKey is a hash of the columns that no two records may have in common: long enough for no two different ones ever to be
// the same.
type uniqueKey [16]byte

// uniqueAt is a key of a check.
type uniqueAt struct {
	check int
	key   uniqueKey
}

// known tells whether an earlier record has the key of this one, and where. A new key is kept for as long as the row is not
// refused. Each takes about 80 bytes.
func (s *sheetRun) known(c *check, values []record.Value, row int) (first place, seen bool) {
	s.key = s.key[:0]
	for _, i := range c.keys {
		s.key = appendKey(s.key, &values[i])
	}
	sum := sha256.Sum256(s.key)
	if s.uniques == nil {
		s.uniques = map[uniqueAt]place{}
	}
	at := uniqueAt{check: c.index, key: uniqueKey(sum[:16])}
	if first, seen = s.uniques[at]; !seen {
		s.uniques[at] = place{s.count.Name, row}
		s.fresh = append(s.fresh, at)
	}
	return first, seen
}

// forgetKeys forgets the keys of a row that is refused.
func (s *sheetRun) forgetKeys() {
	for _, at := range s.fresh {
		delete(s.uniques, at)
	}
	s.keepKeys()
}

// keepKeys keeps the keys of a row.
func (s *sheetRun) keepKeys() { s.fresh = s.fresh[:0] }
