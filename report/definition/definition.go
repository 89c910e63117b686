// Package definition reads report definitions: YAML files that say which sections, tables, rows, columns, lists and
// charts a report has. It checks what can be checked without data; it neither reads figures nor draws.
package definition

// Calendar tells what a report is of.
type Calendar string

// The calendars of reports.
const (
	Monthly Calendar = "month" // asked for as 2023-11
	Yearly  Calendar = "year"  // asked for as 2025
)

// Definition is one report. It is not changed after Load and safe for concurrent use.
type Definition struct {
	Name       string      `yaml:"report"`
	Title      Text        `yaml:"title"`
	Subtitle   Text        `yaml:"subtitle"`
	Calendar   Calendar    `yaml:"period"`
	For        string      `yaml:"for"` // a kind of slice: the report is of one of them, which is named when it is asked for
	Highlights []Highlight `yaml:"highlights"`
	Sections   []Section   `yaml:"sections"`
	Notes      []Text      `yaml:"notes"`
	File       string      `yaml:"-"` // where it was read from, for messages
}

// Highlight names a cell that the report opens with, and the cell that it is measured against.
type Highlight struct {
	Table   string `yaml:"table"`
	Row     string `yaml:"row"`
	Column  string `yaml:"column"`
	Against string `yaml:"against"` // another column; optional
	Label   Text   `yaml:"label"`   // the row's label when not given
}

// Section is a part of the report under one heading.
type Section struct {
	ID      string  `yaml:"id"`
	Title   Text    `yaml:"title"`
	Content []Block `yaml:"content"`
}

// Block is one thing in a section: exactly one of its fields is set.
type Block struct {
	Table     *Table     `yaml:"table"`
	Breakdown *Breakdown `yaml:"breakdown"`
	List      *List      `yaml:"list"`
	Chart     *Chart     `yaml:"chart"`
	Note      Text       `yaml:"note"`
}

// Table has rows and columns that are named in the definition; it is part of the machine-readable TSV.
type Table struct {
	ID        string   `yaml:"id"`
	Caption   Text     `yaml:"caption"`
	Indicator string   `yaml:"indicator"` // of rows that name none
	Unit      *string  `yaml:"unit"`      // shown unit of rows that name none; the indicator's when not given
	Decimals  *int     `yaml:"decimals"`  // of rows that name none; see Row
	Columns   []Column `yaml:"columns"`
	Rows      []Row    `yaml:"rows"`
}

// Column shows a scenario over a window. Status, Trend and Deviation make it another kind of column, without scenario,
// window and shift; at most one of them is set.
type Column struct {
	ID        string     `yaml:"id"`
	Heading   Text       `yaml:"heading"`
	Scenario  string     `yaml:"scenario"`  // actual, budget, forecast or target
	Window    string     `yaml:"window"`    // month, ytd, r12, tertial, tertial_full or year
	Shift     int        `yaml:"shift"`     // months from the report's period: -12 is the year before
	Status    string     `yaml:"status"`    // a window: how its actual value stands to its target
	Trend     string     `yaml:"trend"`     // a window: its actual values of the last twelve months, as a small line
	Deviation *Deviation `yaml:"deviation"` // how one column differs from another
}

// IsFigure tells whether the column shows figures of the views.
func (c Column) IsFigure() bool { return c.Status == "" && c.Trend == "" && c.Deviation == nil }

// Deviation is how far a column is from another one of its table: above zero where that is good, by the direction of the
// row's indicator. An indicator without a direction deviates by the plain difference.
type Deviation struct {
	Of      string `yaml:"of"`      // a column: the actual figures, or a forecast
	Against string `yaml:"against"` // a column: the budget, the target or the year before
	Percent bool   `yaml:"percent"` // of the column that it is set against; otherwise in the row's unit
}

// Row shows an indicator, or is a group of rows.
type Row struct {
	ID        string  `yaml:"id"` // the indicator, with the slice if any, when not given
	Indicator string  `yaml:"indicator"`
	Label     Text    `yaml:"label"` // the catalogue's name when not given
	Slice     *Slice  `yaml:"slice"` // when not given, what the report is for: a part, or the whole organisation
	Unit      *string `yaml:"unit"`
	// Decimals is how many are shown at most. When not given it is the catalogue's, and 0 for tkr and mnkr.
	Decimals *int `yaml:"decimals"`
	// LeaveBlank names columns whose figure is not reported for this row even when it can be computed.
	LeaveBlank []string `yaml:"leave_blank"`
	Style      string   `yaml:"style"` // subtotal or total
	Note       Text     `yaml:"note"`  // said below the table, with a mark at the row

	Group   Text  `yaml:"group"`   // for a group: its name in front of the rows' names in machine-readable output
	Heading Text  `yaml:"heading"` // for a group: the heading over its rows; the group's name when not given
	Rows    []Row `yaml:"rows"`    // for a group: its rows
}

// IsGroup tells whether the row is a group of rows.
func (r *Row) IsGroup() bool { return !r.Group.Empty() || len(r.Rows) > 0 }

// Identity returns what names the row in highlights and in JSON: its id, or its indicator with the slice.
func (r *Row) Identity(t *Table) string {
	if r.ID != "" {
		return r.ID
	}
	indicator := r.IndicatorIn(t)
	if r.Slice == nil {
		return indicator
	}
	return indicator + "/" + r.Slice.Kind + "/" + r.Slice.Name
}

// IndicatorIn returns the indicator that the row shows: its own or the table's.
func (r *Row) IndicatorIn(t *Table) string {
	if r.Indicator != "" {
		return r.Indicator
	}
	return t.Indicator
}

// Slice is a part of the organisation.
type Slice struct {
	Kind string `yaml:"kind"` // organisation, area, branch, branch_area, customer or service; total is the whole
	Name string `yaml:"name"` // may hold {for}; empty for total
}

// Breakdown is a table whose rows come from the data: the cost per service or per customer.
type Breakdown struct {
	ID       string            `yaml:"id"`
	Caption  Text              `yaml:"caption"`
	By       string            `yaml:"by"` // service or customer
	Heading  Text              `yaml:"heading"`
	Unit     string            `yaml:"unit"`     // kr (when not given), tkr or mnkr
	Decimals int               `yaml:"decimals"` // shown at most
	Columns  []BreakdownColumn `yaml:"columns"`
	Total    Text              `yaml:"total"` // the label of the sum; no sum when not given
}

// BreakdownColumn shows the cost of a scenario in a year.
type BreakdownColumn struct {
	ID       string `yaml:"id"`
	Heading  Text   `yaml:"heading"`
	Scenario string `yaml:"scenario"`
	Shift    int    `yaml:"shift"`   // years from the report's year
	Version  string `yaml:"version"` // needed only where the year has several versions
}

// List is a list of activities, assignments or projects with their status.
type List struct {
	ID      string   `yaml:"id"`
	Caption Text     `yaml:"caption"`
	Kind    string   `yaml:"kind"` // activity, assignment or project
	Heading Text     `yaml:"heading"`
	Areas   []string `yaml:"areas"` // areas in the order they are shown; others follow by their first position
}

// Chart draws figures. Charts of the kinds months, rolling and tertials have a panel per indicator, those of the kind
// budget a bar per indicator, and those of the kind shares a bar per service.
type Chart struct {
	ID         string   `yaml:"id"`
	Caption    Text     `yaml:"caption"`
	Kind       string   `yaml:"kind"` // months, rolling, tertials, budget or shares
	Indicators []string `yaml:"indicators"`
	// Target is the scenario that the actual values are set against: target (when not given, but for the kind budget) or
	// budget.
	Target   string  `yaml:"target"`
	Window   string  `yaml:"window"` // of the kind budget: ytd when not given
	Unit     *string `yaml:"unit"`
	Decimals *int    `yaml:"decimals"`

	Scenario string `yaml:"scenario"` // of the kind shares
	Shift    int    `yaml:"shift"`    // of the kind shares: years from the report's year
	Version  string `yaml:"version"`  // of the kind shares: needed only where the year has several versions
}
