// Package report makes reports: it reads the figures that a definition asks for from the warehouse's views, builds a
// model of the report, and writes it as text, TSV, JSON, HTML, xlsx or PDF. It reads views only, a few queries per report,
// and computes no key figure itself; what a figure means belongs in the views and in the catalogue of indicators.
//
// The parts: definition (the YAML), comment (what the controller writes), model (the finished report), locale (languages), and one package per way of
// writing: terminal, machine, page, pdf and sheets.
package report

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
	"nyckeltal/report/comment"
	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

// Definition is a report definition; see package definition.
type Definition = definition.Definition

// Report is a finished report; see package model.
type Report = model.Report

// Params says which report to build from a definition.
type Params struct {
	Period period.Period // the month; for monthly reports
	Year   int           // for yearly reports
	For    string        // the part of the organisation, for reports of one; otherwise empty
	Lang   string        // sv (when empty) or en
	Now    time.Time     // when the report is made, in the zone that it is to be told in
	// AsOf is the time whose published figures the connection's views show. The zero time means the current ones, and
	// then the report tells Now.
	AsOf time.Time
	// Comments are what the controller has written; nil for none.
	Comments *comment.Comments
	// Present shows the figures of the present, when those of the report are of another time; otherwise nil. Indicators that the catalogue
	// did not know at that time are named as they are now, and have no figures.
	Present Connection
	// Closing is the closing of the report's last month; its name is empty while the month is open.
	Closing model.Closing
	// Since shows the present figures, to be set beside those of a closed month; nil for no comparison.
	Since Connection
	// Former shows the figures of the closing before, of a month that has been restated; nil for none.
	Former Connection
}

// Connection reads views: those of the present, or those of an earlier time.
type Connection interface {
	Query(ctx context.Context, sql string, args ...any) (driver.Rows, error)
}

// Load reads the report definitions of the directory. It returns all faults joined; each is a *config.Problem
// that names file and line. A directory that does not exist has no definitions.
func Load(dir string) ([]*Definition, error) { return definition.Load(dir) }

// Find returns the definition with the name, or a *definition.UnknownReportError that lists those there are.
func Find(definitions []*Definition, name string) (*Definition, error) {
	return definition.Find(definitions, name)
}

// ParsePeriod reads the period that a report is asked for: 2023-11 for a monthly report, 2025 for a yearly one. It
// sets Period or Year of the Params, and returns a *PeriodError for anything else.
func (p *Params) ParsePeriod(def *Definition, text string) error {
	wrong := &PeriodError{Report: def.Name, Calendar: def.Calendar, Found: text}
	if def.Calendar == definition.Yearly {
		whole, err := period.Parse(text + "-12")
		if err != nil {
			return wrong
		}
		p.Year = whole.Year()
		return nil
	}
	month, err := period.Parse(text)
	if err != nil || !month.IsMonth() {
		return wrong
	}
	p.Period = month
	return nil
}

// ReadComments reads the comments on the report from the folder of comments, for the period and the part of the params.
// The faults of the file come joined; each is a *config.Problem.
func (p *Params) ReadComments(dir string, def *Definition) error {
	at, err := p.Month(def)
	if err != nil {
		return err
	}
	name := at.String()
	if def.Calendar == definition.Yearly {
		name = fmt.Sprint(at.Year())
	}
	p.Comments, err = comment.Read(dir, def, name, p.For)
	return err
}

// Month returns the calendar month that the report's columns start from: December for a yearly report. The error is a
// *PeriodError.
func (p Params) Month(def *Definition) (period.Period, error) {
	if def.Calendar == definition.Yearly {
		if december := period.New(p.Year, 12); december.Valid() {
			return december, nil
		}
		return 0, &PeriodError{Report: def.Name, Calendar: def.Calendar, Found: fmt.Sprint(p.Year)}
	}
	if !p.Period.IsMonth() {
		return 0, &PeriodError{Report: def.Name, Calendar: def.Calendar, Found: p.Period.String()}
	}
	return p.Period, nil
}

func (p Params) locale() (*locale.Locale, error) { return locale.Of(locale.Language(p.Lang)) }
