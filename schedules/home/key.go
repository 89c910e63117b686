package home

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// keyBytes is the length of the key of pseudonyms.
const keyBytes = 32

// KeyFile is the path of the key of the pseudonyms, which need not be there.
func (h *Home) KeyFile() string { return h.State("pseudonym.key") }

// PseudonymKey returns the key that personal identity numbers are turned into pseudonyms with. It is made on first
// use, lies in the state and never reaches the warehouse. Whoever loses it gets other pseudonyms from then on.
func (h *Home) PseudonymKey() ([]byte, error) {
	file := h.KeyFile()
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := h.checkKey(nil); err != nil {
			return nil, err
		}
		return h.makeKey(file)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key of the pseudonyms: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("%s does not hold a key of %d hexadecimal digits: restore it from a backup", file, 2*keyBytes)
	}
	if err := h.checkKey(key); err != nil {
		return nil, err
	}
	return key, nil
}

// makeKey writes a new key. Where another process was faster, that one's key counts.
func (h *Home) makeKey(file string) ([]byte, error) {
	key := make([]byte, keyBytes)
	rand.Read(key)
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return h.PseudonymKey()
	}
	if err != nil {
		return nil, fmt.Errorf("write the key of the pseudonyms: %w", err)
	}
	_, err = fmt.Fprintln(f, hex.EncodeToString(key))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("write the key of the pseudonyms: %w", err)
	}
	return key, nil
}

// expectedKey is the item of the state that holds the fingerprint of the key that belongs to what was restored without it.
const expectedKey = "pseudonym.expected"

// KeyFingerprint tells keys of pseudonyms apart without telling anything of them; "" when there is none yet.
func (h *Home) KeyFingerprint() (string, error) {
	if _, err := os.Stat(h.KeyFile()); errors.Is(err, fs.ErrNotExist) {
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
			"other pseudonyms for the same persons, remove %s)", h.KeyFile(), h.State(expectedKey))
	}
	return fmt.Errorf("%s is not the key of the pseudonyms in the warehouse: put back the one that belongs to the backup",
		h.KeyFile())
}
