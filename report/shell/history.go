package shell

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
)

// historyLimit is how many entries the history keeps.
const historyLimit = 1000

// history is what was asked before, oldest first. It is kept in a file that only its user reads, an entry per line as JSON,
// so that statements may have several lines.
type history struct {
	file    string
	entries []string
}

// openHistory reads the file, and shortens it when it has grown too long. What cannot be read is no entry.
func openHistory(file string) (*history, error) {
	h := &history{file: file}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the shell's history: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var entry string
		if json.Unmarshal(lines.Bytes(), &entry) == nil {
			h.entries = append(h.entries, entry)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the shell's history: %w", err)
	}
	if over := len(h.entries) - historyLimit; over > 0 {
		h.entries = h.entries[over:]
		return h, h.rewrite()
	}
	return h, nil
}

func (h *history) rewrite() error {
	var text strings.Builder
	for _, entry := range h.entries {
		line, err := json.Marshal(entry)
		if err != nil {
			return err
		}
		text.Write(append(line, '\n'))
	}
	temporary := h.file + ".new"
	if err := os.WriteFile(temporary, []byte(text.String()), 0o600); err != nil {
		return fmt.Errorf("shorten the shell's history: %w", err)
	}
	return os.Rename(temporary, h.file)
}

// personal is what may be a personal identity number; nothing with one is kept.
var personal = regexp.MustCompile(`(?:^|\D)(?:\d{2})?\d{2}[01]\d[0-9]\d[-+]?\d{4}(?:\D|$)`)

// add keeps an entry, unless it is the last one again.
func (h *history) add(entry string) error {
	entry = strings.TrimSpace(entry)
	if entry == "" || personal.MatchString(entry) || len(h.entries) > 0 && h.entries[len(h.entries)-1] == entry {
		return nil
	}
	h.entries = append(h.entries, entry)
	line, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(h.file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("keep the shell's history: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// The methods that the line editor asks for.

// Write does nothing: what is kept, the shell says.
func (h *history) Write(string) (int, error) { return len(h.entries), nil }

// GetLine returns an entry.
func (h *history) GetLine(i int) (string, error) {
	if i < 0 || i >= len(h.entries) {
		return "", fmt.Errorf("the history has no entry %d", i)
	}
	return h.entries[i], nil
}

// Len returns the number of entries.
func (h *history) Len() int { return len(h.entries) }

// Dump returns all entries.
func (h *history) Dump() any { return h.entries }
