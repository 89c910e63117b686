package shell

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nyckeltal/report/rows"
)

// ErrFormat is wrapped by the errors about a format.
var ErrFormat = errors.New("format")

type formatError string

func (e formatError) Error() string        { return string(e) }
func (e formatError) Is(target error) bool { return target == ErrFormat }

// engineFormat is how ClickHouse writes its formats: ours begin with a small letter.
var engineFormat = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// CheckFormat tells whether a name can be that of a format. Which ones ClickHouse has, it says itself.
func CheckFormat(name string) error {
	if _, ok := rows.Find(name); ok || engineFormat.MatchString(name) {
		return nil
	}
	return formatError(fmt.Sprintf("there is no format %q: use %s, or a format of ClickHouse's, such as Parquet or JSONCompact",
		name, strings.Join(rows.Names(), ", ")))
}

// binary are the formats that no terminal shows.
var binary = []string{
	"Arrow", "ArrowStream", "Avro", "BSONEachRow", "Buffers", "CapnProto", "MsgPack", "Native", "Npy", "ORC", "Parquet", "ProtobufList", "ProtobufSingle",
	"Protobuf", "RowBinary", "RowBinaryWithDefaults", "RowBinaryWithNames", "RowBinaryWithNamesAndTypes",
}

// checkTerminal refuses to write to a terminal what would garble it.
func checkTerminal(format string) error {
	if slices.Contains(binary, format) {
		return formatError(fmt.Sprintf("%s is no format for a terminal: send it to a file, by > FILE or, in the shell, by \\o FILE", format))
	}
	return nil
}
