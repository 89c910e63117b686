package load

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"nyckeltal/transform/record"
)

// column collects the values of one column of a block, in the bytes of ClickHouse's format Native.
type column interface {
	// add takes a value, which may be reused afterwards, and says in words what is wrong with it; "" is nothing.
	add(*record.Value) (problem string)
	// encode appends the values to dst.
	encode(dst []byte) []byte
	reset()
}

// newColumn returns a column for values of the dataset's column, in a table where it has that type of ClickHouse.
func newColumn(c *record.Column, columnType string) (column, error) {
	inner, nullable := strings.CutPrefix(columnType, "Nullable(")
	if nullable {
		inner = strings.TrimSuffix(inner, ")")
	}
	switch c.Type {
	case record.Code, record.Text, record.Person:
		switch columnType {
		case "String":
			return &texts{}, nil
		case "LowCardinality(String)":
			return newDictionary(), nil
		}
	case record.Codes:
		if columnType == "Array(String)" {
			return &lists{}, nil
		}
	default:
		if n, ok := newNumbers(c, inner); ok {
			n.nullable = nullable
			return n, nil
		}
	}
	return nil, fmt.Errorf("column %s has type %s, which holds no values of type %s: run `nyckeltal migrate`, or the version of the "+
		"program that made the warehouse", c.Name, columnType, c.Type)
}

// newNumbers returns a column of numbers of fixed size; ok is false when the type of ClickHouse does not hold such values.
func newNumbers(c *record.Column, columnType string) (n *numbers, ok bool) {
	whole := func(v *record.Value) int64 { return v.Int }
	kind, _, _ := strings.Cut(columnType, "(")
	switch {
	case kind == "Int32" && c.Type == record.Int:
		return &numbers{of: whole, size: 4, least: math.MinInt32, most: math.MaxInt32}, true
	case kind == "UInt32" && (c.Type == record.Int || c.Type == record.Period):
		return &numbers{of: whole, size: 4, most: math.MaxUint32}, true
	case kind == "UInt64" && c.Type == record.Int:
		return &numbers{of: whole, size: 8, most: math.MaxInt64}, true
	case columnType == fmt.Sprintf("Decimal(18, %d)", c.Scale) && c.Type == record.Decimal:
		return &numbers{of: whole, size: 8, least: -maxDecimal, most: maxDecimal}, true
	case kind == "Date32" && c.Type == record.Date:
		return &numbers{of: day, size: 4, least: firstDay, most: lastDay}, true
	case kind == "DateTime" && c.Type == record.DateTime:
		return &numbers{of: second, size: 4, most: math.MaxUint32}, true
	}
	return nil, false
}

const (
	maxDecimal = 999_999_999_999_999_999 // in units of a Decimal with 18 digits
	// The days that a Date32 can be, counted from 1970: 1900-01-01 to 2299-12-31.
	firstDay = -25_567
	lastDay  = 120_529
)

const secondsOfDay = 24 * 60 * 60

// day is the day of the value where its time was taken, counted from 1970.
func day(v *record.Value) int64 {
	_, offset := v.Time.Zone()
	seconds := v.Time.Unix() + int64(offset)
	days := seconds / secondsOfDay
	if seconds%secondsOfDay < 0 {
		days--
	}
	return days
}

// second is the moment of the value in seconds from 1970.
func second(v *record.Value) int64 { return v.Time.Unix() }

// numbers is a column whose values take the same number of bytes each.
type numbers struct {
	of          func(*record.Value) int64
	size        int // in bytes: 4 or 8
	least, most int64
	nullable    bool
	nulls       []byte // 1 for NULL, of a nullable column
	data        []byte
}

func (n *numbers) add(v *record.Value) string {
	number := int64(0)
	switch {
	case !v.Null:
		if number = n.of(v); number < n.least || number > n.most {
			return "is too large or too small for the warehouse"
		}
	case !n.nullable:
		return "is missing"
	}
	if n.nullable {
		n.nulls = append(n.nulls, 0)
		if v.Null {
			n.nulls[len(n.nulls)-1] = 1
		}
	}
	if n.size == 4 {
		n.data = binary.LittleEndian.AppendUint32(n.data, uint32(number))
	} else {
		n.data = binary.LittleEndian.AppendUint64(n.data, uint64(number))
	}
	return ""
}

func (n *numbers) encode(dst []byte) []byte { return append(append(dst, n.nulls...), n.data...) }

func (n *numbers) reset() { n.nulls, n.data = n.nulls[:0], n.data[:0] }

// texts is a column of texts, one after the other.
type texts struct{ data []byte }

func (t *texts) add(v *record.Value) string {
	t.append(v.Str)
	return ""
}

func (t *texts) append(text string) {
	t.data = binary.AppendUvarint(t.data, uint64(len(text)))
	t.data = append(t.data, text...)
}

func (t *texts) encode(dst []byte) []byte { return append(dst, t.data...) }

func (t *texts) reset() { t.data = t.data[:0] }

// lists is a column of lists of texts.
type lists struct {
	ends  []byte // for each row, how many texts there are up to its end
	count uint64
	texts texts
}

func (l *lists) add(v *record.Value) string {
	for _, code := range record.SplitCodes(v.Str) {
		l.texts.append(code)
		l.count++
	}
	l.ends = binary.LittleEndian.AppendUint64(l.ends, l.count)
	return ""
}

func (l *lists) encode(dst []byte) []byte { return l.texts.encode(append(dst, l.ends...)) }

func (l *lists) reset() {
	l.ends, l.count = l.ends[:0], 0
	l.texts.reset()
}
