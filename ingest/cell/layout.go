package cell

// Layout is what a sheet says of its shape beside the cells.
type Layout struct {
	// HiddenColumns are the columns that a spreadsheet program does not show.
	HiddenColumns []Span
	// Merged are the ranges that are shown as one cell. Its value stands in the upper left one.
	Merged []Range
}

// Span is a run of columns, both counted from 0 and included.
type Span struct {
	First, Last int
}

// Range is a rectangle of cells. Rows count from 1, columns from 0; all four are included.
type Range struct {
	FirstRow, LastRow       int
	FirstColumn, LastColumn int
}

// String returns the range as A1:B2.
func (r Range) String() string {
	return Ref(r.FirstColumn, r.FirstRow) + ":" + Ref(r.LastColumn, r.LastRow)
}
