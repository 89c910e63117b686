package xls

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"unicode/utf16"
)

// rc4Protection is the encryption with RC4, with keys by MD5 ([MS-OFFCRYPTO] 2.3.6) or, by the CryptoAPI, by SHA-1
// ([MS-OFFCRYPTO] 2.3.5). Each block of the stream has a key of its own.
type rc4Protection struct {
	salt     []byte
	verifier []byte // a random number and its hash, encrypted with the key of block 0
	keySize  int    // in bytes, of a key by SHA-1; 0 when the keys are by MD5

	secret []byte // of the password that has been taken
}

// parseRC4 reads salt, verifier and its hash, of 16 bytes each.
func parseRC4(data []byte) *rc4Protection {
	return &rc4Protection{salt: bytes.Clone(data[:16]), verifier: bytes.Clone(data[16:48])}
}

// parseCryptoAPI reads the header of an encryption and the verifier after it. It returns nil if it is another encryption
// than RC4, or damaged.
func parseCryptoAPI(data []byte) *rc4Protection {
	const rc4ID, sizes, header, verifier = 0x6801, 8, 32, 60
	if len(data) < sizes+header {
		return nil
	}
	size := int64(binary.LittleEndian.Uint32(data[4:]))
	algorithm, bits := binary.LittleEndian.Uint32(data[sizes+8:]), binary.LittleEndian.Uint32(data[sizes+16:])
	if bits == 0 {
		bits = 40
	}
	if size < header || int64(len(data)) < sizes+size+verifier || algorithm != rc4ID || bits < 40 || bits > 128 || bits%8 != 0 {
		return nil
	}
	data = data[sizes+size:]
	return &rc4Protection{
		salt:     bytes.Clone(data[4:20]),
		verifier: bytes.Join([][]byte{data[20:36], data[40:60]}, nil),
		keySize:  int(bits / 8),
	}
}

// opens implements protection.
func (p *rc4Protection) opens(password string) bool {
	var text []byte
	for _, unit := range utf16.Encode([]rune(password)) {
		text = binary.LittleEndian.AppendUint16(text, unit)
	}
	if p.keySize > 0 {
		hash := sha1.Sum(append(bytes.Clone(p.salt), text...))
		p.secret = hash[:]
	} else {
		hash := md5.Sum(text)
		hash = md5.Sum(bytes.Repeat(append(hash[:5], p.salt...), 16))
		p.secret = hash[:5]
	}
	plain := bytes.Clone(p.verifier)
	p.cipher().decrypt(plain, 0, 0)
	var want []byte
	if p.keySize > 0 {
		hash := sha1.Sum(plain[:16])
		want = hash[:]
	} else {
		hash := md5.Sum(plain[:16])
		want = hash[:]
	}
	return bytes.Equal(plain[16:], want)
}

// key returns the key of a block.
func (p *rc4Protection) key(block int64) []byte {
	seed := binary.LittleEndian.AppendUint32(bytes.Clone(p.secret), uint32(block))
	if p.keySize == 0 {
		hash := md5.Sum(seed)
		return hash[:]
	}
	hash := sha1.Sum(seed)
	key := hash[:p.keySize]
	if p.keySize == 5 { // keys of 40 bits are filled up with zeros
		key = append(key[:5:5], make([]byte, 11)...)
	}
	return key
}

// cipher implements protection.
func (p *rc4Protection) cipher() cipher { return &rc4Cipher{protection: p, block: -1} }

// blockSize is how many bytes of the stream are encrypted with the same key.
const blockSize = 1024

// rc4Cipher decrypts a stream block by block. What is not encrypted counts too.
type rc4Cipher struct {
	protection *rc4Protection
	block      int64
	done       int // bytes of the block
	keys       *rc4.Cipher
	scratch    [blockSize]byte
}

// decrypt implements cipher.
func (c *rc4Cipher) decrypt(data []byte, plain int, at int64) {
	data, at = data[plain:], at+int64(plain)
	for len(data) > 0 {
		block, offset := at/blockSize, int(at%blockSize)
		if block != c.block || offset < c.done {
			keys, err := rc4.NewCipher(c.protection.key(block))
			if err != nil {
				return // keys of 5 to 16 bytes are good
			}
			c.keys, c.block, c.done = keys, block, 0
		}
		passed := c.scratch[:offset-c.done]
		c.keys.XORKeyStream(passed, passed)
		n := min(len(data), blockSize-offset)
		c.keys.XORKeyStream(data[:n], data[:n])
		c.done = offset + n
		data, at = data[n:], at+int64(n)
	}
}
