// Package examples holds the sample organisation, so that the program can write it out where it is installed without
// its sources.
package examples

import "embed"

// Intraservice is the sample organisation, a complete home in the folder intraservice. Its workbooks are made by
// examples/generate.
//
//go:embed intraservice
var Intraservice embed.FS
