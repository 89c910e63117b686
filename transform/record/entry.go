package record

// Entry is what a dimension says of a code, in all years or in some.
type Entry struct {
	From, To int      // the first and the last year; 0 for no limit
	Values   []string // by column of the dimension: texts, lists of codes joined, numbers as digits; "" for missing ones
}

// ValidIn tells whether the entry holds in a year; 0 stands for any year.
func (e *Entry) ValidIn(year int) bool {
	return year == 0 || (e.From == 0 || e.From <= year) && (e.To == 0 || year <= e.To)
}
