// Package gateway is the endpoint for analysts' tools: ClickHouse's HTTP interface in front of the embedded engine, with accounts.
//
// A request is logged in (packages access and door), counted against the limits, understood (engine.ReadIncoming), checked (package guard),
// and what the guard admits is sent to the engine. The answer goes back as it comes, with little of it held at a time. Each request is
// written to the query log (package querylog), whatever became of it.
//
// What a role may ask is not decided here, and who runs the endpoint neither: `nyckeltal serve` does, and nothing else.
package gateway
