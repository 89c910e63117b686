package service

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"nyckeltal/load"
	"nyckeltal/schedules"
	"nyckeltal/schedules/home"
	"nyckeltal/schedules/scheduler"
	"nyckeltal/schedules/timetable"
)

// metrics are what Prometheus collects. docs/schedules.md lists them for users.
type metrics struct {
	registry    *prometheus.Registry
	slots       *prometheus.CounterVec
	retries     *prometheus.CounterVec
	duration    *prometheus.HistogramVec
	delay       *prometheus.HistogramVec
	rows        *prometheus.CounterVec
	records     *prometheus.CounterVec
	rejects     *prometheus.GaugeVec
	lateness    *prometheus.GaugeVec
	lastSuccess *prometheus.GaugeVec
	measures    *prometheus.CounterVec
	leading     prometheus.Gauge
}

// newMetrics makes the metrics of a service with these jobs.
func newMetrics(version string, jobs []*timetable.Job) *metrics {
	job := []string{"job"}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: "nyckeltal_" + name, Help: help}, labels)
	}
	gauge := func(name, help string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "nyckeltal_" + name, Help: help}, job)
	}
	histogram := func(name, help string, buckets ...float64) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "nyckeltal_" + name, Help: help, Buckets: buckets}, job)
	}
	m := &metrics{
		registry:    prometheus.NewRegistry(),
		slots:       counter("slots_total", "slots of the timetable, by what became of them", "job", "result"),
		retries:     counter("retries_total", "attempts of runs that failed and were tried again", "job"),
		duration:    histogram("run_duration_seconds", "how long runs took, with their retries", 0.1, 0.3, 1, 3, 10, 30, 60, 300, 900, 3600, 10800),
		delay:       histogram("run_delay_seconds", "how long after their slots runs began", 1, 10, 60, 300, 900, 3600, 10800, 86400),
		rows:        counter("rows_total", "rows of deliveries, by what became of them: mapped, rejected or skipped", "job", "outcome"),
		records:     counter("records_total", "records that were published", "job"),
		rejects:     gauge("rejected_rows", "refused rows of the job's current deliveries, as of its last run"),
		lateness:    gauge("late_deliveries", "deliveries that are late by the job's due"),
		lastSuccess: gauge("last_success_timestamp_seconds", "the slot of the job's last run that succeeded"),
		measures:    counter("measures_total", "publications of the measures that key figures are computed from: published or failed", "result"),
		leading:     prometheus.NewGauge(prometheus.GaugeOpts{Name: "nyckeltal_scheduler_leading", Help: "1 when this scheduler acts, 0 when it stands by"}),
	}
	next := &nextRuns{desc: prometheus.NewDesc("nyckeltal_next_run_timestamp_seconds", "the next slot of the job", job, nil), jobs: jobs}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "nyckeltal_build_info", Help: "1; the label is the version", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.slots, m.retries, m.duration, m.delay, m.rows, m.records, m.rejects, m.lateness, m.lastSuccess, m.measures,
		m.leading, next, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// nextRuns tells the next slots of jobs, as of when it is asked.
type nextRuns struct {
	desc *prometheus.Desc
	jobs []*timetable.Job
}

// Describe describes the metric.
func (n *nextRuns) Describe(to chan<- *prometheus.Desc) { to <- n.desc }

// Collect tells the next slots.
func (n *nextRuns) Collect(to chan<- prometheus.Metric) {
	now := time.Now()
	for _, j := range n.jobs {
		if j.Schedule == nil {
			continue
		}
		if next := j.Schedule.Next(now); !next.IsZero() {
			to <- prometheus.MustNewConstMetric(n.desc, prometheus.GaugeValue, float64(next.Unix()), j.Name)
		}
	}
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *metrics) started(e scheduler.Event) {
	if e.Run.Attempt == 1 && !e.Run.CaughtUp {
		m.delay.WithLabelValues(e.Run.Job).Observe(e.At.Sub(e.Run.Slot).Seconds())
	}
}

func (m *metrics) settled(l scheduler.Settlement) {
	if l.Result == scheduler.Enrolled {
		return
	}
	m.slots.WithLabelValues(l.Job, string(l.Result)).Inc()
	if l.Attempts > 0 {
		m.duration.WithLabelValues(l.Job).Observe(l.Finished.Sub(l.Started).Seconds())
	}
	if l.Result == scheduler.Succeeded {
		m.lastSuccess.WithLabelValues(l.Job).Set(float64(l.Slot.Unix()))
	}
}

func (m *metrics) loaded(r *schedules.Result) {
	counts := r.Counts()
	for outcome, n := range map[string]int{"mapped": counts.Mapped, "rejected": counts.Rejected, "skipped": counts.Skipped} {
		m.rows.WithLabelValues(r.Job.Name, outcome).Add(float64(n))
	}
	m.records.WithLabelValues(r.Job.Name).Add(float64(r.Records()))
}

func (m *metrics) late(jobs []*home.Job, late []load.Late) {
	for _, j := range jobs {
		if t := j.Timetable(); t == nil || t.Due == nil {
			continue
		}
		n := 0
		for i := range late {
			if late[i].Job == j.Name {
				n++
			}
		}
		m.lateness.WithLabelValues(j.Name).Set(float64(n))
	}
}

func (m *metrics) lead(leading bool) {
	m.leading.Set(0)
	if leading {
		m.leading.Set(1)
	}
}
