package xls

import "math/bits"

// obfuscation is the encryption of BIFF5, which BIFF8 knows too: each byte is turned and joined with one of 16 that are
// made of the password ([MS-OFFCRYPTO] 2.3.7).
type obfuscation struct {
	key, hash uint16

	pattern [16]byte // of the password that has been taken
}

// maxPassword is the length of the longest password that the encryption has, in bytes.
const maxPassword = 15

// opens implements protection.
func (o *obfuscation) opens(password string) bool {
	text := make([]byte, 0, maxPassword)
	for _, char := range password {
		if char > 0xff {
			return false
		}
		text = append(text, byte(char))
	}
	if len(text) == 0 || len(text) > maxPassword || passwordKey(text) != o.key || passwordHash(text) != o.hash {
		return false
	}
	o.pattern = passwordPattern(text, o.key)
	return true
}

// cipher implements protection.
func (o *obfuscation) cipher() cipher { return o }

// decrypt implements cipher. Where the pattern begins depends on where the record ends.
func (o *obfuscation) decrypt(data []byte, plain int, at int64) {
	end := at + int64(len(data))
	for i := plain; i < len(data); i++ {
		data[i] = bits.RotateLeft8(data[i], 3) ^ o.pattern[(end+int64(i))%16]
	}
}

// passwordHash returns what is kept of a password to tell it from others.
func passwordHash(password []byte) uint16 {
	const constant = 0xce4b
	var hash uint16
	for i := len(password) - 1; i >= 0; i-- {
		hash = turn15(hash) ^ uint16(password[i])
	}
	return turn15(hash) ^ uint16(len(password)) ^ constant
}

// turn15 turns the lower 15 bits of n to the left by one.
func turn15(n uint16) uint16 { return n>>14&1 | n<<1&0x7fff }

// passwordKey returns the key that is made of a password.
func passwordKey(password []byte) uint16 {
	key := initialCodes[len(password)-1]
	element := len(keyMatrix)
	for i := len(password) - 1; i >= 0; i-- {
		for bit := byte(0x40); bit > 0; bit >>= 1 {
			if element--; password[i]&bit != 0 {
				key ^= keyMatrix[element]
			}
		}
	}
	return key
}

// passwordPattern returns the bytes that data are joined with: the password, filled up, joined with the two bytes of the
// key in turn.
func passwordPattern(password []byte, key uint16) (pattern [16]byte) {
	copy(pattern[copy(pattern[:], password):], padding[:])
	for i := range pattern {
		pattern[i] = bits.RotateLeft8(pattern[i]^byte(key>>(i%2*8)), 2)
	}
	return pattern
}

// The numbers that [MS-OFFCRYPTO] 2.3.7.2 gives.
var (
	padding      = [...]byte{0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80, 0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f, 0x00}
	initialCodes = [maxPassword]uint16{
		0xe1f0, 0x1d0f, 0xcc9c, 0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872, 0xe139,
		0xd40f, 0x84f9, 0x280c, 0xa96a, 0x4ec3,
	}
	keyMatrix = [7 * maxPassword]uint16{
		0xaefc, 0x4dd9, 0x9bb2, 0x2745, 0x4e8a, 0x9d14, 0x2a09,
		0x7b61, 0xf6c2, 0xfda5, 0xeb6b, 0xc6f7, 0x9dcf, 0x2bbf,
		0x4563, 0x8ac6, 0x05ad, 0x0b5a, 0x16b4, 0x2d68, 0x5ad0,
		0x0375, 0x06ea, 0x0dd4, 0x1ba8, 0x3750, 0x6ea0, 0xdd40,
		0xd849, 0xa0b3, 0x5147, 0xa28e, 0x553d, 0xaa7a, 0x44d5,
		0x6f45, 0xde8a, 0xad35, 0x4a4b, 0x9496, 0x390d, 0x721a,
		0xeb23, 0xc667, 0x9cef, 0x29ff, 0x53fe, 0xa7fc, 0x5fd9,
		0x47d3, 0x8fa6, 0x0f6d, 0x1eda, 0x3db4, 0x7b68, 0xf6d0,
		0xb861, 0x60e3, 0xc1c6, 0x93ad, 0x377b, 0x6ef6, 0xddec,
		0x45a0, 0x8b40, 0x06a1, 0x0d42, 0x1a84, 0x3508, 0x6a10,
		0xaa51, 0x4483, 0x8906, 0x022d, 0x045a, 0x08b4, 0x1168,
		0x76b4, 0xed68, 0xcaf1, 0x85c3, 0x1ba7, 0x374e, 0x6e9c,
		0x3730, 0x6e60, 0xdcc0, 0xa9a1, 0x4363, 0x86c6, 0x1dad,
		0x3331, 0x6662, 0xccc4, 0x89a9, 0x0373, 0x06e6, 0x0dcc,
		0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48c4,
	}
)
