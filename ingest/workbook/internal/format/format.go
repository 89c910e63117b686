// Package format is what the door of package workbook and the readers of the file formats agree on: how sheets are
// described, what limits hold, and how a refusal is said. It reads nothing itself.
package format

import "cmp"

// Visibility tells who can see a sheet in a spreadsheet program.
type Visibility uint8

// A hidden sheet can be shown from the program's menu, a very hidden one from macros only.
const (
	Visible Visibility = iota
	Hidden
	VeryHidden
)

// String returns "visible", "hidden" or "very hidden".
func (v Visibility) String() string {
	switch v {
	case Hidden:
		return "hidden"
	case VeryHidden:
		return "very hidden"
	}
	return "visible"
}

// Sheet describes a sheet of a workbook.
type Sheet struct {
	Name string
	// Index is the sheet's place in the workbook, counted from 0; it names the sheet to Rows.
	Index      int
	Visibility Visibility
}

// The size of the largest sheet that any spreadsheet program handles.
const (
	MaxRows    = 1 << 20
	MaxColumns = 1 << 14
)

// DefaultPassword is the one with which Excel protects and opens workbooks of which only the structure is protected; nobody
// is asked for it ([MS-OFFCRYPTO] 2.4.2.3).
const DefaultPassword = "VelvetSweatshop"

// NoValue is the text of the error cell that stands for a formula whose result the file does not hold, as when it was
// written by a program that does not calculate.
const NoValue = "#NOVALUE"

// Limits bound what reading one workbook may cost. They hold for bytes as they come, not as the file declares them.
type Limits struct {
	// Entries is the largest number of parts in a container, and of sheets in a workbook.
	Entries int
	// Bytes is the largest size of one part, unpacked.
	Bytes int64
	// Ratio is how many times larger than packed a part may be once it is larger than RatioFree bytes unpacked.
	Ratio     int64
	RatioFree int64
	// Memory is the largest size of what has to be held in memory: an unpacked part other than a sheet, all shared
	// strings, all merged ranges of a sheet, one row, or an encrypted file with what comes of it, which takes five times
	// the file's size.
	Memory int64
	// CellBytes is the largest size of one cell's text in UTF-8.
	CellBytes int
	// Cells is the largest number of cells of a sheet, each row counted up to its last cell that is not empty.
	Cells int64
}

// Defaults are limits that every workbook of people passes, and that keep a hostile one from doing harm.
var Defaults = Limits{
	Entries:   10_000,
	Bytes:     8 << 30,
	Ratio:     200,
	RatioFree: 256 << 20,
	Memory:    512 << 20,
	CellBytes: 1 << 20,
	Cells:     1 << 28,
}

// OrDefaults returns the limits with those that are 0 taken from Defaults.
func (l Limits) OrDefaults() Limits {
	return Limits{
		Entries:   cmp.Or(l.Entries, Defaults.Entries),
		Bytes:     cmp.Or(l.Bytes, Defaults.Bytes),
		Ratio:     cmp.Or(l.Ratio, Defaults.Ratio),
		RatioFree: cmp.Or(l.RatioFree, Defaults.RatioFree),
		Memory:    cmp.Or(l.Memory, Defaults.Memory),
		CellBytes: cmp.Or(l.CellBytes, Defaults.CellBytes),
		Cells:     cmp.Or(l.Cells, Defaults.Cells),
	}
}
