package report

import (
	"fmt"
	"strconv"
	"strings"

	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
	"nyckeltal/report/definition"
)

// PeriodError says that the period is not one that the report can be of.
type PeriodError struct {
	Report   string
	Calendar definition.Calendar
	Found    string
}

func (e *PeriodError) Error() string {
	if e.Calendar == definition.Yearly {
		return fmt.Sprintf("the report %s is of a year: expected a period such as 2025, found %q", e.Report, e.Found)
	}
	return fmt.Sprintf("the report %s is of a month: expected a period such as 2023-11, found %q", e.Report, e.Found)
}

// NoDataError says that the warehouse has no figures for the report and period. Available are the periods that it has
// figures for, ascending.
type NoDataError struct {
	Report    string
	Period    period.Period
	Yearly    bool
	Available []period.Period
}

func (e *NoDataError) Error() string {
	asked := e.Period.String()
	if e.Yearly {
		asked = strconv.Itoa(e.Period.Year())
	}
	if len(e.Available) == 0 {
		return fmt.Sprintf("no data for the report %s: nothing has been published for any period; run the jobs first "+
			"(nyckeltal run --all)", e.Report)
	}
	return fmt.Sprintf("no data for the report %s of %s: there is data for %s", e.Report, asked, e.spans())
}

// spans writes the available periods as ranges: 2022-01–2023-11, 2024-02.
func (e *NoDataError) spans() string {
	write, next := period.Period.String, func(p period.Period) period.Period { return p.Add(1) }
	if e.Yearly {
		write = func(p period.Period) string { return strconv.Itoa(p.Year()) }
		next = func(p period.Period) period.Period { return p.Add(12) }
	}
	var spans []string
	for i := 0; i < len(e.Available); {
		first, last := i, i
		for last+1 < len(e.Available) && e.Available[last+1] == next(e.Available[last]) {
			last++
		}
		span := write(e.Available[first])
		if last > first {
			span += "–" + write(e.Available[last])
		}
		spans = append(spans, span)
		i = last + 1
	}
	return strings.Join(spans, ", ")
}

// PartError says that a report of a part of the organisation was asked for without one, or with one that has no figures
// in the period; or with one although the report is of the whole.
type PartError struct {
	Report string
	Kind   string   // the kind of slice that the report is of; empty for the whole organisation
	Found  string   // empty when none was named
	Known  []string // those that have figures in the period
}

func (e *PartError) Error() string {
	known := "none has figures in that period"
	if len(e.Known) > 0 {
		known = "there are " + strings.Join(e.Known, "; ")
	}
	switch {
	case e.Kind == "":
		return fmt.Sprintf("the report %s is of the whole organisation: leave out --for %q", e.Report, e.Found)
	case e.Found == "":
		return fmt.Sprintf("the report %s is of one %s: name it with --for: %s", e.Report, e.Kind, known)
	default:
		return fmt.Sprintf("the report %s has no figures of the %s %q%s: %s", e.Report, e.Kind, e.Found,
			match.DidYouMean(e.Found, e.Known), known)
	}
}

// IndicatorError says that a definition shows an indicator that the catalogue in the warehouse does not have.
type IndicatorError struct {
	File      string
	Where     string // the table or chart
	Indicator string
}

func (e *IndicatorError) Error() string {
	return fmt.Sprintf("%s: %s: the catalogue has no indicator %q: correct the name, or add it to catalogue.yaml and "+
		"run a job, which publishes it", e.File, e.Where, e.Indicator)
}

// UnitError says that a definition wants an indicator shown in a unit that its own cannot be turned into.
type UnitError struct {
	File      string
	Where     string // the table or chart
	Indicator string
	From, To  string
}

func (e *UnitError) Error() string {
	return fmt.Sprintf("%s: %s: %s is in %q and cannot be shown in %q: only kr can be turned into tkr or mnkr",
		e.File, e.Where, e.Indicator, e.From, e.To)
}

// VersionsError says that a breakdown's column does not say which of several versions of a plan it shows.
type VersionsError struct {
	File     string
	Where    string // the breakdown and column
	Versions []string
}

func (e *VersionsError) Error() string {
	return fmt.Sprintf("%s: %s: the year has the versions %s: name the one to show with version:", e.File, e.Where,
		strings.Join(e.Versions, ", "))
}

// MixedUnitsError says that a chart sets indicators beside each other that are shown in different units.
type MixedUnitsError struct {
	File  string
	Where string // the chart
	Units [2]string
}

func (e *MixedUnitsError) Error() string {
	return fmt.Sprintf("%s: %s: its indicators are in %q and in %q: give each unit a chart of its own", e.File, e.Where,
		e.Units[0], e.Units[1])
}
