package libchdb

import (
	"errors"
	"fmt"
	"sync"

	"github.com/ebitengine/purego"
)

// Library is a loaded libchdb. Its methods may be called concurrently.
type Library struct {
	fn functions

	// connecting serialises chdb_connect and chdb_close_conn: the first connect boots the engine, and the library
	// does not expect others beside it.
	connecting sync.Mutex
}

// functions are the C functions in use, under their C names without the prefix chdb_. A null pointer comes back as 0.
type functions struct {
	version                  func() string
	setSignalHandlersEnabled func(enabled int32)

	connect   func(argc int32, argv **byte) uintptr
	closeConn func(conn uintptr)
	classify  func(conn uintptr, sql *byte, sqlLen uintptr, db *byte, dbLen uintptr, out *analysis) int32

	query, streamQuery func(conn uintptr, sql *byte, sqlLen uintptr, format *byte, formatLen uintptr,
		names **byte, nameLens *uintptr, values **byte, valueLens *uintptr, count uintptr) uintptr
	streamFetch  func(conn, stream uintptr) uintptr
	streamCancel func(conn, stream uintptr)

	resultBuffer       func(result uintptr) uintptr
	resultLength       func(result uintptr) uintptr
	resultElapsed      func(result uintptr) float64
	resultRowsRead     func(result uintptr) uint64
	resultBytesRead    func(result uintptr) uint64
	resultRowsWritten  func(result uintptr) uint64
	resultBytesWritten func(result uintptr) uint64
	resultError        func(result uintptr) uintptr
	destroyResult      func(result uintptr)

	insert func(conn uintptr, sql *byte, sqlLen uintptr, format *byte, formatLen uintptr,
		names **byte, nameLens *uintptr, values **byte, valueLens *uintptr, count uintptr) uintptr
	insertAppend  func(insert uintptr, data *byte, length uintptr) int32
	insertDone    func(insert uintptr) uintptr
	insertError   func(insert uintptr) uintptr
	destroyInsert func(insert uintptr)
}

func (f *functions) symbols() map[string]any {
	return map[string]any{
		"chdb_version":                     &f.version,
		"chdb_set_signal_handlers_enabled": &f.setSignalHandlersEnabled,
		"chdb_connect":                     &f.connect,
		"chdb_close_conn":                  &f.closeConn,
		"chdb_classify_query_n":            &f.classify,
		"chdb_query_with_params_n":         &f.query,
		"chdb_stream_query_with_params_n":  &f.streamQuery,
		"chdb_stream_fetch_result":         &f.streamFetch,
		"chdb_stream_cancel_query":         &f.streamCancel,
		"chdb_result_buffer":               &f.resultBuffer,
		"chdb_result_length":               &f.resultLength,
		"chdb_result_elapsed":              &f.resultElapsed,
		"chdb_result_rows_read":            &f.resultRowsRead,
		"chdb_result_bytes_read":           &f.resultBytesRead,
		"chdb_result_rows_written":         &f.resultRowsWritten,
		"chdb_result_bytes_written":        &f.resultBytesWritten,
		"chdb_result_error":                &f.resultError,
		"chdb_destroy_query_result":        &f.destroyResult,
		"chdb_stream_insert_with_params_n": &f.insert,
		"chdb_stream_append":               &f.insertAppend,
		"chdb_stream_done":                 &f.insertDone,
		"chdb_stream_insert_error":         &f.insertError,
		"chdb_destroy_insert_stream":       &f.destroyInsert,
	}
}

// ErrLoad is wrapped by Open when the file is no libchdb, or one that is too old for this binding.
var ErrLoad = errors.New("cannot load libchdb")

// Open loads the shared library at path and turns its signal handlers off, so that Go keeps its own. A library
// cannot be unloaded.
func Open(path string) (*Library, error) {
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrLoad, path, err)
	}
	l := &Library{}
	for name, fn := range l.fn.symbols() {
		symbol, err := purego.Dlsym(handle, name)
		if err != nil {
			return nil, fmt.Errorf("%w %s: it has no function %s; version 26.7 or newer is needed", ErrLoad, path, name)
		}
		purego.RegisterFunc(fn, symbol)
	}
	l.fn.setSignalHandlersEnabled(0)
	return l, nil
}

// Version returns the library's version, for example "26.7.0".
func (l *Library) Version() string { return l.fn.version() }
