package xls_test

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole/oletest"
	"nyckeltal/ingest/workbook/internal/xls"
)

// encrypt encrypts the records of a stream that follow the one of its encryption, with a function that changes the data
// of a record, which begin at that place, apart from some bytes at their beginning.
func encrypt(stream []byte, change func(data []byte, plain, at int)) []byte {
	stream = bytes.Clone(stream)
	begun := false
	for at := 0; at < len(stream); {
		id, size := int(binary.LittleEndian.Uint16(stream[at:])), int(binary.LittleEndian.Uint16(stream[at+2:]))
		at += 4
		plain := 0
		switch id {
		case 0x809:
			plain = size
		case boundSheet:
			plain = 4
		}
		if begun {
			change(stream[at:at+size], plain, at)
		}
		begun = begun || id == filePass
		at += size
	}
	return stream
}

// withRC4 returns a function for encrypt by the key of each block.
func withRC4(key func(block uint32) []byte) func(data []byte, plain, at int) {
	return func(data []byte, plain, at int) {
		for i := plain; i < len(data); i++ {
			c, err := rc4.NewCipher(key(uint32((at + i) / 1024)))
			if err != nil {
				panic(err)
			}
			stream := make([]byte, (at+i)%1024+1)
			c.XORKeyStream(stream, stream)
			data[i] ^= stream[len(stream)-1]
		}
	}
}

var (
	salt   = bytes.Repeat([]byte{7, 1, 250, 3}, 4)
	random = bytes.Repeat([]byte{9, 200, 5, 6}, 4)
)

// seal returns the salt and what tells the password, encrypted with the key of block 0.
func seal(hash []byte, key func(uint32) []byte) (verifier, sealed []byte) {
	plain := append(bytes.Clone(random), hash...)
	withRC4(key)(plain, 0, 0)
	return plain[:16], plain[16:]
}

// md5Keys returns the record and the keys of the encryption with keys by MD5.
func md5Keys(password string) (record []byte, key func(uint32) []byte) {
	first := md5.Sum(wide(password))
	secret := md5.Sum(bytes.Repeat(slices.Concat(first[:5], salt), 16))
	key = func(block uint32) []byte {
		k := md5.Sum(join(secret[:5], block))
		return k[:]
	}
	hash := md5.Sum(random)
	verifier, sealed := seal(hash[:], key)
	return rec(filePass, 1, 1, 1, salt, verifier, sealed), key
}

// sha1Keys returns the same with keys by SHA-1 of that many bytes.
func sha1Keys(password string, size int) (record []byte, key func(uint32) []byte) {
	secret := sha1.Sum(slices.Concat(salt, wide(password)))
	key = func(block uint32) []byte {
		k := sha1.Sum(join(secret[:], block))
		if size == 5 {
			return append(k[:5:5], make([]byte, 11)...)
		}
		return k[:size]
	}
	hash := sha1.Sum(random)
	verifier, sealed := seal(hash[:], key)
	header := join(uint32(4), uint32(0), uint32(0x6801), uint32(0x8004), uint32(size*8), uint32(1), uint32(0),
		uint32(0), wide("Provider\x00"))
	return rec(filePass, 1, 2, 2, uint32(4), uint32(len(header)), header, uint32(16), salt, verifier,
		uint32(20), sealed), key
}

// secret returns the records of a workbook with this one before them.
func secret(version int, record []byte) []byte {
	cells := recs(rec(0x99, make([]byte, 3000)), rec(label, 0, 0, 0, unicode("hemligt")), rec(number, 1, 0, 0, 4.5))
	if version == 5 {
		cells = recs(rec(0x99, make([]byte, 2000)), rec(label, 0, 0, 0, 7, "hemligt"), rec(number, 1, 0, 0, 4.5))
	}
	return stream(version, recs(record, formats(version)), part{name: "Blad1", records: cells})
}

// TestEncrypted reads workbooks that are encrypted in each way, with the password and with another one.
func TestEncrypted(t *testing.T) {
	const password = "password"
	byMD5, md5Key := md5Keys(password)
	by40, key40 := sha1Keys(password, 5)
	by128, key128 := sha1Keys(password, 16)
	const key, hash = 0x147a, 0x83af // those of the password
	pattern := append([]byte(password), 0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80)
	joined := func(data []byte, plain, at int) {
		for i := plain; i < len(data); i++ {
			place := (at + len(data) + i) % 16
			half := byte(key & 0xff)
			if place%2 == 1 {
				half = key >> 8
			}
			data[i] = bits.RotateLeft8(data[i]^bits.RotateLeft8(pattern[place]^half, 2), -3)
		}
	}
	tests := map[string][]byte{
		"RC4":                     encrypt(secret(8, byMD5), withRC4(md5Key)),
		"CryptoAPI, 40 bits":      encrypt(secret(8, by40), withRC4(key40)),
		"CryptoAPI, 128 bits":     encrypt(secret(8, by128), withRC4(key128)),
		"obfuscated":              encrypt(secret(8, rec(filePass, 0, key, hash)), joined),
		"obfuscated, Excel 5, 95": encrypt(secret(5, rec(filePass, key, hash)), joined),
	}
	for name, stream := range tests {
		t.Run(name, func(t *testing.T) {
			file := oletest.Workbook("Workbook", stream)
			if bytes.Contains(file, []byte("hemligt")) {
				t.Fatal("it is not encrypted")
			}
			got, err := readWith(file, password)
			if want := `1 A=text("hemligt")|2 A=4.5`; err != nil || got != want {
				t.Errorf("got  %s, %v\nwant %s", got, err, want)
			}
			for wrong, says := range map[string]string{"": "protected by a password", "fel": "configured password", "lösenord på €": "configured"} {
				if _, err := readWith(file, wrong); !errors.Is(err,
					format.ErrEncrypted) || !strings.Contains(err.Error(), says) {
					t.Errorf("password %q: %v", wrong, err)
				}
			}
		})
	}
}

// TestProtectedStructure reads what Excel encrypts with a password that everybody has.
func TestProtectedStructure(t *testing.T) {
	record, key := md5Keys("VelvetSweatshop")
	file := oletest.Workbook("Workbook", encrypt(secret(8, record), withRC4(key)))
	for _, password := range []string{"", "another"} {
		if got, err := readWith(file, password); err != nil || !strings.Contains(got, "hemligt") {
			t.Errorf("%s, %v", got, err)
		}
	}
}

// TestUnknownEncryption refuses what is damaged or of another kind.
func TestUnknownEncryption(t *testing.T) {
	good, _ := sha1Keys("a", 16)
	for name, record := range map[string][]byte{
		"nothing": rec(filePass), "short obfuscation": rec(filePass, 0, 1), "short RC4": rec(filePass, 1, 1, 1, salt),
		"unknown": rec(filePass, 7, make([]byte, 60)), "short header": rec(filePass, 1, 2, 2, make([]byte, 20)),
		"huge header": rec(filePass, 1, 2, 2, uint32(4), uint32(1<<31), make([]byte, 100)),
		"AES":         bytes.Replace(good, []byte{1, 0x68, 0, 0}, []byte{0x0e, 0x66, 0, 0}, 1),
		"odd key":     bytes.Replace(good, []byte{128, 0, 0, 0}, []byte{129, 0, 0, 0}, 1),
	} {
		if _, err := readWith(oletest.Workbook("Workbook", stream(8, record)), "a"); err == nil ||
			!errors.Is(err, format.ErrEncrypted) && !errors.Is(err, format.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// readWith reads the first sheet of a file with a password.
func readWith(file []byte, password string) (string, error) {
	b, err := xls.Open(bytes.NewReader(file), int64(len(file)), xls.Options{Password: password, Limits: format.Defaults})
	if err != nil {
		return "", err
	}
	return rows(b, 0)
}
