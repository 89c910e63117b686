package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
	"nyckeltal/ingest/period"
	"nyckeltal/transform/mapping"
	"nyckeltal/transform/record"
)

// acceptedSuffix ends the names of files in which warnings are signed off: huvudbok.accepted.yaml beside huvudbok.yaml.
const acceptedSuffix = ".accepted.yaml"

// Acceptance signs the warnings of a check off. They stay visible, with the name and the comment.
type Acceptance struct {
	Check    string       `yaml:"check"`    // name of a check that warns
	Delivery mapping.Text `yaml:"delivery"` // in the delivery of that file name, or of that SHA-256 or its first 12 digits or more; "" for any
	Month    mapping.Text `yaml:"period"`   // for that month, as 2023-11; "" for any
	By       string       `yaml:"by"`       // who signs
	Date     mapping.Text `yaml:"on"`       // when, as 2023-12-01
	Comment  string       `yaml:"comment"`  // why it is right

	Period period.Period `yaml:"-"` // Month; 0 for any
	On     time.Time     `yaml:"-"` // Date
}

// UnmarshalYAML decodes strictly.
func (a *Acceptance) UnmarshalYAML(node ast.Node) error {
	type plain Acceptance
	return config.DecodeNode(node, (*plain)(a), "{check: rimligt belopp, period: 2023-11, by: Eva Ek, on: 2023-12-01, comment: …}")
}

// AcceptedFile is the path of the file in which the job's warnings are signed off. It need not be there.
func (j *Job) AcceptedFile() string { return strings.TrimSuffix(j.File, ".yaml") + acceptedSuffix }

// Accepted returns the acceptance that signs a warning of the delivery off, or nil.
func (j *Job) Accepted(w *record.Warning, file, sha string) *Acceptance {
	for i := range j.Acceptances {
		a := &j.Acceptances[i]
		if a.Check == w.Check && a.covers(file, sha) && (a.Period == 0 || a.Period == w.Period) {
			return a
		}
	}
	return nil
}

// shaDigits is how many digits of a SHA-256 name a delivery.
const shaDigits = 12

func (a *Acceptance) covers(file, sha string) bool {
	d := string(a.Delivery)
	return d == "" || d == file || len(d) >= shaDigits && strings.HasPrefix(sha, d)
}

// readAccepted reads the job's file of acceptances. The error joins a *config.Problem for every fault.
func (j *Job) readAccepted() error {
	file := j.AcceptedFile()
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the accepted warnings: %w", err)
	}
	if err := config.Decode(file, data, &j.Acceptances); err != nil {
		return err
	}
	var faults []error
	for i := range j.Acceptances {
		j.acceptance(&j.Acceptances[i], func(key, format string, args ...any) {
			faults = append(faults, config.Locate(file, data, fmt.Sprintf("$[%d].%s", i, key), fmt.Sprintf(format, args...)))
		})
	}
	return config.Sort(errors.Join(faults...))
}

var hexadecimal = regexp.MustCompile(`^[0-9a-f]+$`)

// acceptance checks one acceptance.
func (j *Job) acceptance(a *Acceptance, fault faultAt) {
	var warning []string
	for i := range j.Mapping.Checks {
		if check := &j.Mapping.Checks[i]; check.Warns() {
			warning = append(warning, check.Name)
		}
	}
	if !slices.Contains(warning, a.Check) {
		fault("check", "job %s has no check %q that warns%s", j.Name, a.Check, match.DidYouMean(a.Check, warning))
	}
	if a.Delivery == "" && a.Month == "" {
		fault("delivery", "say which warnings: give delivery (the file's name or SHA-256), period, or both")
	}
	if d := string(a.Delivery); hexadecimal.MatchString(d) && len(d) < shaDigits {
		fault("delivery", "expected a file's name, or at least %d digits of a SHA-256, found %q", shaDigits, d)
	}
	var err error
	if a.Period, err = period.Parse(string(a.Month)); a.Month != "" && err != nil {
		fault("period", "expected a month such as 2023-11, found %q", a.Month)
	}
	if a.On, err = time.Parse(time.DateOnly, string(a.Date)); err != nil {
		fault("on", "expected the day of the signature, such as 2023-12-01, found %q", a.Date)
	}
	if strings.TrimSpace(a.By) == "" {
		fault("by", "who accepts the warning?")
	}
	if strings.TrimSpace(a.Comment) == "" {
		fault("comment", "why is it right?")
	}
}

// isAccepted tells whether a file of the folder of jobs holds acceptances.
func isAccepted(file string) bool { return strings.HasSuffix(file, acceptedSuffix) }

// strays finds files of acceptances whose job is not there.
func strays(files []string) error {
	var faults []error
	for _, file := range files {
		if !isAccepted(file) {
			continue
		}
		job := strings.TrimSuffix(file, acceptedSuffix) + ".yaml"
		if _, err := os.Stat(job); errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, &config.Problem{File: file, Message: "there is no job " + filepath.Base(job) + " beside it"})
		}
	}
	return errors.Join(faults...)
}
