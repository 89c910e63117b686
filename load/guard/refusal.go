package guard

import "nyckeltal/load/engine"

// The codes of ClickHouse that refusals carry.
const (
	codeSyntaxError       = 62
	codeUnknownDatabase   = 81
	codeReadonly          = 164
	codeSettingConstraint = 452
	codeAccessDenied      = 497
)

func refuse(code int, format string, args ...any) error { return engine.Errorf(code, format, args...) }
