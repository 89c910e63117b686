package engine

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
)

// header says what stands before the rows in a format.
type header struct {
	lines int  // of text
	csv   bool // a line feed within double quotes ends no line
	names int  // lists of strings, after a count of columns: binary
}

// streamed are the formats in which the chunks of a result can be sent one after the other. Each chunk is a document
// of its own, so the header of all but the first is left out. Results in other formats (JSON, Pretty, Parquet) are
// made as a whole.
var streamed = map[string]header{
	"native": {}, "rowbinary": {}, "tskv": {}, "linesasstring": {},
	"tabseparated": {}, "tsv": {}, "tabseparatedraw": {}, "tsvraw": {}, "csv": {},
	"jsoneachrow": {}, "jsonlines": {}, "ndjson": {}, "jsoncompacteachrow": {}, "jsonstringseachrow": {},

	"tabseparatedwithnames": {lines: 1}, "tsvwithnames": {lines: 1},
	"tabseparatedwithnamesandtypes": {lines: 2}, "tsvwithnamesandtypes": {lines: 2},
	"csvwithnames": {lines: 1, csv: true}, "csvwithnamesandtypes": {lines: 2, csv: true},
	"jsoncompacteachrowwithnames": {lines: 1}, "jsoncompacteachrowwithnamesandtypes": {lines: 2},
	"rowbinarywithnames": {names: 1}, "rowbinarywithnamesandtypes": {names: 2},
}

func streamedFormat(name string) (header, bool) {
	h, ok := streamed[strings.ToLower(name)]
	return h, ok
}

// skip returns the document without its header.
func (h header) skip(document []byte) []byte {
	for range h.lines {
		document = document[h.line(document):]
	}
	if h.names > 0 {
		return h.skipNames(document)
	}
	return document
}

// line returns the length of the first line.
func (h header) line(document []byte) int {
	quoted := false
	for i, c := range document {
		switch {
		case h.csv && c == '"':
			quoted = !quoted
		case c == '\n' && !quoted:
			return i + 1
		}
	}
	return len(document)
}

func (h header) skipNames(document []byte) []byte {
	source := bytes.NewReader(document)
	columns, err := binary.ReadUvarint(source)
	for i := uint64(0); err == nil && i < columns*uint64(h.names); i++ {
		var length uint64
		if length, err = binary.ReadUvarint(source); err == nil {
			_, err = source.Seek(int64(length), io.SeekCurrent)
		}
	}
	return document[len(document)-source.Len():]
}
