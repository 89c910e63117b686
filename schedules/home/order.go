package home

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"nyckeltal/ingest/match"
)

// known checks that the jobs come after jobs that there are.
func known(jobs map[string]*Job) error {
	names := slices.Sorted(maps.Keys(jobs))
	var faults []error
	for _, name := range names {
		for i, earlier := range jobs[name].After {
			if jobs[earlier] == nil {
				faults = append(faults, jobs[name].fault(fmt.Sprintf("after[%d]", i), "there is no job %q%s", earlier, match.DidYouMean(earlier, names)))
			}
		}
	}
	return errors.Join(faults...)
}

// order sorts jobs so that each comes after those it depends on, and otherwise by name.
func order(jobs map[string]*Job) ([]*Job, error) {
	var ordered []*Job
	state := make(map[string]int) // 1 while a job's dependencies are visited, 2 when it is placed
	var place func(name string) error
	place = func(name string) error {
		job := jobs[name]
		switch state[name] {
		case 1:
			return job.fault("after", "the jobs wait for each other in a circle")
		case 2:
			return nil
		}
		state[name] = 1
		for _, earlier := range job.After {
			if err := place(earlier); err != nil {
				return err
			}
		}
		state[name] = 2
		ordered = append(ordered, job)
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(jobs)) {
		if err := place(name); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}
