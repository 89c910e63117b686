package home

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/source"
	"nyckeltal/transform"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// Job is a named pipeline: where workbooks come from, how they are mapped, and into which dataset.
type Job struct {
	Name    string          `yaml:"job"`
	Title   string          `yaml:"title"`
	Dataset string          `yaml:"dataset"`
	After   []string        `yaml:"after"` // jobs that must have succeeded in the same run before this one begins
	From    From            `yaml:"from"`
	Mapping mapping.Mapping `yaml:"mapping"`
	// MaxRejects is how many rows of a delivery may be refused, as a number or as a share of its rows; 1% when absent.
	// More refuse the whole delivery, so that a bad workbook does not replace a good one.
	MaxRejects Limit `yaml:"max_rejects"`

	File string `yaml:"-"` // the job's file

	dataset *record.Dataset
	pattern *source.Pattern
	mapper  *transform.Mapper
}

// From says where a job's workbooks come from.
type From struct {
	Path    string `yaml:"path"`    // a folder; relative paths start at the home
	Pattern string `yaml:"pattern"` // names of the files, see package source
}

// Schema returns the dataset that the job fills.
func (j *Job) Schema() *record.Dataset { return j.dataset }

// Files returns the compiled pattern of the job's files.
func (j *Job) Files() *source.Pattern { return j.pattern }

// Mapper returns the job's mapping, ready to use. It is safe for concurrent use.
func (j *Job) Mapper() *transform.Mapper { return j.mapper }

// Limit is a number of rows, or a share of them.
type Limit struct {
	rows    int
	percent float64
	set     bool
}

// UnmarshalYAML reads 100 or 1%.
func (l *Limit) UnmarshalYAML(text []byte) error {
	var s string
	if err := yaml.Unmarshal(text, &s); err != nil {
		return err
	}
	share, isShare := strings.CutSuffix(s, "%")
	number, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
	if err != nil || number < 0 || !isShare && number != float64(int(number)) || isShare && number > 100 {
		return fmt.Errorf("%q is neither a number of rows nor a share such as 1%%", s)
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
	for _, file := range files {
		job, err := readJob(file)
		if err == nil && jobs[job.Name] != nil {
			err = &config.Problem{File: file, Message: fmt.Sprintf("the job %q is also defined in %s", job.Name, jobs[job.Name].File)}
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		jobs[job.Name] = job
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return order(jobs)
}

var jobName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func readJob(file string) (*Job, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the job: %w", err)
	}
	job := &Job{File: file}
	if err := config.Decode(file, data, job); err != nil {
		return nil, err
	}
	if !jobName.MatchString(job.Name) {
		return nil, config.Locate(file, data, "$.job", fmt.Sprintf("%q is no name of a job: use small letters, digits and -", job.Name))
	}
	if err := job.prepare(); err != nil {
		return nil, &config.Problem{File: file, Message: err.Error()}
	}
	return job, nil
}

// prepare checks what the decoder cannot, and compiles pattern and mapping.
func (j *Job) prepare() error {
	j.dataset = record.Find(j.Dataset)
	if j.dataset == nil {
		return fmt.Errorf("dataset: there is no dataset %q%s", j.Dataset, match.DidYouMean(j.Dataset, datasetNames()))
	}
	if j.From.Path == "" {
		return errors.New("from.path: the folder of the workbooks is missing")
	}
	var err error
	if j.pattern, err = source.Compile(j.From.Pattern); err != nil {
		return fmt.Errorf("from.pattern: %w", err)
	}
	j.mapper, err = transform.New(&j.Mapping, j.dataset)
	return err
}

func datasetNames() []string {
	var names []string
	for _, d := range record.Datasets() {
		names = append(names, d.Name)
	}
	return names
}

// order sorts jobs so that each comes after those it depends on, and otherwise by name.
func order(jobs map[string]*Job) ([]*Job, error) {
	var ordered []*Job
	state := make(map[string]int) // 1 while a job's dependencies are visited, 2 when it is placed
	names := slices.Sorted(maps.Keys(jobs))
	var place func(name string) error
	place = func(name string) error {
		job := jobs[name]
		switch state[name] {
		case 1:
			return &config.Problem{File: job.File, Message: "after: the jobs wait for each other in a circle"}
		case 2:
			return nil
		}
		state[name] = 1
		for _, earlier := range job.After {
			if jobs[earlier] == nil {
				return &config.Problem{File: job.File, Message: fmt.Sprintf("after: there is no job %q%s", earlier, match.DidYouMean(earlier, names))}
			}
			if err := place(earlier); err != nil {
				return err
			}
		}
		state[name] = 2
		ordered = append(ordered, job)
		return nil
	}
	for _, name := range names {
		if err := place(name); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}
