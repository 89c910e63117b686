package record

import "nyckeltal/ingest/period"

// Warning is what a check noticed that refuses nothing. It never holds a private value.
type Warning struct {
	Check   string        // the check's name
	Sheet   string        // empty when it is about the delivery as a whole
	Row     int           // 1-based row of the sheet, the first one when it is about several; 0 for none
	Cell    string        // A1 address, or empty
	Column  string        // the dataset's column, or empty
	Period  period.Period // of the records; 0 when they have several or none
	Message string        // what was expected and what was found
	Count   int           // 1, or how many more there are than are listed one by one
}
