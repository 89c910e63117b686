package libchdb

import (
	"regexp"
	"strconv"
)

// Error is an error of the engine, with ClickHouse's own code and name (60, UNKNOWN_TABLE). Code 0 means that the
// message carried none.
type Error struct {
	Code    int
	Name    string
	Message string // whole, as ClickHouse words it: "Code: 60. DB::Exception: … (UNKNOWN_TABLE)"
}

func (e *Error) Error() string { return e.Message }

var (
	errorCode = regexp.MustCompile(`^(?s:.{0,64}?)Code: (\d+)\.`)
	errorName = regexp.MustCompile(`\(([A-Z][A-Z0-9_]+)\)`)
)

// ParseError reads code and name from what the engine, or a server, words.
func ParseError(message string) *Error {
	e := &Error{Message: message}
	if m := errorCode.FindStringSubmatch(message); m != nil {
		e.Code, _ = strconv.Atoi(m[1])
	}
	if all := errorName.FindAllStringSubmatch(message, -1); all != nil {
		e.Name = all[len(all)-1][1]
	}
	return e
}
