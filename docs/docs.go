// Package docs holds the documentation, and what of it the program hands out itself.
package docs

import _ "embed" // of the schema

// JobSchema is the JSON Schema of job files, for editors. It is generated from the types that the files are decoded into.
//
//go:generate go run ./schema
//go:embed job.schema.json
var JobSchema []byte

// kpis.md is generated from the sample's catalogue and from the views of a warehouse.
//
//go:generate go test . -run TestKeyFigures -update
