package numfmt

import (
	"strings"

	"nyckeltal/ingest/cell"
)

// named are the formats that Excel's XML spreadsheets and web pages call by a name instead of spelling them out.
var named = map[string]cell.Kind{
	"general": cell.Number, "general number": cell.Number, "currency": cell.Number, "euro currency": cell.Number,
	"fixed": cell.Number, "standard": cell.Number, "percent": cell.Number, "scientific": cell.Number,
	"yes/no": cell.Number, "true/false": cell.Number, "on/off": cell.Number,
	"general date": cell.Date, "long date": cell.Date, "medium date": cell.Date, "short date": cell.Date,
	"long time": cell.Date, "medium time": cell.Date, "short time": cell.Date,
}

// Named returns the kind of cells with a number format that is given by one of the names of Excel's XML spreadsheets, such
// as Short Date, or by its code.
func Named(name string) cell.Kind {
	if kind, ok := named[strings.ToLower(strings.TrimSpace(name))]; ok {
		return kind
	}
	return Kind(name)
}
