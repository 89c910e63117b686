package schedules

import (
	"fmt"

	"nyckeltal/schedules/home"
	"nyckeltal/transform"
)

// Acceptable says why a mapped delivery is not loaded: it has no record, or more rejects than its job allows. It returns
// nil when it is.
func Acceptable(job *home.Job, file string, s transform.Summary) error {
	switch {
	case s.Records == 0:
		return fmt.Errorf("%s: none of its %d rows gave a record (%d rejected, %d skipped), so look whether the mapping of job %s "+
			"fits the workbook", file, s.Rows, s.Rejected, s.Skipped, job.Name)
	case job.Reject == home.RejectDelivery && s.Rejected > 0:
		return fmt.Errorf("%s: %d of its %d rows were rejected, and job %s takes all or nothing (reject: delivery)", file, s.Rejected,
			s.Rows, job.Name)
	case !job.MaxRejects.Allows(s.Rejected, s.Rows):
		return fmt.Errorf("%s: %d of its %d rows were rejected, more than max_rejects of job %s allows (1%% where it is not set)", file,
			s.Rejected, s.Rows, job.Name)
	}
	return nil
}
