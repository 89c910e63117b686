package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is what a hash takes to compute: memory in KiB, passes over it, lanes.
type cost struct {
	memory  uint32
	passes  uint32
	threads uint8
}

// usual is the cost of new hashes: about 20 ms and 19 MiB, as OWASP recommends for argon2id.
var usual = cost{memory: 19 * 1024, passes: 2, threads: 1}

// most bounds what a hash of the file may cost: whoever edits it must not stop the endpoint.
var most = cost{memory: 1 << 20, passes: 16, threads: 16}

const (
	saltBytes = 16
	keyBytes  = 32
)

// hash is an argon2id hash with its salt and cost.
type hash struct {
	cost
	salt, key []byte
}

// newHash hashes a password with a new salt.
func newHash(password string) hash {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails
	return hash{usual, salt, argon2.IDKey([]byte(password), salt, usual.passes, usual.memory, usual.threads, keyBytes)}
}

// is tells whether the hash is that of the password, in a time that does not depend on where they differ.
func (h hash) is(password string) bool {
	key := argon2.IDKey([]byte(password), h.salt, h.passes, h.memory, h.threads, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1
}

var base = base64.RawStdEncoding.Strict()

// String writes the hash in the PHC string format, $argon2id$v=19$m=…,t=…,p=…$salt$key.
func (h hash) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.passes, h.threads,
		base.EncodeToString(h.salt), base.EncodeToString(h.key))
}

// parseHash reads what String writes. The error tells nothing of the text.
func parseHash(text string) (h hash, err error) {
	wrong := errors.New("its password is no argon2id hash: set it anew")
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return hash{}, wrong
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.threads); err != nil {
		return hash{}, wrong
	}
	if h.passes < 1 || h.passes > most.passes || h.memory > most.memory || h.threads < 1 || h.threads > most.threads {
		return hash{}, wrong
	}
	var saltErr, keyErr error
	h.salt, saltErr = base.DecodeString(parts[4])
	h.key, keyErr = base.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(h.salt) < 8 || len(h.key) < 16 || len(h.key) > 64 {
		return hash{}, wrong
	}
	return h, nil
}
