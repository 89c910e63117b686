package load

import (
	"time"

	"nyckeltal/load/guard"
)

// Limits bound what an analyst's query takes.
type Limits struct {
	Time   time.Duration
	Memory int64 // bytes
	Rows   int64 // of the result
}

// Policies are what the roles may do.
func Policies(Limits) map[string]guard.Policy { return nil }
