package contribution

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"nyckeltal/ingest/period"
	"nyckeltal/report/model"
)

// Contributions returns what the numerator, or the denominator, of a figure is the sum of. The records of each month
// are those that its measures were computed from, which may be older than what has been loaded since.
func (v *Views) Contributions(ctx context.Context, f *Figure, side Side) (*Set, error) {
	set, err := v.choose(ctx, f, side)
	if err != nil {
		return nil, err
	}
	return set, set.read(ctx)
}

// choose returns the set without anything to read: which months it is of, and as of when.
func (v *Views) choose(ctx context.Context, f *Figure, side Side) (*Set, error) {
	set := &Set{views: v, Side: side, name: f.Name(), figure: f}
	set.cuts = set.toTenDecimals
	c, err := v.rule(ctx, f, side)
	if err != nil {
		return nil, err
	}
	published, err := v.measured(ctx)
	if err != nil {
		return nil, err
	}
	set.span = c.span
	for _, m := range published {
		if c.has(m.period) {
			set.months = append(set.months, m)
		}
	}
	return set, nil
}

// read makes the set ready to be asked.
func (s *Set) read(ctx context.Context) error {
	byTime := map[time.Time][]uint32{}
	for _, m := range s.months {
		byTime[m.at] = append(byTime[m.at], uint32(m.period))
	}
	for _, at := range slices.SortedFunc(maps.Keys(byTime), time.Time.Compare) {
		if err := s.addPart(ctx, at, byTime[at]); err != nil {
			return err
		}
	}
	return nil
}

// choice is which months make one side of a figure, and of which span: as the column rule of kpi_values says.
type choice struct {
	span        string
	first, last int // counted as the view kpi_cube counts months
}

// has tells whether records of the period belong to the choice.
func (c choice) has(p period.Period) bool {
	n := monthNo(p)
	switch c.span {
	case "year":
		n -= n % 12
	case "tertial":
		n -= n % 4
	}
	return c.first <= n && n <= c.last
}

// monthNo counts months as the view kpi_cube does: opening balances belong to January, adjustments to December.
func monthNo(p period.Period) int { return p.Year()*12 + min(max(p.Month(), 1), 12) - 1 }

// rule finds the months.
func (v *Views) rule(ctx context.Context, f *Figure, side Side) (choice, error) {
	first, last := window(f.Key)
	c := choice{span: "month", first: first, last: last}
	if side == Denominator {
		return c, nil
	}
	switch f.Rule {
	case "last":
		c.first = last
	case "newest":
		newest, err := v.newest(ctx, f, first, last)
		c.first, c.last = newest, newest
		return c, err
	case "whole":
		c.span, c.last = "tertial", first
		if f.Window == "year" {
			c.span = "year"
		}
	}
	return c, nil
}

// window returns the first and the last month of a window.
func window(k Key) (first, last int) {
	n := monthNo(k.Period)
	switch k.Window {
	case "ytd":
		return n - n%12, n
	case "r12":
		return n - 11, n
	case "tertial":
		return n - n%4, n
	case "tertial_full":
		return n - n%4, n - n%4 + 3
	case "year":
		return n - n%12, n - n%12 + 11
	}
	return n, n
}

// Months returns the first and the last month of a figure's window.
func (k Key) Months() (first, last period.Period) {
	from, to := window(k)
	return period.New(from/12, from%12+1), period.New(to/12, to%12+1)
}

// newest finds the newest month with a figure for the slice.
func (v *Views) newest(ctx context.Context, f *Figure, first, last int) (int, error) {
	rows, err := v.query(ctx, `
		SELECT toInt64(max(month_no))
		FROM kpi_cube
		WHERE indicator = ? AND scenario = ? AND slice_kind = ? AND slice = ? AND span = 'month' AND month_no BETWEEN ? AND ?`,
		f.Indicator, f.Scenario, f.Slice.Kind, f.Slice.Name, first, last)
	months, err := collect(rows, err, "kpi_cube", one[int64])
	if err != nil || len(months) == 0 {
		return 0, err
	}
	return int(months[0]), nil
}

// measured is when the measures of a period were computed.
type measured struct {
	period period.Period
	at     time.Time
}

// measured reads it for all periods.
func (v *Views) measured(ctx context.Context) (all []measured, err error) {
	v.known.Lock()
	defer v.known.Unlock()
	if v.when == nil {
		v.when, err = v.readMeasured(ctx)
	}
	return v.when, err
}

func (v *Views) readMeasured(ctx context.Context) ([]measured, error) {
	rows, err := v.query(ctx,
		"SELECT period, published_at FROM current_publications WHERE dataset = 'measures' AND period > 0 "+
			"ORDER BY period")
	return collect(rows, err, "current_publications", func(rows driver.Rows) (m measured, err error) {
		var p uint32
		err = rows.Scan(&p, &m.at)
		m.period = period.Period(p)
		return m, err
	})
}

// addPart adds to the set the contributions of periods as they were at a time, by the catalogue of that time.
func (s *Set) addPart(ctx context.Context, at time.Time, periods []uint32) error {
	f, v := s.figure, s.views
	terms, err := v.termsAt(ctx, at, f.Indicator, s.Side)
	if err != nil {
		return err
	}
	byView := map[string][]string{}
	for _, t := range terms {
		byView[viewOf(t.Measure)] = append(byView[viewOf(t.Measure)], t.Measure)
	}
	cut, cutArgs := inSlice(f.Slice)
	where := " WHERE c.scenario = ? AND c.span = ? AND c.period IN (?)" + cut
	args := append([]any{f.Scenario, s.span, periods}, cutArgs...)
	for _, view := range slices.Sorted(maps.Keys(byView)) {
		sql, _ := v.asOf(`
			SELECT t.measure AS measure, t.factor AS factor, c.value AS value, `+columns+`
			FROM `+view+` AS c
			INNER JOIN indicator_terms AS t ON c.measure = t.measure`+where+`
				AND t.indicator = ? AND t.side = ? AND t.factor != 0
				AND (t.area = '' OR t.area = c.area) AND (t.service = '' OR t.service = c.service) AND c.measure IN (?)`, at)
		s.add(sql, append(slices.Clone(args), f.Indicator, string(s.Side), byView[view])...)
	}
	if s.Side == Numerator {
		sql, _ := v.asOf(`
			SELECT c.measure AS measure, toDecimal64(1, 8) AS factor, c.value AS value, `+columns+`
			FROM plan_contributions AS c`+where+` AND c.measure = ?`, at)
		s.add(sql, append(slices.Clone(args), "stated."+f.Indicator)...)
	}
	return nil
}

// Untold returns the loads behind contributions that are not told apart, whose groups have no load: which deliveries
// they came in by is no secret, but how much each has is.
func (s *Set) Untold(ctx context.Context) ([]uint64, error) {
	rows, err := s.ask(ctx, "SELECT DISTINCT period", "WHERE came = 0")
	periods, err := collect(rows, err, "contributions", one[uint32])
	if err != nil {
		return nil, err
	}
	var loads []uint64
	for _, m := range s.months {
		if !slices.Contains(periods, uint32(m.period)) {
			continue
		}
		sql, _ := s.views.asOf("SELECT DISTINCT if(origin = 0, load_id, origin) FROM payroll WHERE period = ?", m.at)
		rows, err := s.views.conn.Query(ctx, sql, uint32(m.period))
		found, err := collect(rows, err, "payroll", one[uint64])
		if err != nil {
			return nil, err
		}
		loads = append(loads, found...)
	}
	slices.Sort(loads)
	return slices.Compact(loads), nil
}

// viewOf returns the view that has the contributions to a measure: of one dataset where it is known, which is quicker to
// ask than all.
func viewOf(measure string) string {
	dataset, _, _ := strings.Cut(measure, ".")
	switch dataset {
	case "ledger", "payroll", "volume", "ticket":
		return dataset + "_contributions"
	case "service", "stated":
		return "plan_contributions"
	}
	return "contributions"
}

// inSlice is the condition that a contribution belongs to a slice, as in the view kpi_cube.
func inSlice(s model.Slice) (sql string, args []any) {
	switch s.Kind {
	case "organisation", "area", "branch", "customer", "service":
		return " AND c." + s.Kind + " = ?", []any{s.Name}
	case "branch_area":
		return " AND c.branch != '' AND c.area != '' AND concat(c.branch, '/', c.area) = ?", []any{s.Name}
	}
	return "", nil
}
