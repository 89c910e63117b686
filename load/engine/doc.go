// Package engine runs ClickHouse without a server: libchdb in a process of its own, behind ClickHouse's HTTP
// interface on loopback, for as long as somebody uses it.
//
// A command calls Ensure, which finds the engine of a directory or starts one, and gets an Endpoint for clickhouse-go
// or any other client. The engine's process is the same program, run with arguments of the caller's choice, and
// calls Serve. It owns the data directory, ends by itself when idle, and leaves nothing behind but its data and its
// log. Holding the Endpoint (Endpoint.Hold) keeps it alive between statements.
//
// The directory of an engine (Options.StateDir) holds
//
//	engine.json        address and password, readable by its user only, there while an engine serves
//	engine.log         what the process printed; the previous log is engine.log.old
//	engine.xml         the server settings that the process was started with
//	engine.start.lock  held by the command that is starting an engine
//	engine.serve.lock  held by the engine as long as it lives
//	data/              the tables, unless Options.DataDir says otherwise
//
// What a table means, and which statements are run, is not decided here: the package knows no schema.
package engine
