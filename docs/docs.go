// Package docs holds the documentation, and what of it the program hands out itself.
package docs

import _ "embed" // of schema and licences

// JobSchema is the JSON Schema of job files, for editors. It is generated from the types that the files are decoded into.
//
//go:generate go run ./schema
//go:embed job.schema.json
var JobSchema []byte

// Licences are the licences of everything that is linked into the program, with their texts. They are generated from the module cache;
// one that is not known is an error.
//
//go:generate sh -c "cd .. && go run ./docs/licences"
//go:embed licences.txt
var Licences []byte

// kpis.md is generated from the sample's catalogue and from the views of a warehouse.
//
//go:generate go test . -run TestKeyFigures -update
