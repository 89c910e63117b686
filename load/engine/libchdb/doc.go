// Package libchdb is a thin binding, without cgo, of the C interface of libchdb: ClickHouse as a shared library.
//
// It translates types and ownership and nothing else; what to run, with which settings and for whom is decided by
// package engine. The library holds global state and runs threads of its own: one data directory per process, for as
// long as the process lives. Whoever loads it should be a process of its own.
//
// Two functions are left out on purpose. chdb_shutdown refuses, now and then and always after an INSERT, although
// every connection is closed; a process that just exits loses nothing. chdb_reset_signal_handlers would take Go's
// handlers away; with the library's own turned off before the first connection there is nothing to reset.
package libchdb
