package home

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
	"nyckeltal/transform"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// readJob reads a job file. A job that can be decoded is returned beside an error that joins all its faults.
func readJob(file string) (*Job, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the job: %w", err)
	}
	job := &Job{File: file, text: data}
	if err := config.Decode(file, data, job); err != nil {
		return nil, err
	}
	return job, job.prepare()
}

// fault makes the problem of a key of the job's file, such as from.path.
func (j *Job) fault(path, format string, args ...any) error {
	return config.Locate(j.File, j.text, "$."+path, fmt.Sprintf(format, args...))
}

var jobName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// prepare checks what the decoder cannot, and compiles pattern and mapping. The error joins a *config.Problem for every
// fault.
func (j *Job) prepare() error {
	var faults []error
	if !jobName.MatchString(j.Name) {
		faults = append(faults, j.fault("job", "%q is no name of a job: use small letters, digits and -", j.Name))
	}
	err := errors.Join(append(faults, j.prepareFrom(), j.prepareContact(), j.prepareMapping(), j.preparePolicies(), j.prepareSchedule())...)
	return errors.Join(config.Sort(err), j.readAccepted())
}

// prepareContact checks the addresses that marked workbooks are sent to.
func (j *Job) prepareContact() error {
	var faults []error
	for i, address := range j.Contact {
		if !strings.Contains(address, "@") {
			faults = append(faults, j.fault(fmt.Sprintf("contact[%d]", i), "%q is no mail address", address))
		}
	}
	return errors.Join(faults...)
}

// prepareMapping finds the dataset and compiles the mapping for it.
func (j *Job) prepareMapping() error {
	j.dataset = record.Find(j.Dataset)
	if j.dataset == nil {
		names := datasetNames()
		return j.fault("dataset", "there is no dataset %q%s (datasets: %s)", j.Dataset, match.DidYouMean(j.Dataset, names), strings.Join(names, ", "))
	}
	if len(j.Mapping.Columns) == 0 && len(j.Mapping.Layouts) == 0 {
		return j.fault("mapping.columns", "say how the columns of dataset %s are filled, as in {%s: {heading: …}}", j.dataset.Name, j.dataset.Columns[0].Name)
	}
	var err error
	j.mapper, err = transform.New(&j.Mapping, j.dataset)
	return j.locate(err)
}

// locate gives every problem of the mapping its place in the file.
func (j *Job) locate(err error) error {
	var problem *mapping.Problem
	joined, several := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case several:
		var faults []error
		for _, err := range joined.Unwrap() {
			faults = append(faults, j.locate(err))
		}
		return errors.Join(faults...)
	case errors.As(err, &problem):
		return j.fault(problem.Path, "%s", problem.Message)
	}
	return j.fault("mapping", "%v", err)
}

func datasetNames() []string {
	var names []string
	for _, d := range record.Datasets() {
		names = append(names, d.Name)
	}
	return names
}
