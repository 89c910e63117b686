package home

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/source"
	"nyckeltal/schedules/timetable"
	"nyckeltal/transform"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// Job is a named pipeline: where workbooks come from, how they are mapped, and into which dataset.
type Job struct {
	Name    string          `yaml:"job"`     // its name, in small letters, digits and -
	Title   string          `yaml:"title"`   // its name for people
	Dataset string          `yaml:"dataset"` // what the workbooks are loaded into
	After   []string        `yaml:"after"`   // jobs that must have succeeded in the same run before this one begins
	From    From            `yaml:"from"`    // where the workbooks come from
	Mapping mapping.Mapping `yaml:"mapping"` // how they are mapped
	// MaxRejects is how many rows of a delivery may be refused, as a number or as a share of its rows; 1% when absent.
	// More refuse the whole delivery, so that a bad workbook does not replace a good one.
	MaxRejects Limit `yaml:"max_rejects"`
	// Reject is RejectRow, or RejectDelivery when one refused row refuses the whole delivery; RejectRow when absent.
	Reject string `yaml:"reject"`
	// Replace says what a delivery takes the place of; delivery when absent.
	Replace Replace `yaml:"replace"`
	// Contact are the mail addresses that marked workbooks are sent to.
	Contact []string `yaml:"contact"`
	// Schedule says when the job runs by itself; never when absent.
	Schedule Schedule `yaml:"schedule"`

	File        string       `yaml:"-"` // the job's file
	Acceptances []Acceptance `yaml:"-"` // of the file beside it, see AcceptedFile

	text      []byte // of the file
	dataset   *record.Dataset
	pattern   *source.Pattern
	mapper    *transform.Mapper
	timetable *timetable.Job
}

// undecided begins the comments of drafts about what a person must decide, see package draft.
const undecided = "# decide:"

// Undecided are the lines, from 1, where a draft of the job left something to decide and the comment still stands.
func (j *Job) Undecided() (lines []int) {
	n := 0
	for line := range bytes.Lines(j.text) {
		if n++; bytes.HasPrefix(bytes.TrimSpace(line), []byte(undecided)) {
			lines = append(lines, n)
		}
	}
	return lines
}

// Schema returns the dataset that the job fills.
func (j *Job) Schema() *record.Dataset { return j.dataset }

// Files returns the compiled pattern of the job's files.
func (j *Job) Files() *source.Pattern { return j.pattern }

// Mapper returns the job's mapping, ready to use. It is safe for concurrent use.
func (j *Job) Mapper() *transform.Mapper { return j.mapper }

// Named returns the job of that name; nil when there is none.
func Named(jobs []*Job, name string) *Job {
	if i := slices.IndexFunc(jobs, func(j *Job) bool { return j.Name == name }); i >= 0 {
		return jobs[i]
	}
	return nil
}

// Limit is a number of rows, or a share of them.
type Limit struct {
	rows    int
	percent float64
	set     bool
}

// UnmarshalYAML reads 100 or 1%.
func (l *Limit) UnmarshalYAML(node ast.Node) error {
	s := node.GetToken().Value
	share, isShare := strings.CutSuffix(s, "%")
	number, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
	_, isScalar := node.(ast.ScalarNode)
	if !isScalar || err != nil || !(number >= 0) || !isShare && number != float64(int(number)) || isShare && number > 100 {
		return &yaml.SyntaxError{Message: "expected a number of rows, or a share such as 1%", Token: node.GetToken()}
	}
	l.set = true
	if isShare {
		l.percent = number
	} else {
		l.rows = int(number)
	}
	return nil
}

// defaultLimit holds for jobs that set none.
var defaultLimit = Limit{percent: 1, set: true}

// Allows tells whether so many rejected rows among so many rows are within the limit.
func (l Limit) Allows(rejected, rows int) bool {
	if !l.set {
		l = defaultLimit
	}
	return rejected <= l.rows || float64(rejected)*100 <= l.percent*float64(rows)
}

// Jobs reads every job file of the home, jobs/*.yaml, and returns the jobs in an order in which each comes after those
// that it names in after. The error joins a *config.Problem for every fault of every file.
func (h *Home) Jobs() ([]*Job, error) {
	files, err := filepath.Glob(filepath.Join(h.Dir, "jobs", "*.yaml"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s has no job: write one as jobs/NAME.yaml", h.Dir)
	}
	jobs := make(map[string]*Job)
	var faults []error
	undecoded := false // a job whose name is not known
	for _, file := range files {
		if isAccepted(file) {
			continue
		}
		job, err := readJob(file)
		if err != nil {
			faults = append(faults, err)
		}
		switch {
		case job == nil:
			undecoded = true
		case jobs[job.Name] != nil:
			faults = append(faults, job.fault("job", "the job %q is also defined in %s", job.Name, jobs[job.Name].File))
		default:
			jobs[job.Name] = job
		}
	}
	faults = append(faults, strays(files))
	if !undecoded {
		faults = append(faults, known(jobs))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return order(jobs)
}
