package engine

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"nyckeltal/load/engine/libchdb"
)

// LockedError is returned when another process owns the data directory.
type LockedError struct {
	DataDir string
	PID     int // of the engine that holds it; 0 when it is not one of ours
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("the data directory %s is in use by another process: end the program that has it open "+
			"(clickhouse-local, or another copy of the home), then run again", e.DataDir)
	}
	return fmt.Sprintf("the data directory %s is in use by the engine process %d, which does not answer: wait for "+
		"it to end, or end it with `kill %d`, then run again", e.DataDir, e.PID, e.PID)
}

// StartError is returned when the engine's process ended, or gave no sign of life, before it was ready.
type StartError struct {
	Err  error  // why, as far as is known
	Log  string // where the process prints
	Tail string // the end of what it printed this time
}

func (e *StartError) Error() string {
	message := fmt.Sprintf("the engine did not start: %v; its log is %s", e.Err, e.Log)
	if e.Tail != "" {
		message += ", and ends:\n" + e.Tail
	}
	return message
}

func (e *StartError) Unwrap() error { return e.Err }

// Damaged tells whether the engine did not start because it cannot read what its tables are.
func (e *StartError) Damaged() bool { return strings.Contains(e.Tail, "from metadata file") }

// The codes of ClickHouse that the endpoint itself uses or looks at.
const (
	codeSyntaxError          = 62
	codeNotImplemented       = 48
	codeBadArguments         = 36
	codeUnknownSetting       = 115
	codeCannotDecompress     = 271
	codeRequiredPassword     = 194
	codeSameQueryID          = 216
	codeCancelled            = 394
	codeAuthenticationFailed = 516
	codeCannotReadAllData    = 33
	codeUnknownException     = 1002
	codeReadonly             = 164
	codeTooManyQueries       = 202
	codeSessionNotFound      = 372
	codeSessionIsLocked      = 373
	codeInvalidSessionTime   = 374
)

var codeNames = map[int]string{
	codeSyntaxError:          "SYNTAX_ERROR",
	codeNotImplemented:       "NOT_IMPLEMENTED",
	codeBadArguments:         "BAD_ARGUMENTS",
	codeUnknownSetting:       "UNKNOWN_SETTING",
	codeCannotDecompress:     "CANNOT_DECOMPRESS",
	codeRequiredPassword:     "REQUIRED_PASSWORD",
	codeSameQueryID:          "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING",
	codeCancelled:            "QUERY_WAS_CANCELLED",
	codeAuthenticationFailed: "AUTHENTICATION_FAILED",
	codeCannotReadAllData:    "CANNOT_READ_ALL_DATA",
	codeUnknownException:     "UNKNOWN_EXCEPTION",
	codeReadonly:             "READONLY",
	codeTooManyQueries:       "TOO_MANY_SIMULTANEOUS_QUERIES",
	codeSessionNotFound:      "SESSION_NOT_FOUND",
	codeSessionIsLocked:      "SESSION_IS_LOCKED",
	codeInvalidSessionTime:   "INVALID_SESSION_TIMEOUT",

	// those of programs that check statements for the engine
	81:  "UNKNOWN_DATABASE",
	210: "NETWORK_ERROR",
	452: "SETTING_CONSTRAINT_VIOLATION",
	497: "ACCESS_DENIED",
}

// Errorf makes an error with a code of ClickHouse, worded like one of its own.
func Errorf(code int, format string, args ...any) *libchdb.Error {
	name := codeNames[code]
	return &libchdb.Error{
		Code:    code,
		Name:    name,
		Message: fmt.Sprintf("Code: %d. DB::Exception: %s. (%s)", code, fmt.Sprintf(format, args...), name),
	}
}

// asException gives every error a code. What the engine words without one keeps its words.
func asException(err error) *libchdb.Error {
	if e, ok := errors.AsType[*libchdb.Error](err); ok && e.Code != 0 {
		return e
	}
	return Errorf(codeUnknownException, "%v", err)
}

// httpStatus is the status that a ClickHouse server answers with for the code.
func httpStatus(code int) int {
	switch code {
	case codeRequiredPassword:
		return http.StatusUnauthorized
	case codeAuthenticationFailed, codeReadonly, 192, 193, 497: // UNKNOWN_USER, WRONG_PASSWORD, ACCESS_DENIED
		return http.StatusForbidden
	case 6, 26, 27, 38, 41, codeBadArguments, 53, codeSyntaxError, 69, 70, 72, 117, 131, 452, 456, 457:
		return http.StatusBadRequest
	case 46, 47, 50, 56, 60, 63, 73, 81, codeUnknownSetting, 78:
		return http.StatusNotFound
	case codeNotImplemented:
		return http.StatusNotImplemented
	case codeTooManyQueries, 210: // NETWORK_ERROR
		return http.StatusServiceUnavailable
	case 159: // TIMEOUT_EXCEEDED
		return http.StatusRequestTimeout
	}
	return http.StatusInternalServerError
}
