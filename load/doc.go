// Package load keeps the warehouse: it connects to ClickHouse, creates its tables and views, takes records in as loads
// that nobody sees, checks them there, and publishes them with one insert.
//
// A load is a set of rows that carry the same load id. The table publications says which load is the truth for a
// dataset, a source and a period; the views show the rows of those loads and no others. So a load becomes visible at
// once and whole, nothing is overwritten, and a run that dies leaves rows behind that no view shows.
//
// What does not belong here: workbooks (package ingest), the meaning of cells (package transform), the layout of
// reports (package report).
package load
