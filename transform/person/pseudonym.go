package person

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// pseudonymBytes is the length of a pseudonym before it is written in hexadecimal digits.
const pseudonymBytes = 16

// Pseudonymiser replaces numbers by keyed pseudonyms. It is not safe for concurrent use.
type Pseudonymiser struct {
	mac hash.Hash
	sum [sha256.Size]byte
}

// NewPseudonymiser returns a Pseudonymiser for the key, which it does not keep as such.
func NewPseudonymiser(key []byte) *Pseudonymiser {
	return &Pseudonymiser{mac: hmac.New(sha256.New, key)}
}

// Pseudonym returns the first 16 bytes of the HMAC-SHA256 of the number's 12 digits, as 32 hexadecimal digits. Ten
// digits and twelve, with and without hyphen, have the same pseudonym; another key gives another one.
func (p *Pseudonymiser) Pseudonym(n Number) string {
	p.mac.Reset()
	p.mac.Write(n.digits[:])
	return hex.EncodeToString(p.mac.Sum(p.sum[:0])[:pseudonymBytes])
}
