package site

import (
	"bytes"
	"context"
	"html/template"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/report"
	"nyckeltal/report/definition"
	"nyckeltal/report/locale"
	reportpage "nyckeltal/report/page"
)

// What a report brings with it: its style, which holds within the element of class report, and its script, which sorts tables.
var (
	reportStyle  = template.CSS(reportpage.Scoped("report")) //nolint:gosec // the program's own
	reportScript = template.JS(reportpage.Script)            //nolint:gosec // the program's own
)

// choice is one of several that the reader may pick.
type choice struct {
	Value, Text string
	Chosen      bool
}

// asked is which figures of a report are asked for.
type asked struct {
	definition *report.Definition
	period     string    // as the report wants it: 2023-11, or 2025
	at         time.Time // the figures published then; zero for those that count
	current    bool      // those of the present, also of a closed month
}

// query writes what was asked into an address.
func (a asked) query() url.Values {
	v := url.Values{"report": {a.definition.Name}, "period": {a.period}}
	if !a.at.IsZero() {
		v.Set("at", a.at.Format(minutes))
	}
	if a.current {
		v.Set("current", "1")
	}
	return v
}

// minutes is how browsers send a time that is picked, without a zone: it is meant in that of the service.
const minutes = "2006-01-02T15:04"

// reportView is the page of a report.
type reportView struct {
	Reports, Periods []choice
	At               string
	Current          bool
	Files            []link
	Body             template.HTML
}

type link struct{ Text, Href string }

// report shows a report with the pickers.
func (s *Site) report(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	definitions, err := report.Load(s.Reports)
	if err != nil {
		return err
	}
	if len(definitions) == 0 {
		return &faultError{http.StatusNotFound, "There are no reports: put definitions into the folder reports."}
	}
	definition := definitions[0]
	if name := p.request.FormValue("report"); name != "" {
		if definition, err = report.Find(definitions, name); err != nil {
			return errNotFound
		}
	}
	periods, err := periodsOf(ctx, w, definition)
	if err != nil {
		return err
	}
	view := reportView{At: p.request.FormValue("at"), Current: p.request.FormValue("current") != ""}
	for _, d := range definitions {
		view.Reports = append(view.Reports, choice{d.Name, nameOf(d, p.locale.Language), d == definition})
	}
	if len(periods) == 0 {
		return p.show("report", p.text("Reports"), view)
	}
	a, err := p.asked(definition, periods)
	if err != nil {
		return err
	}
	for _, at := range periods {
		view.Periods = append(view.Periods, choice{at, at, at == a.period})
	}
	built, err := s.build(ctx, w, p, a)
	if err != nil {
		return err
	}
	for _, f := range []report.Format{report.XLSX, report.JSON, report.TSV} {
		q := a.query()
		q.Set("format", string(f))
		view.Files = append(view.Files, link{string(f), "/report/file?" + q.Encode()})
	}
	var body bytes.Buffer
	if err := reportpage.Fragment(&body, built, reportpage.Options{Explain: a.addressOf}); err != nil {
		return err
	}
	view.Body = template.HTML(body.String()) //nolint:gosec // html/template has escaped it
	p.styles, p.scripts = []template.CSS{reportStyle}, []template.JS{reportScript}
	return p.show("report", built.Title, view)
}

var placeholder = regexp.MustCompile(`\s*\{[^}]*\}`)

// nameOf is the title of a report without its period.
func nameOf(d *report.Definition, l locale.Language) string {
	if name := strings.TrimSpace(placeholder.ReplaceAllString(d.Title.In(l), "")); name != "" {
		return name
	}
	return d.Name
}

// reportFile sends a report as a file.
func (s *Site) reportFile(p *page) error {
	format, err := report.ParseFormat(p.request.FormValue("format"))
	types := map[report.Format]string{
		report.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		report.JSON: "application/json", report.TSV: "text/tab-separated-values; charset=utf-8",
	}
	if err != nil || types[format] == "" {
		return errNotFound
	}
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	definitions, err := report.Load(s.Reports)
	if err != nil {
		return err
	}
	definition, err := report.Find(definitions, p.request.FormValue("report"))
	if err != nil {
		return errNotFound
	}
	a, err := p.asked(definition, nil)
	if err != nil {
		return err
	}
	built, err := s.build(ctx, w, p, a)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := report.Write(&b, built, format, report.Options{}); err != nil {
		return err
	}
	p.send(definition.Name+"-"+a.period+"."+string(format), types[format], b.Bytes())
	return nil
}

// send sends a file to be kept.
func (p *page) send(name, contentType string, data []byte) {
	h := p.writer.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = p.writer.Write(data)
}

// asked reads which figures are asked for; without a period it is the newest of those there are. Analysts are shown the present and no
// other time, as by the views that they may read: from what two times differ by, single persons could be told.
func (p *page) asked(definition *report.Definition, periods []string) (asked, error) {
	a := asked{definition: definition, period: p.request.FormValue("period"), current: p.request.FormValue("current") != ""}
	if len(periods) > 0 && !slices.Contains(periods, a.period) {
		a.period = periods[0] // the report was changed, say from a month's to a year's
	}
	params := report.Params{}
	if err := params.ParsePeriod(definition, a.period); err != nil {
		return a, errNotFound
	}
	if text := p.request.FormValue("at"); text != "" {
		var err error
		if a.at, err = time.ParseInLocation(minutes, text, p.site.Now().Location()); err != nil {
			return a, &faultError{http.StatusBadRequest, "The time cannot be read. Write it as 2023-12-01T09:00."}
		}
	}
	if (a.current || !a.at.IsZero()) && !p.session.user.Role.covers(Auditor) {
		return a, errForbidden
	}
	return a, nil
}

// build computes a report: of a closed month with the figures that the closing has certified, unless others are asked for. To analysts it
// shows the present, in which the measures of a closed month are those of the closing too.
func (s *Site) build(ctx context.Context, w Warehouse, p *page, a asked) (*report.Report, error) {
	params := report.Params{Lang: string(p.locale.Language), Now: s.Now()}
	if err := params.ParsePeriod(a.definition, a.period); err != nil {
		return nil, errNotFound
	}
	var connection report.Connection = w.Conn()
	switch {
	case !a.at.IsZero():
		params.AsOf, connection = a.at, w.At(a.at)
	case !a.current && p.session.user.Role.covers(Auditor):
		month, err := params.Month(a.definition)
		if err != nil {
			return nil, err
		}
		closing, closed, err := w.Closing(ctx, month)
		if err != nil {
			return nil, err
		}
		if closed {
			params.Closing, params.AsOf, connection = closing, closing.At, w.At(closing.At)
		}
	}
	return report.Build(ctx, connection, a.definition, params)
}

// periodsOf lists the periods that a report can be of, the newest with delivered figures first.
func periodsOf(ctx context.Context, w Warehouse, d *report.Definition) ([]string, error) {
	sql := "SELECT DISTINCT period FROM measures WHERE scenario = 'actual' AND period % 100 BETWEEN 1 AND 12 ORDER BY period DESC"
	if d.Calendar == definition.Yearly {
		sql = `SELECT DISTINCT toUInt32(year * 100 + 12) AS period FROM
			(SELECT intDiv(period, 100) AS year FROM measures UNION ALL SELECT year FROM cost_per_service) ORDER BY period DESC`
	}
	rows, err := w.Conn().Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var at uint32
		if err := rows.Scan(&at); err != nil {
			return nil, err
		}
		text := period.Period(at).String()
		if d.Calendar == definition.Yearly {
			text = strconv.Itoa(period.Period(at).Year())
		}
		all = append(all, text)
	}
	return all, rows.Err()
}
