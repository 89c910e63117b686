// Package model is a finished report: sections of tables, lists and charts whose texts are in the report's language
// and whose figures are unrounded. Builders fill it, renderers write it; it knows neither definitions nor the
// warehouse.
package model

import (
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/report/locale"
)

// Report is a report of one period in one language. It is not changed once built, so renderers may share it.
type Report struct {
	Name     string // the definition's name: minirapport
	Title    string
	Subtitle string // may be empty
	Locale   *locale.Locale
	// Period is the month of the report, and December of the year for a report of a whole year.
	Period period.Period
	// Part is the part of the organisation that the report is of; empty for the whole.
	Part string
	// Yearly tells that the report is of the whole year of Period.
	Yearly     bool
	AsOf       time.Time // the figures are those that were published at this time
	Made       time.Time // when the report was built
	Closing    Closing   // of Period
	Catalogue  Catalogue
	Comment    *Comment // on the whole; nil for none
	Highlights []Highlight
	Sections   []Section
	Notes      []string
	Indicators []Indicator // the indicators that the report shows, in order of appearance
}

// Closing is the closing of the report's last month. The name is empty while the month is open.
type Closing struct {
	Name      string
	At        time.Time
	Certified bool // the figures are those that the closing has certified, not earlier or later ones
	Late      int  // deliveries that have come since and are not taken in
}

// Catalogue says which catalogue of indicators the figures follow. The version is empty when none is published.
type Catalogue struct {
	Version   string
	Published time.Time
}

// Indicator is a key figure as the catalogue describes it.
type Indicator struct {
	ID         string
	Name       string
	Definition string
	Unit       string
}

// Highlight is a figure that the report opens with, next to the one it is measured against.
type Highlight struct {
	Label    string
	Unit     string
	Heading  string // the column of Cell
	Cell     Cell
	Status   Status
	Against  string // the column of Compared; empty when there is nothing to compare with
	Compared Cell
}

// Section is a part of the report under one heading.
type Section struct {
	ID     string
	Title  string
	Blocks []Block
}

// Block is a *Table, *List, *Chart, *Note or *Comment.
type Block interface{ block() }

func (*Table) block() {}
func (*List) block()  {}
func (*Chart) block() {}
func (*Note) block()  {}

// Note is a paragraph.
type Note struct{ Text string }

// List is a list of activities, assignments or projects with their status, by area.
type List struct {
	ID            string
	Caption       string
	StatusHeading string
	ItemHeading   string
	Groups        []Group
}

// Group is the items of a list that belong to one area. The heading is empty when the list has no areas.
type Group struct {
	Heading string
	Items   []Item
}

// Item is one activity, assignment or project. Cause and Action may be empty.
type Item struct {
	Status Status
	Text   string
	Cause  string
	Action string
}
