package engine

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// openLog begins a new log for an engine that is about to start, and keeps the one before.
func openLog(d dirs) (*os.File, error) {
	_ = os.Rename(d.log(), d.log()+".old") // there may be none
	file, err := os.OpenFile(d.log(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the engine's log: %w", err)
	}
	return file, nil
}

const (
	tailBytes = 8 << 10
	tailLines = 15
)

// tail returns the last lines of a log; "" when it cannot be read or is empty.
func tail(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.Size() > tailBytes {
		_, _ = file.Seek(-tailBytes, io.SeekEnd)
	}
	text, _ := io.ReadAll(io.LimitReader(file, tailBytes))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-tailLines):], "\n")
}
