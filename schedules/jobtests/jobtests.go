// Package jobtests runs the tests that lie beside a job: small workbooks with what the job is to make of them. They need
// no warehouse and load nothing.
//
// The tests of jobs/huvudbok.yaml lie in jobs/huvudbok.tests, or in folders below it. To each workbook belongs a file
// of lines in JSON, NAME.expected.jsonl, in the order of the rows. A file codes.yaml beside a workbook, or else at the
// top of the tests, has the codes of the dimensions; without one every code is known.
package jobtests

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/source"
	"nyckeltal/schedules/home"
)

// The names of files that are no workbooks.
const (
	codesFile      = "codes.yaml"
	readmeFile     = "README.md"
	expectedEnding = ".expected.jsonl"
)

// Test is a workbook with what its job is to make of it.
type Test struct {
	Job      *home.Job
	Workbook string // its path
	Expected string // the path of the lines that are expected
	Captures source.Captures
}

// Folder returns the folder of a job's tests, which need not be there.
func Folder(job *home.Job) string {
	return strings.TrimSuffix(job.File, filepath.Ext(job.File)) + ".tests"
}

// Find returns the tests of a job, in the order of their names. Faults, such as a workbook whose name the job's pattern
// does not know, are *config.Problem.
func Find(job *home.Job) ([]Test, error) {
	var tests []Test
	expected := map[string]bool{}
	err := filepath.WalkDir(Folder(job), func(path string, entry fs.DirEntry, err error) error {
		name := filepath.Base(path)
		switch {
		case os.IsNotExist(err) && path == Folder(job):
			return fs.SkipAll
		case err != nil:
			return err
		case strings.HasSuffix(name, expectedEnding):
			expected[path] = true
		case entry.IsDir() || name == codesFile || name == readmeFile || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~"):
		default:
			test, err := newTest(job, path)
			if err != nil {
				return err
			}
			tests = append(tests, test)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, test := range tests {
		delete(expected, test.Expected)
	}
	for path := range expected {
		return nil, &config.Problem{File: path, Message: "there is no workbook beside it that it belongs to; name them alike, or remove it"}
	}
	return tests, nil
}

// newTest makes the test of a workbook. Its name follows the job's pattern, but for its ending.
func newTest(job *home.Job, path string) (Test, error) {
	name, ending := job.Files().NameOf(path), filepath.Ext(path)
	stem := strings.TrimSuffix(name, ending)
	captures, ok := job.Files().Match(name)
	if !ok {
		captures, ok = job.Files().Match(stem + filepath.Ext(job.From.Pattern))
	}
	if !ok {
		return Test{}, &config.Problem{File: path, Message: fmt.Sprintf(
			"the name of the workbook does not follow the pattern of job %s, %s, which its ending need not do", job.Name, job.From.Pattern)}
	}
	return Test{Job: job, Workbook: path, Expected: strings.TrimSuffix(path, ending) + expectedEnding, Captures: captures}, nil
}
