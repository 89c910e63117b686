package csv

import (
	"bytes"
	"strings"

	"nyckeltal/ingest/workbook/internal/format"
)

// sampleRecords is how many records are looked at to find out the delimiter.
const sampleRecords = 200

// delimiters are the ones that files have, those that rarely stand within values first.
const delimiters = "\t;|,"

// detectDelimiter tells the delimiter of a text by its sample, and whether the first record only names it, as Excel
// has it: sep=; alone in the first line. Otherwise it is the one by which most records have the same number of fields,
// more than one; of equals the one that stands more rarely within values.
func detectDelimiter(sample []byte, whole bool) (delimiter byte, named bool) {
	line, _, _ := bytes.Cut(sample, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if rest, ok := bytes.CutPrefix(line, []byte("sep=")); ok && len(rest) == 1 && strings.IndexByte(delimiters+":^~", rest[0]) >= 0 {
		return rest[0], true
	}
	delimiter, best := ',', 0
	for _, candidate := range []byte(delimiters) {
		if alike := alikeRecords(sample, whole, candidate); alike > best {
			delimiter, best = candidate, alike
		}
	}
	return delimiter, false
}

// alikeRecords returns how many of the records of the sample have the most frequent number of fields, not counting
// records of one field, if they are split by the delimiter.
func alikeRecords(sample []byte, whole bool, delimiter byte) int {
	p := parser{delimiter: delimiter, limits: format.Defaults}
	counts := map[int]int{}
	most := 0
	for range sampleRecords {
		n, err := p.parse(sample, whole)
		if err != nil {
			break
		}
		if fields := p.fields; fields > 1 {
			counts[fields]++
			most = max(most, counts[fields])
		}
		sample = sample[n:]
	}
	return most
}

// refuseMarkup refuses texts in a format of their own.
func refuseMarkup(sample []byte) error {
	sample = bytes.TrimLeft(sample, " \t\r\n")
	start := strings.ToLower(string(sample[:min(len(sample), 10)]))
	switch {
	case strings.HasPrefix(start, "<?xml"):
		return format.Refuse(format.ErrUnsupported, "it is an XML file")
	case len(start) > 1 && start[0] == '<' && (start[1] >= 'a' && start[1] <= 'z' || start[1] == '!'):
		return format.Refuse(format.ErrUnsupported, "it is a web page (HTML)")
	case strings.HasPrefix(start, "%pdf-"):
		return format.Refuse(format.ErrNotWorkbook, "it is a PDF file")
	case strings.HasPrefix(start, `{\rtf`):
		return format.Refuse(format.ErrNotWorkbook, "it is a text document (RTF)")
	}
	return nil
}
