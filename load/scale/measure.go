package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"nyckeltal/load/engine/process"
)

// question is something that is asked of the warehouse or done to it.
type question struct {
	name string
	runs int  // of which the best counts
	cold bool // the engine is ended before, and started by it
	do   func(context.Context) error
}

// questions are what is measured, in order. The last ones change the warehouse.
func (s *scale) questions() []question {
	questions := []question{
		{"`query \"SELECT 1\"`, which starts the engine", s.opt.runs, true, s.command("query", "SELECT 1")},
		{"`query \"SELECT 1\"`", s.opt.runs, false, s.command("query", "SELECT 1")},
		{"`report minirapport`", s.opt.runs, false, s.command("report", "minirapport", "--period", fmt.Sprintf("%d-11", lastYear), "--format", "tsv")},
		{"`report arlig-analys`", s.opt.runs, false, s.command("report", "arlig-analys", "--period", fmt.Sprint(lastYear), "--format", "tsv")},
	}
	for _, sql := range []string{
		"SELECT * FROM kpi_monthly WHERE indicator = 'resultat' AND slice_kind = 'total'",
		"SELECT * FROM kpi_monthly WHERE indicator = 'leverantorsfakturor' AND slice_kind = 'total'",
		"SELECT * FROM kpi_monthly_as_of(at = '2099-01-01 00:00:00') WHERE indicator = 'resultat' AND slice_kind = 'total'",
		"SELECT * FROM kpi_monthly WHERE indicator = 'resultat' AND slice_kind = 'area'",
		"SELECT * FROM kpi_monthly WHERE indicator = 'resultat'",
		"SELECT * FROM kpi_yearly WHERE indicator = 'resultat'",
		fmt.Sprintf("SELECT * FROM result_by_area WHERE period = %d", lastYear*100+11),
		fmt.Sprintf("SELECT * FROM cost_per_customer WHERE year = %d", lastYear),
		"SELECT * FROM delivery_status",
	} {
		questions = append(questions, question{"`" + sql + "`", s.opt.runs, false, s.query(sql)})
	}
	return append(questions,
		question{"a monthly ledger is loaded and published", s.opt.runs, false, s.publishMonth},
		question{"measures after a changed month", 1, false, s.publishMeasures},
		question{"a chart of accounts is loaded and published", 1, false, s.publishChart},
		question{"measures after a changed chart: all months", 1, false, s.publishMeasures})
}

// measure asks the questions and prints each result as soon as it is there.
func (s *scale) measure(ctx context.Context, out io.Writer) (results []result, err error) {
	fmt.Fprint(out, header)
	for _, q := range s.questions() {
		r := result{name: q.name}
		for n := range q.runs {
			fmt.Fprintf(s.progress, "%s, run %d\n", q.name, n+1)
			if err := s.once(ctx, q, &r); err != nil {
				return nil, fmt.Errorf("%s: %w", q.name, err)
			}
		}
		if _, err := fmt.Fprint(out, &r); err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	_, err = fmt.Fprintln(out)
	return results, err
}

// once asks a question and keeps what it cost, where that is less than before.
func (s *scale) once(ctx context.Context, q question, r *result) error {
	if q.cold { // what it asks is all that the new engine will have done
		if err := s.close(ctx); err != nil {
			return err
		}
		s.pid = 0
	} else if err := process.ForgetPeak(s.pid); err != nil {
		return err
	}
	cpu, start := process.Time(s.pid), time.Now()
	if err := q.do(ctx); err != nil {
		return err
	}
	wall := time.Since(start)
	if q.cold {
		if err := s.connect(ctx); err != nil {
			return err
		}
	}
	r.keep(result{wall: wall, cpu: process.Time(s.pid) - cpu, memory: process.Peak(s.pid)})
	return nil
}
