package notice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// memory is the form of the file: what was told, by channel.
type memory map[string]struct {
	Sent time.Time `json:"sent"`
	Told []Item    `json:"told"`
}

// load reads what has been told. Troubles that were told go on until something else is said of them.
func (n *Notifier) load() error {
	if n.File == "" {
		return nil
	}
	data, err := os.ReadFile(n.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("what notices have been sent: %w", err)
	}
	var kept memory
	if err := json.Unmarshal(data, &kept); err != nil {
		return fmt.Errorf("what notices have been sent: %s is damaged; remove it, and present troubles are told again: %w",
			n.File, err)
	}
	for _, l := range n.lines {
		l.sent = kept[l.Name()].Sent
		for _, item := range kept[l.Name()].Told {
			l.told[item.key()] = item
			n.items[item.key()] = item
		}
	}
	return nil
}

// save writes what has been told.
func (n *Notifier) save() error {
	if n.File == "" {
		return nil
	}
	data, err := json.MarshalIndent(n.kept(), "", "  ")
	if err != nil {
		return err
	}
	if err := n.replace(data); err != nil {
		return fmt.Errorf("what notices have been sent: %w", err)
	}
	return nil
}

// kept is what has been told.
func (n *Notifier) kept() memory {
	n.mu.Lock()
	defer n.mu.Unlock()
	kept := memory{}
	for _, l := range n.lines {
		entry := kept[l.Name()]
		entry.Sent = l.sent
		entry.Told = slices.Collect(maps.Values(l.told))
		kept[l.Name()] = entry
	}
	return kept
}

// replace puts a new file in place of the old one.
func (n *Notifier) replace(data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(n.File), ".notices-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails when it has been moved to its place
	_, err = temp.Write(data)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), n.File)
}
