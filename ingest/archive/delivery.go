package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Delivery is one version of one file, known by the SHA-256 of its bytes.
type Delivery struct {
	SHA256    string     `json:"sha256"` // hexadecimal, lower case
	Size      int64      `json:"size"`   // in bytes
	Sightings []Sighting `json:"sightings"`
}

// Sighting is the fact that a source held a delivery's bytes under a name.
type Sighting struct {
	Name   string    `json:"name"`   // the file's name there
	Source string    `json:"source"` // the folder or address that it was pulled from
	Seen   time.Time `json:"seen"`   // when it was first seen there under that name
}

// First returns the sighting by which the delivery came into the archive.
func (d Delivery) First() Sighting { return d.Sightings[0] }

// has tells whether the delivery has been seen there under that name.
func (d Delivery) has(s Sighting) bool {
	return slices.ContainsFunc(d.Sightings, func(t Sighting) bool { return t.Name == s.Name && t.Source == s.Source })
}

// Get returns what is known of the delivery with that SHA-256. The error is ErrNotFound when there is none.
func (a *Archive) Get(sha string) (Delivery, error) {
	if !isSHA(sha) {
		return Delivery{}, fmt.Errorf("%w: %q is not a SHA-256 of 64 hexadecimal digits", ErrNotFound, sha)
	}
	text, err := os.ReadFile(a.path(sha) + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return Delivery{}, fmt.Errorf("%w: %s", ErrNotFound, sha)
	}
	if err != nil {
		return Delivery{}, err
	}
	var d Delivery
	if err := json.Unmarshal(text, &d); err != nil {
		return Delivery{}, fmt.Errorf("archive file %s.json is damaged, restore it from a backup: %w", a.path(sha), err)
	}
	if d.SHA256 != sha || len(d.Sightings) == 0 {
		return Delivery{}, fmt.Errorf("archive file %s.json describes another delivery, restore it from a backup",
			a.path(sha))
	}
	return d, nil
}

// List returns all deliveries, those that were seen first coming first.
func (a *Archive) List() ([]Delivery, error) {
	folders, err := os.ReadDir(a.dir)
	if err != nil {
		return nil, err
	}
	var list []Delivery
	for _, folder := range folders {
		if len(folder.Name()) != 2 {
			continue
		}
		entries, err := os.ReadDir(filepath.Join(a.dir, folder.Name()))
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			sha, ok := strings.CutSuffix(entry.Name(), ".json")
			if !ok || !isSHA(sha) {
				continue
			}
			d, err := a.Get(sha)
			if err != nil {
				return nil, err
			}
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(x, y Delivery) int {
		if c := x.First().Seen.Compare(y.First().Seen); c != 0 {
			return c
		}
		return strings.Compare(x.SHA256, y.SHA256)
	})
	return list, nil
}

// describe writes the delivery's description, replacing an earlier one in one step.
func (a *Archive) describe(d Delivery) error {
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	temp, err := a.temp("*.json")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails when it has been moved to its place
	defer temp.Close()           // it has been synced
	if _, err := temp.Write(append(text, '\n')); err != nil {
		return err
	}
	return errors.Join(temp.Chmod(0o640), move(temp, a.path(d.SHA256)+".json"))
}
