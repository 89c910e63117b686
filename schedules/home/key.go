package home

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// expectedKey is the item of the state that holds the fingerprint of the key that belongs to what was restored without it.
const expectedKey = "pseudonym.expected"

// KeyFingerprint tells keys of pseudonyms apart without telling anything of them; "" when there is none yet.
func (h *Home) KeyFingerprint() (string, error) {
	if _, err := os.Stat(h.State("pseudonym.key")); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	key, err := h.PseudonymKey()
	return fingerprint(key), err
}

func fingerprint(key []byte) string {
	sum := sha256.Sum256(append([]byte("nyckeltal pseudonym key\x00"), key...))
	return hex.EncodeToString(sum[:])
}

// ExpectKey remembers which key belongs to what the state holds, so that no other one is used, and none is made.
func (h *Home) ExpectKey(fingerprint string) error {
	if err := h.CreateState(); err != nil {
		return err
	}
	if err := os.WriteFile(h.State(expectedKey), []byte(fingerprint+"\n"), 0o600); err != nil {
		return fmt.Errorf("remember which key belongs to the pseudonyms: %w", err)
	}
	return nil
}

// checkKey refuses a key that is not the expected one; nil is no key.
func (h *Home) checkKey(key []byte) error {
	text, err := os.ReadFile(h.State(expectedKey))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read which key belongs to the pseudonyms: %w", err)
	}
	switch {
	case strings.TrimSpace(string(text)) == fingerprint(key):
		return nil
	case key == nil:
		return fmt.Errorf("the home was restored from a backup without the key of its pseudonyms: put the key back at %s (or, to go on with "+
			"other pseudonyms for the same persons, remove %s)", h.State("pseudonym.key"), h.State(expectedKey))
	}
	return fmt.Errorf("%s is not the key of the pseudonyms in the warehouse: put back the one that belongs to the backup",
		h.State("pseudonym.key"))
}
