package draft

import (
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// days and clocks are the formats that are tried, the likeliest first.
var (
	days = []string{
		"YYYY-MM-DD", "YYYYMMDD", "YYYY/MM/DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "D/M/YYYY", "M/D/YYYY", "D.M.YYYY", "DD-MM-YYYY",
		"DD-MMM-YY", "D-MMM-YY", "DD-MMM-YYYY", "D MMM YYYY", "D MMMM YYYY", "YY-MM-DD",
	}
	clocks  = []string{" hh:mm[:ss]", "Thh:mm[:ss]", " hh:mm[:ss] A", " h:mm[:ss] A"}
	periods = []string{"YYYYMM", "YYYYPP", "YYYY-MM", "YYYY-PP", "date", "year", "MMM-YY", "MMM YYYY", "MMMM YYYY", "YYYY/MM", "MM/YYYY", "YYYY MM"}
)

// formats counts which formats read the cells of a column.
type formats struct {
	list   []format
	alive  []int // indexes of those that have read something
	cells  int   // texts and numbers
	dates  int   // Date cells
	unread int
}

type format struct {
	text string // "" for the default of the type
	read func(cell.Cell) bool
	hits int
}

// newFormats returns the formats that a column of the type may be written in.
func newFormats(t record.Type) *formats {
	f := &formats{}
	switch t {
	case record.Date:
		for _, text := range days {
			f.list = append(f.list, dayFormat(text))
		}
	case record.DateTime:
		f.list = append(f.list, momentFormat(""))
		for _, day := range days {
			for _, clock := range clocks {
				f.list = append(f.list, momentFormat(day+clock))
			}
			f.list = append(f.list, momentFormat(day))
		}
	case record.Period:
		for _, text := range periods {
			f.list = append(f.list, periodFormat(text))
		}
		for _, day := range days[1:] {
			f.list = append(f.list, periodFormat(day))
			for _, clock := range clocks {
				f.list = append(f.list, periodFormat(day+clock))
			}
		}
		f.list = append(f.list, periodFormat(days[0]+clocks[0]), periodFormat(days[0]+clocks[1]))
	}
	return f
}

// texts makes the list of formats that the readers take: none for the default.
func texts(format string) []string {
	if format == "" {
		return nil
	}
	return []string{format}
}

// never is the format that cannot be used.
func never(text string) format {
	return format{text: text, read: func(cell.Cell) bool { return false }}
}

func dayFormat(text string) format {
	times, err := value.NewDates(texts(text))
	if err != nil {
		return never(text)
	}
	return format{text: text, read: func(c cell.Cell) bool { _, p := times.Read(c); return p == nil }}
}

func momentFormat(text string) format {
	times, err := value.NewMoments(texts(text))
	if err != nil {
		return never(text)
	}
	return format{text: text, read: func(c cell.Cell) bool { _, p := times.Read(c); return p == nil }}
}

func periodFormat(text string) format {
	reader, err := value.NewPeriods(texts(text))
	if err != nil {
		return never(text)
	}
	return format{text: text, read: func(c cell.Cell) bool { _, p := reader.Read(c); return p == nil }}
}

// add counts a cell. Formats that have read nothing yet are tried only for cells that no other one reads.
func (f *formats) add(c cell.Cell) {
	if c.Kind == cell.Date {
		f.dates++
		return
	}
	f.cells++
	if f.cells > firstCells && f.try(c, f.alive) {
		return
	}
	var others []int
	for i := range f.list {
		if f.cells <= firstCells || !slices.Contains(f.alive, i) {
			others = append(others, i)
		}
	}
	if !f.try(c, others) {
		f.unread++
	}
	for _, i := range others {
		if f.list[i].hits > 0 && !slices.Contains(f.alive, i) {
			f.alive = append(f.alive, i)
		}
	}
}

// firstCells is the number of cells for which every format is tried.
const firstCells = 50

// try counts the formats that read a cell.
func (f *formats) try(c cell.Cell, which []int) (any bool) {
	for _, i := range which {
		if f.list[i].read(c) {
			f.list[i].hits++
			any = true
		}
	}
	return any
}

// choose returns the formats that read the cells between them, and whether day and month could as well be swapped.
func (f *formats) choose() (chosen []string, swapped bool) {
	order := slices.Clone(f.alive)
	slices.SortStableFunc(order, func(a, b int) int {
		if d := f.list[b].hits - f.list[a].hits; d != 0 {
			return d
		}
		return a - b
	})
	left := f.cells - f.unread
	for _, i := range order {
		if left <= 0 || f.list[i].hits > left+left/20 {
			break
		}
		chosen = append(chosen, f.list[i].text)
		left -= f.list[i].hits
	}
	for _, text := range chosen {
		swapped = swapped || f.hits(text) == f.hits(swap(text)) && swap(text) != text
	}
	return chosen, swapped
}

// hits returns how many cells a format has read.
func (f *formats) hits(text string) int {
	i := slices.IndexFunc(f.list, func(o format) bool { return o.text == text })
	if i < 0 {
		return -1
	}
	return f.list[i].hits
}

// swap exchanges day and month in a format.
func swap(text string) string {
	return strings.NewReplacer("DD/MM", "MM/DD", "MM/DD", "DD/MM", "D/M/", "M/D/", "M/D/", "D/M/").Replace(text)
}
