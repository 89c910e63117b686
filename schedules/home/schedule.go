package home

import (
	"errors"

	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
	"nyckeltal/schedules/timetable"
	"nyckeltal/transform/mapping"
)

// Schedule says when a job runs by itself, what becomes of runs that were missed, and when deliveries are late.
type Schedule struct {
	At       mapping.Texts `yaml:"at"`       // time of day, as "02:30", or several; every day, or on the days of workday
	Workday  mapping.Texts `yaml:"workday"`  // working days of the month for at: 5 for the fifth, -1 for the last, several, or every
	Cron     mapping.Text  `yaml:"cron"`     // instead of at: minute, hour, day of the month, month and weekday, as "30 2 * * 1-5"
	Zone     mapping.Text  `yaml:"zone"`     // time zone, as UTC; Europe/Stockholm when absent
	Holidays mapping.Text  `yaml:"holidays"` // days that are no working days: swedish, or none; swedish when absent
	// CatchUp says what becomes of the runs that were missed while nothing ran: none, one run for all, or all in their order; one
	// when absent.
	CatchUp mapping.Text `yaml:"catch_up"`
	Window  mapping.Text `yaml:"window"` // how far back missed runs are looked for, as 7d or 36h; 31d when absent
	// Overlap says what becomes of a run whose time comes while the one before is under way: skip leaves it out, queue lets it
	// wait, cancel ends the one before; skip when absent.
	Overlap  mapping.Text `yaml:"overlap"`
	Retries  mapping.Text `yaml:"retries"`  // how often a run is tried again after a fault that may pass, 0 to 10; 3 when absent
	Deadline mapping.Text `yaml:"deadline"` // how long a run may take with its retries, as 2h; 6h when absent
	// Due says when the delivery of a month must have come, in the month after: workday 3, day 10, or with a time of day, as
	// workday 3 12:00. Nobody is late when it is absent.
	Due mapping.Text `yaml:"due"`

	given bool
}

// UnmarshalYAML decodes strictly.
func (s *Schedule) UnmarshalYAML(node ast.Node) error {
	type plain Schedule
	s.given = true
	return config.DecodeNode(node, (*plain)(s), `{at: "02:30"}`)
}

// spec is the schedule as the timetable reads it.
func (s *Schedule) spec() timetable.Spec {
	return timetable.Spec{
		At: s.At, Workday: s.Workday, Cron: string(s.Cron), Zone: string(s.Zone), Holidays: string(s.Holidays),
		CatchUp: string(s.CatchUp), Window: string(s.Window), Overlap: string(s.Overlap), Retries: string(s.Retries),
		Deadline: string(s.Deadline), Due: string(s.Due),
	}
}

// Timetable returns when the job runs by itself. It is nil for a job without a schedule.
func (j *Job) Timetable() *timetable.Job { return j.timetable }

// prepareSchedule makes the job's timetable.
func (j *Job) prepareSchedule() error {
	if !j.Schedule.given {
		return nil
	}
	if schema := j.Schema(); j.Schedule.Due != "" && schema != nil && schema.Dimension() {
		return j.fault("schedule.due", "deliveries of %s are of no month, so that none of them can be late: leave due out", schema.Name)
	}
	var err error
	j.timetable, err = timetable.New(j.Name, j.After, j.Schedule.spec())
	var problems timetable.Problems
	if !errors.As(err, &problems) {
		return err
	}
	var faults []error
	for _, p := range problems {
		path := "schedule"
		if p.Key != "" {
			path += "." + p.Key
		}
		faults = append(faults, j.fault(path, "%s", p.Message))
	}
	return errors.Join(faults...)
}
