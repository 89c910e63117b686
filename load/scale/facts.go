package main

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"

	"nyckeltal/transform/record"
)

// lastYear is the last year that the warehouse holds.
const lastYear = 2025

// firstYear is the first one.
func (o *options) firstYear() int { return lastYear + 1 - o.years }

// ledgerLoads are the deliveries of ledgers: ten areas, all months, and those of the last year twice.
func (o *options) ledgerLoads() uint64 { return uint64(10 * 12 * (o.years + 1)) }

// runID is the run that everything is loaded by.
const runID = "scale"

//go:embed sql/*.sql
var statements embed.FS

// fact is a kind of delivery: a statement with the parameters month, size and load makes the records of a month's or a
// year's deliveries.
type fact struct {
	name    string // of the statement, and of the job
	dataset string
	yearly  bool
	again   bool                    // those of the last year are delivered twice
	version bool                    // several deliveries at a time are versions of a plan
	size    func(o *options) uint64 // the parameter; nil when there is none
}

// facts are the kinds of delivery, in the order in which they come.
var facts = []fact{
	{name: "ledger", dataset: "ledger", again: true, size: func(o *options) uint64 { return o.rows / o.ledgerLoads() }},
	{name: "payroll", dataset: "payroll", size: func(o *options) uint64 { return max(o.rows/20_000, 200) }},
	{name: "volume", dataset: "volume"},
	{name: "ticket", dataset: "ticket", size: func(o *options) uint64 { return max(o.rows/5_000, 200) }},
	{name: "budget", dataset: "plan", yearly: true, version: true},
	{name: "forecast", dataset: "plan", yearly: true, version: true},
	{name: "target", dataset: "plan", yearly: true},
	{name: "service_cost", dataset: "plan", yearly: true},
	{name: "allocation", dataset: "allocation", yearly: true},
	{name: "status", dataset: "status", yearly: true},
}

// publishFacts loads month by month, as it has come over the years.
func (s *scale) publishFacts(ctx context.Context) error {
	for year := s.opt.firstYear(); year <= lastYear; year++ {
		for month := 1; month <= 12; month++ {
			fmt.Fprintf(s.progress, "%d-%02d\n", year, month)
			for i, f := range facts {
				if f.yearly && month < 12 {
					continue
				}
				if err := s.publishFact(ctx, i, year, month); err != nil {
					return fmt.Errorf("%s of %d-%02d: %w", f.name, year, month, err)
				}
			}
		}
	}
	return nil
}

// publishFact loads the deliveries of a kind for a month, once or twice.
func (s *scale) publishFact(ctx context.Context, kind, year, month int) error {
	times := 1
	if facts[kind].again && year == lastYear {
		times = 2
	}
	for n := range times {
		// They come on the fifth of the next month.
		day := fmt.Sprintf("%d%02d%02d0200", year+month/12, month%12+1, 5+n)
		d := deliveries{fact: &facts[kind], month: uint32(year*100 + month), first: fmt.Sprintf("%s%02d00000", day, kind)}
		if err := d.insert(ctx, s); err != nil {
			return err
		}
		if err := d.register(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// deliveries are those of one kind that come at a time.
type deliveries struct {
	*fact
	month uint32
	first string // load id of the first one
}

// insert makes the records.
func (d deliveries) insert(ctx context.Context, s *scale) error {
	statement, err := statements.ReadFile("sql/" + d.name + ".sql")
	if err != nil {
		return err
	}
	parameters := clickhouse.Parameters{"month": fmt.Sprint(d.month), "load": d.first}
	if d.size != nil {
		parameters["size"] = fmt.Sprint(d.size(&s.opt))
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithParameters(parameters))
	return s.warehouse.Conn().Exec(ctx, string(statement))
}

// register enters the loads into the registry with their counts and control sums, and publishes them.
func (d deliveries) register(ctx context.Context, s *scale) error {
	var sums []string
	for _, column := range record.Find(d.dataset).Control {
		sums = append(sums, fmt.Sprintf("'%s', toDecimal128(ifNull(sum(%s), 0), 10)", column, column))
	}
	series := "source"
	if d.version {
		series = "job"
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithParameters(clickhouse.Parameters{"load": d.first}))
	for _, statement := range []string{
		`INSERT INTO loads (load_id, run_id, job, dataset, source, series, delivery, file, mapping, state, rows_read, mapped_rows, records, control,
			loaded_at, scope_from, scope_to)
		SELECT load_id, '` + runID + `', '` + d.name + `' AS job, '` + d.dataset + `', concat(job, '/', toString(load_id % 100)) AS source, ` + series + `,
			lower(hex(SHA256(toString(load_id)))), concat(source, '.xlsx'), 'm1', 'checked', count(), count(), count(),
			map(` + strings.Join(sums, ", ") + `)::Map(String, Decimal(38, 10)), ` + moment + `, min(period), max(period)
		FROM ` + d.dataset + `_records WHERE load_id BETWEEN {load:UInt64} AND {load:UInt64} + 99 GROUP BY load_id`,
		`INSERT INTO publications (dataset, source, period, load_id, published_at, run_id, records)
		SELECT '` + d.dataset + `', concat('` + d.name + `/', toString(load_id % 100)), period, load_id, ` + moment + `, '` + runID + `', count()
		FROM ` + d.dataset + `_records WHERE load_id BETWEEN {load:UInt64} AND {load:UInt64} + 99 GROUP BY load_id, period`,
	} {
		if err := s.warehouse.Conn().Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// moment is when a load was made, which its id tells.
const moment = "toDateTime64(parseDateTimeBestEffort(substring(toString(load_id), 1, 14), 'UTC'), 6, 'UTC')"

// publishNights enters publications of measures as they have been made every night over the years. None of them is
// current, and retention has taken their rows.
func (s *scale) publishNights(ctx context.Context) error {
	const night = "toUInt64(formatDateTime(night, '%Y%m%d%H%i%S')) * 100000"
	nights := fmt.Sprintf("(SELECT addDays(toDateTime('%d-02-01 03:00:00', 'UTC'), number) AS night FROM numbers(%d))",
		s.opt.firstYear(), 365*s.opt.years)
	for _, statement := range []string{
		"INSERT INTO removed_loads SELECT " + night + ", toDateTime64(night, 6, 'UTC') + 86400, 'superseded' FROM " + nights,
		`INSERT INTO publications (dataset, source, period, load_id, published_at, run_id, records)
		SELECT 'measures', 'measures', arrayJoin([0, toYYYYMM(night), toYYYYMM(addMonths(night, -1))]), ` + night +
			", toDateTime64(night, 6, 'UTC'), '" + runID + "', 1 FROM " + nights,
	} {
		if err := s.warehouse.Conn().Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
