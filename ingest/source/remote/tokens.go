package remote

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// tokenOption is the option that holds the token of a remote that is logged in to by a browser, such as OneDrive. Its
// server gives new ones from time to time.
const tokenOption = "token"

// tokens keeps the newest token of a remote in a file, since a configuration is never written to. It gives way to a token
// that somebody has put into the configuration since.
type tokens struct {
	file  string // "" keeps it in memory only
	given string // hash of the token in the configuration

	mu    sync.Mutex
	token string
}

// kept is the content of the file.
type kept struct {
	Given string `json:"given"` // hash of the configuration's token that this one goes back to
	Token string `json:"token"`
}

// openTokens reads what is kept. A file that is lost or damaged only means that the configuration's token counts.
func openTokens(file, given string) (*tokens, error) {
	sum := sha256.Sum256([]byte(given))
	t := &tokens{file: file, given: hex.EncodeToString(sum[:])}
	if file == "" {
		return t, nil
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	var k kept
	if json.Unmarshal(text, &k) == nil && k.Given == t.given {
		t.token = k.Token
	}
	return t, nil
}

// Get returns the newest token.
func (t *tokens) Get(key string) (value string, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.token, key == tokenOption && t.token != ""
}

// Set takes a new token; other options, that backends find out about servers, are not kept. What cannot be written is kept
// in memory: the token that is used now is good.
func (t *tokens) Set(key, value string) {
	if key != tokenOption {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token = value
	if t.file != "" {
		_ = t.write(kept{Given: t.given, Token: value})
	}
}

// write replaces the file in one step. It is for its user alone.
func (t *tokens) write(k kept) error {
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(t.file), 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(t.file), ".*.part")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails when it has been moved to its place
	_, err = temp.Write(text)
	if err := errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), t.file)
}
