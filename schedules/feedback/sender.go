package feedback

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Sender gives marked copies back to departments. The zero value does nothing.
type Sender struct {
	Outbox Outbox // without a folder nothing is kept
	Mail   Mail   // without a host nothing is mailed
}

// Department is who a job's workbooks come from.
type Department struct {
	Job, Title string
	Contact    []string // mail addresses
}

// Needed tells whether a marked copy would go anywhere.
func (s *Sender) Needed(d Department) bool {
	return s.Outbox.Dir != "" || s.Mail.Host != "" && len(d.Contact) > 0
}

// Return marks the delivery and gives the copy back. It returns where the copy went, in words; the error joins what
// failed.
func (s *Sender) Return(ctx context.Context, delivery *Delivery, to Department) (where string, err error) {
	marked, err := delivery.Mark(ctx)
	if err != nil {
		return "", err
	}
	var went []string
	if s.Outbox.Dir != "" {
		path, failed := s.Outbox.Put(to.Job, marked)
		if err = failed; err == nil {
			went = append(went, path)
		}
	}
	if s.Mail.Host != "" && len(to.Contact) > 0 {
		failed := s.Mail.Send(ctx, Letter{To: to.Contact, Title: to.Title, Language: delivery.Language, Marked: marked})
		if err = errors.Join(err, failed); failed == nil {
			went = append(went, fmt.Sprintf("mailed to %s", strings.Join(to.Contact, ", ")))
		}
	}
	return strings.Join(went, "; "), err
}
