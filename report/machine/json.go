package machine

import (
	"encoding/json"
	"io"
	"time"

	"nyckeltal/report/model"
)

// The types below are the JSON of a report. They are stable: members are added, never renamed or removed.

type jsonReport struct {
	Report     string          `json:"report"`
	Title      string          `json:"title"`
	Subtitle   string          `json:"subtitle,omitempty"`
	Lang       string          `json:"lang"`
	Period     string          `json:"period"`
	For        string          `json:"for,omitempty"` // the part of the organisation that the report is of
	AsOf       time.Time       `json:"as_of"`
	Made       time.Time       `json:"made_at"`
	Closing    *jsonClosing    `json:"closing,omitempty"` // when the month is closed
	Catalogue  jsonCatalogue   `json:"catalogue"`
	Comment    *jsonComment    `json:"comment,omitempty"` // the controller's, on the whole
	Sections   []jsonSection   `json:"sections"`
	Notes      []string        `json:"notes,omitempty"`
	Indicators []jsonIndicator `json:"indicators"`
}

type jsonClosing struct {
	Name      string    `json:"name"`
	At        time.Time `json:"closed_at"`
	Certified bool      `json:"certified"` // the figures are those that the closing has certified
	Late      int       `json:"late_deliveries"`
}

type jsonCatalogue struct {
	Version   string     `json:"version"`
	Published *time.Time `json:"published_at"` // null when no catalogue is published
}

type jsonIndicator struct {
	ID         string `json:"indicator"`
	Name       string `json:"name"`
	Definition string `json:"definition"`
	Unit       string `json:"unit"`
}

type jsonSection struct {
	ID     string `json:"section"`
	Title  string `json:"title"`
	Blocks []any  `json:"blocks"`
}

type jsonNote struct {
	Type string `json:"type"` // note
	Text string `json:"text"`
}

type jsonComment struct {
	Type       string   `json:"type"` // comment
	Markdown   string   `json:"markdown"`
	Paragraphs []string `json:"paragraphs"` // without their setting
}

type jsonTable struct {
	Type    string       `json:"type"` // table
	ID      string       `json:"table"`
	Caption string       `json:"caption"`
	Columns []jsonColumn `json:"columns"`
	Rows    []jsonRow    `json:"rows"`
}

type jsonColumn struct {
	ID      string `json:"column"`
	Heading string `json:"heading"`
	Status  bool   `json:"status,omitempty"` // its cells are statuses, not figures
	Trend   bool   `json:"trend,omitempty"`  // its cells are the last twelve months
}

type jsonRow struct {
	ID        string         `json:"row,omitempty"` // empty for headings
	Kind      string         `json:"kind"`          // figures, heading, subtotal or total
	Label     string         `json:"label"`
	Path      string         `json:"path"` // the row in TSV
	Indicator string         `json:"indicator,omitempty"`
	SliceKind string         `json:"slice_kind,omitempty"`
	Slice     string         `json:"slice,omitempty"`
	Unit      string         `json:"unit"`
	Cells     map[string]any `json:"cells,omitempty"` // by column
	Note      string         `json:"note,omitempty"`
}

type jsonFigure struct {
	Value     *json.Number `json:"value"`          // as shown, rounded; null when there is none
	Display   string       `json:"display"`        // as shown, in the report's language
	Unrounded *string      `json:"unrounded"`      // exact decimal in the same unit; text, for a double cannot hold all of it
	Unit      string       `json:"unit,omitempty"` // when it is another one than the row's; pp for percentage points
	Absent    string       `json:"absent,omitempty"`
	Now       *jsonFigure  `json:"now,omitempty"`    // in the report of a closed month: the figure as it is now, when it has changed
	Former    *jsonFigure  `json:"former,omitempty"` // in the report of a restated month: the figure by the closing before, when it was another
}

type jsonTrend struct {
	Points []jsonPoint `json:"points"`
}

type jsonStatus struct {
	Status string `json:"status"` // green, yellow or red; empty without a target
	Name   string `json:"display"`
}

type jsonList struct {
	Type    string      `json:"type"` // list
	ID      string      `json:"list"`
	Caption string      `json:"caption,omitempty"`
	Groups  []jsonGroup `json:"groups"`
}

type jsonGroup struct {
	Area  string     `json:"area"`
	Items []jsonItem `json:"items"`
}

type jsonItem struct {
	Status  string `json:"status"`
	Display string `json:"display"`
	Item    string `json:"item"`
	Cause   string `json:"cause,omitempty"`
	Action  string `json:"action,omitempty"`
}

type jsonChart struct {
	Type    string      `json:"type"` // chart
	ID      string      `json:"chart"`
	Kind    string      `json:"kind"` // months, rolling, tertials, budget or shares
	Caption string      `json:"caption"`
	Panels  []jsonPanel `json:"panels"`
}

type jsonPanel struct {
	Indicator string       `json:"indicator"`
	Label     string       `json:"label"`
	Unit      string       `json:"unit"`
	Series    []jsonSeries `json:"series"`
}

type jsonSeries struct {
	Role   string      `json:"series"` // current, prior, target, r12 or share
	Name   string      `json:"name"`
	Points []jsonPoint `json:"points"`
}

type jsonPoint struct {
	Period string `json:"period,omitempty"`
	Name   string `json:"name,omitempty"` // of the indicator or service, where there is no period
	jsonFigure
}

// JSON writes the whole report, indented, with the figures rounded as shown and unrounded.
func JSON(w io.Writer, r *model.Report) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(convert(r))
}
