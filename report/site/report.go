package site

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

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
	part       string    // of the organisation, for reports of one
	at         time.Time // the figures published then; zero for those that count
	current    bool      // those of the present, also of a closed month
}

// query writes what was asked into an address.
func (a asked) query() url.Values {
	v := url.Values{"report": {a.definition.Name}, "period": {a.period}}
	if a.part != "" {
		v.Set("for", a.part)
	}
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
	Reports, Periods, Parts []choice
	PartKind                string // what the parts are
	At                      string
	Current                 bool
	Files                   []link
	Body                    template.HTML
}

type link struct{ Text, Href string }

// report shows a report with the pickers.
func (s *Site) report(p *page) error {
	w, ctx, cancel, err := p.warehouse()
	if err != nil {
		return err
	}
	defer cancel()
	definition, definitions, err := p.definition()
	if err != nil {
		return err
	}
	state, err := w.State(ctx)
	if err != nil {
		return err
	}
	view := reportView{At: p.request.FormValue("at"), Current: p.request.FormValue("current") != ""}
	for _, d := range definitions {
		view.Reports = append(view.Reports, choice{d.Name, nameOf(d, p.locale.Language), d == definition})
	}
	a, err := p.pick(ctx, w, state, definition, &view)
	if err != nil {
		return err
	}
	if a.period == "" || a.part == "" && definition.For != "" {
		return p.show("report", p.text("Reports"), view)
	}
	made, err := s.build(ctx, w, p.reader(), state, a)
	if err != nil {
		return err
	}
	for _, f := range fileFormats() {
		q := a.query()
		q.Set("format", string(f.format))
		view.Files = append(view.Files, link{string(f.format), "/report/file?" + q.Encode()})
	}
	var body bytes.Buffer
	if err := reportpage.Fragment(&body, made, reportpage.Options{Explain: a.addressOf}); err != nil {
		return err
	}
	view.Body = template.HTML(body.String()) //nolint:gosec // html/template has escaped it
	p.styles, p.scripts = []template.CSS{reportStyle}, []template.JS{reportScript}
	return p.show("report", made.Title, view)
}

// definition returns the report that is asked for, else the first one, and all that there are.
func (p *page) definition() (*report.Definition, []*report.Definition, error) {
	all, err := report.Load(p.site.Reports)
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, &faultError{http.StatusNotFound, "There are no reports: put definitions into the folder reports."}
	}
	name := p.request.FormValue("report")
	if name == "" {
		return all[0], all, nil
	}
	found, err := report.Find(all, name)
	if err != nil {
		return nil, nil, errNotFound
	}
	return found, all, nil
}

// pick reads what is asked for and fills in what there is to pick. A period or part that the report does not have becomes the first one,
// since the reader may have changed the report, say from a month's to a year's. What there is none of is empty.
func (p *page) pick(ctx context.Context, w Warehouse, state string, definition *report.Definition, view *reportView) (asked, error) {
	periods, err := p.site.periods(ctx, w, state, definition)
	if err != nil || len(periods) == 0 {
		return asked{}, err
	}
	a, err := p.asked(definition, choose(periods, p.request.FormValue("period"), &view.Periods))
	if err != nil || definition.For == "" {
		return a, err
	}
	params := report.Params{}
	if err := params.ParsePeriod(definition, a.period); err != nil {
		return a, err
	}
	parts, err := get(ctx, p.site.built, "parts "+definition.For+" "+a.period+" "+state, func(ctx context.Context) ([]string, error) {
		return report.Parts(ctx, w.Conn(), definition, params)
	})
	if err != nil || len(parts) == 0 {
		return a, err
	}
	a.part, view.PartKind = choose(parts, a.part, &view.Parts), p.locale.SliceKind(definition.For)
	return a, nil
}

// choose returns the value that was asked for, or the first one, and lists all as choices.
func choose(all []string, value string, choices *[]choice) string {
	if !slices.Contains(all, value) {
		value = all[0]
	}
	for _, one := range all {
		*choices = append(*choices, choice{one, one, one == value})
	}
	return value
}

var placeholder = regexp.MustCompile(`\s*\{[^}]*\}`)

// nameOf is the title of a report without its period and part, or what it is called where the title is nothing but these.
func nameOf(d *report.Definition, l locale.Language) string {
	for _, title := range []string{d.Title.In(l), d.Subtitle.In(l)} {
		if name := strings.Trim(placeholder.ReplaceAllString(title, ""), " ,.:–-"); name != "" {
			return name
		}
	}
	return d.Name
}

// asked reads which figures of a period are asked for. Analysts are shown the present and no other time, as by the views that they may
// read: from what two times differ by, single persons could be told.
func (p *page) asked(definition *report.Definition, of string) (asked, error) {
	a := asked{definition: definition, period: of, current: p.request.FormValue("current") != ""}
	if definition.For != "" {
		a.part = p.request.FormValue("for")
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

// reader is for whom a report is built.
type reader struct {
	language locale.Language
	present  bool // and no closing is looked at
}

func (p *page) reader() reader {
	return reader{p.locale.Language, !p.session.user.Role.covers(Auditor)}
}

// build computes a report as `nyckeltal report` does: of a closed month with the figures that the closing has certified, unless others are
// asked for. To analysts it shows the present, in which the measures of a closed month are those of the closing too. state is that of the
// warehouse.
func (s *Site) build(ctx context.Context, w Warehouse, r reader, state string, a asked) (*report.Report, error) {
	params := report.Params{For: a.part, Lang: string(r.language), Now: s.Now()}
	if err := params.ParsePeriod(a.definition, a.period); err != nil {
		return nil, errNotFound
	}
	if err := params.ReadComments(s.Comments, a.definition); err != nil {
		return nil, err
	}
	current := a.current || r.present
	key, err := reportKey{
		State: state, Definition: a.definition, Comments: params.Comments, Language: params.Lang, Period: a.period, Part: a.part, At: a.at, Current: current,
	}.name()
	if err != nil {
		return nil, err
	}
	made, err := get(ctx, s.built, key, func(ctx context.Context) (*report.Report, error) {
		connection, err := report.Figures(ctx, w, a.definition, &params, a.at, current)
		if err != nil {
			return nil, err
		}
		return report.Build(ctx, connection, a.definition, params)
	})
	if errors.As(err, new(*report.PartError)) {
		return nil, errNotFound
	}
	if errors.As(err, new(*report.NoDataError)) {
		return nil, errNoFigures
	}
	return made, err
}

// periods lists the periods that a report can be of, see periodsOf.
func (s *Site) periods(ctx context.Context, w Warehouse, state string, d *report.Definition) ([]string, error) {
	return get(ctx, s.built, "periods "+string(d.Calendar)+" "+state, func(ctx context.Context) ([]string, error) { return periodsOf(ctx, w, d) })
}

// periodsOf lists the periods that a report can be of, the newest with delivered figures first.
func periodsOf(ctx context.Context, w Warehouse, d *report.Definition) ([]string, error) {
	sql := "SELECT DISTINCT period FROM measures WHERE scenario = 'actual' AND period % 100 BETWEEN 1 AND 12 ORDER BY period DESC"
	if d.Calendar == definition.Yearly {
		sql = `SELECT DISTINCT toUInt32(year * 100 + 12) AS period FROM
			(SELECT intDiv(period, 100) AS year FROM measures UNION ALL SELECT year FROM cost_per_service) ORDER BY period DESC`
	}
	return query(ctx, w, func(rows driver.Rows) (string, error) {
		var at uint32
		err := rows.Scan(&at)
		if d.Calendar == definition.Yearly {
			return strconv.Itoa(period.Period(at).Year()), err
		}
		return period.Period(at).String(), err
	}, sql)
}
