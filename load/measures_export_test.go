package load

import "strings"

// Measured are the datasets that measures are made of.
func Measured() []string { return strings.Split(strings.Trim(measured, "'"), "', '") }
