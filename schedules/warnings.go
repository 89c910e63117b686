package schedules

import (
	"context"
	"path/filepath"

	"nyckeltal/load"
	"nyckeltal/schedules/home"
	"nyckeltal/transform/record"
)

// Warned counts the warnings of a delivery, and those of them that the job's file of acceptances does not sign off.
func Warned(job *home.Job, warnings []record.Warning, file, sha string) (all, open int) {
	for i := range warnings {
		w := &warnings[i]
		all += w.Count
		if job.Accepted(w, file, sha) == nil {
			open += w.Count
		}
	}
	return all, open
}

// signOff puts the job's acceptances in force.
func (e *execution) signOff(ctx context.Context) error {
	var list []load.Acceptance
	for _, a := range e.job.Acceptances {
		list = append(list, load.Acceptance{
			Check: a.Check, Delivery: string(a.Delivery), Period: a.Period, By: a.By, On: a.On, Comment: a.Comment,
		})
	}
	_, err := e.Warehouse.PublishAcceptances(ctx, e.job.Name, filepath.Base(e.job.AcceptedFile()), list, e.runID)
	return err
}

// replace says what a delivery of the job takes the place of.
func replace(job *home.Job) load.Replace {
	switch job.Replace.Policy {
	case home.ReplacePeriod:
		return load.Replace{Mode: load.ReplacePeriod}
	case home.ReplaceKey:
		return load.Replace{Mode: load.ReplaceKey, Key: job.Replace.Key}
	}
	return load.Replace{Mode: load.ReplaceDelivery}
}
