package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"nyckeltal/ingest/period"
)

// journalFile is the item of the state in which a backfill notes what it has taken.
const journalFile = "backfill.jsonl"

// journal notes what a backfill has taken: a line for what it is about, and one for each delivery. A last line that is cut off
// counts for nothing. It is used by one goroutine.
type journal struct {
	Jobs []string      `json:"jobs"` // all when empty
	From period.Period `json:"from"`
	To   period.Period `json:"to"`

	path  string
	taken map[string]bool // by task
	file  *os.File        // nil until begin
}

func newJournal(path string, jobs []string, from, to period.Period) *journal {
	return &journal{Jobs: jobs, From: from, To: to, path: path}
}

// readJournal reads what an interrupted backfill has noted.
func readJournal(path string) (*journal, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("no backfill was interrupted: give the months with --from and --to")
	}
	if err != nil {
		return nil, err
	}
	defer file.Close() // only read from
	j := &journal{path: path, taken: map[string]bool{}}
	lines := bufio.NewScanner(file)
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), j) != nil {
		return nil, fmt.Errorf("%s cannot be read: begin anew with --from and --to", path)
	}
	for lines.Scan() {
		var id string
		if json.Unmarshal(lines.Bytes(), &id) == nil {
			j.taken[id] = true
		}
	}
	return j, lines.Err()
}

// done tells whether a task has been taken.
func (j *journal) done(id string) bool { return j.taken[id] }

// begin writes the first line, unless the journal goes on.
func (j *journal) begin() (err error) {
	if j.taken != nil {
		j.file, err = os.OpenFile(j.path, os.O_WRONLY|os.O_APPEND, 0o600)
		if err == nil {
			_, err = j.file.WriteString("\n") // after a line that was cut off
		}
		return err
	}
	if j.file, err = os.OpenFile(j.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
		return fmt.Errorf("note what the backfill takes: %w", err)
	}
	return json.NewEncoder(j.file).Encode(j)
}

// note writes that a task has been taken.
func (j *journal) note(id string) error {
	if err := json.NewEncoder(j.file).Encode(id); err != nil {
		return fmt.Errorf("note what the backfill takes: %w", err)
	}
	return nil
}

func (j *journal) close() error { return j.file.Close() }

// remove ends a journal that nothing is left of.
func (j *journal) remove() error { return errors.Join(j.file.Close(), os.Remove(j.path)) }
