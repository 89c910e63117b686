package querylog

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Read gives every entry of the log in the folder to do, the oldest first. A log that is not there has none; lines that cannot be
// read, as one that is being written, are passed over. Reading goes on beside writing; what is put aside meanwhile may be missed
// or come twice.
func Read(dir string, do func(Entry) error) error {
	path := filepath.Join(dir, FileName)
	newest, err := oldest(path)
	if err != nil {
		return err
	}
	for n := newest; n >= 0; n-- {
		if err := readFile(older(path, n), do); err != nil {
			return err
		}
	}
	return nil
}

// oldest is the highest number of the files that were put aside.
func oldest(path string) (most int, err error) {
	names, err := filepath.Glob(path + ".*")
	for _, name := range names {
		if n, err := strconv.Atoi(strings.TrimPrefix(name, path+".")); err == nil {
			most = max(most, n)
		}
	}
	return most, err
}

func readFile(path string, do func(Entry) error) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the query log: %w", err)
	}
	defer file.Close() // only read from
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the query log: %w", err)
		}
		var e Entry
		if json.Unmarshal(line, &e) != nil {
			continue
		}
		if err := do(e); err != nil {
			return err
		}
	}
}
