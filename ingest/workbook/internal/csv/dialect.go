package csv

import (
	"bytes"

	"nyckeltal/ingest/workbook/internal/format"
)

// dialect is how a text separates its values.
type dialect struct {
	delimiter byte
	quote     byte // around values that hold delimiters, quotes or ends of lines
}

const (
	// sampleSize is how much of the text is looked at to find out the dialect, in bytes.
	sampleSize = 64 << 10
	// sampleRecords is how many records of that are.
	sampleRecords = 200
	// delimiters are the ones that files have, those that rarely stand within values first.
	delimiters = "\t;|,"
)

// detectDialect tells the dialect of a text by its sample, which is all of it if whole is true.
//
// The delimiter is the first of tab, semicolon, bar and comma by which nine in ten records have the same number of values,
// more than one. If there is none, as above a table or below it stands something else, it is the one by which the
// largest share of the text is in records of the same number of values. A text that has none of them has one column,
// and its delimiter is the comma.
func detectDialect(sample []byte, whole bool) dialect {
	d := dialect{delimiter: ',', quote: detectQuote(sample)}
	best := 0.0
	for _, candidate := range []byte(delimiters) {
		tally := countRecords(sample, whole, dialect{candidate, d.quote})
		if tally.alike == 0 {
			continue
		}
		if tally.alike*10 >= tally.records*9 {
			return dialect{candidate, d.quote}
		}
		if share := float64(tally.alike) * (1 - 1/float64(tally.fields)); share > best {
			d.delimiter, best = candidate, share
		}
	}
	return d
}

// namedDelimiter returns the delimiter that the first line of a text names for Excel, such as sep=; and the length of that
// line, or 0 if it does not.
func namedDelimiter(sample []byte) (delimiter byte, size int) {
	line, quoted := sample, 0
	if bytes.HasPrefix(line, []byte(`"`)) {
		line, quoted = line[1:], 1
	}
	rest, ok := bytes.CutPrefix(line, []byte("sep="))
	if !ok || len(rest) <= quoted || rest[0] < ' ' && rest[0] != '\t' || rest[0] > '~' || quoted == 1 && rest[1] != '"' {
		return 0, 0
	}
	size = 2*quoted + len("sep=") + 1
	if rest = rest[1+quoted:]; len(rest) > 0 && rest[0] != '\n' && rest[0] != '\r' {
		return 0, 0
	}
	end, _ := lineEnd(rest, true)
	return line[len("sep=")], size + end
}

// detectQuote tells whether values stand in double quotes, as nearly everywhere, or in single ones: if none stands in
// double quotes, and in at least every other line begins and ends one with a single quote.
func detectQuote(sample []byte) byte {
	begins, ends, lines := 0, 0, 1
	for i, c := range sample {
		switch c {
		case '\n':
			lines++
		case '"':
			if borders(sample, i-1) {
				return '"'
			}
		case '\'':
			if borders(sample, i-1) {
				begins++
			}
			if borders(sample, i+1) {
				ends++
			}
		}
	}
	if begins > 1 && 2*begins >= lines && 4*min(begins, ends) >= 3*max(begins, ends) {
		return '\''
	}
	return '"'
}

// borders tells whether what stands at i may lie between values.
func borders(sample []byte, i int) bool {
	return i < 0 || i >= len(sample) || sample[i] == '\n' || sample[i] == '\r' || bytes.IndexByte([]byte(delimiters), sample[i]) >= 0
}

// tally is what a delimiter makes of a sample.
type tally struct {
	records int // that hold anything
	alike   int // that have the most frequent number of values, more than one
	fields  int // that number
}

// countRecords splits the sample by a dialect.
func countRecords(sample []byte, whole bool, d dialect) tally {
	p := parser{dialect: d, limits: format.Defaults}
	counts := map[int]int{}
	var t tally
	for range sampleRecords {
		n, err := p.parse(sample, whole)
		if err != nil {
			break
		}
		sample = sample[n:]
		if len(p.row.Cells) == 0 {
			continue
		}
		t.records++
		if p.fields == 1 {
			continue
		}
		counts[p.fields]++
		if n := counts[p.fields]; n > t.alike || n == t.alike && p.fields > t.fields {
			t.alike, t.fields = n, p.fields
		}
	}
	return t
}
