package workbook_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/workbook"
)

const password = "lösenord 1"

// noise makes a file large enough that excelize, which gets small containers wrong, can encrypt it.
var noise = func() string {
	random := make([]byte, 5000)
	rand.NewChaCha8([32]byte{}).Read(random)
	return string(random)
}()

// standard encrypts a workbook as Office 2007 does.
func standard(t *testing.T, contents []byte) []byte {
	t.Helper()
	file, err := excelize.Encrypt(contents, &excelize.Options{Password: password})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// agile encrypts a workbook as Office does since 2010 ([MS-OFFCRYPTO] 2.3.4.10 and further), with no checksum. It says
// that the password is hashed spins times, and does so up to 1000 times.
func agile(contents []byte, spins int) []byte {
	salt := []byte("0123456789abcdef")
	hash := func(parts ...[]byte) []byte {
		sum := sha512.Sum512(slices.Concat(parts...))
		return sum[:]
	}
	crypt := func(key, iv, text []byte) []byte {
		text = append(bytes.Clone(text), make([]byte, -len(text)&15)...)
		block, err := aes.NewCipher(key)
		if err != nil {
			panic(err)
		}
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(text, text)
		return text
	}
	key := hash(salt, []byte(wide(password, binary.LittleEndian)[2:]))
	for i := range min(spins, 1000) {
		key = hash(binary.LittleEndian.AppendUint32(nil, uint32(i)), key)
	}
	key = hash(key, []byte{0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6})[:32]
	packageKey := []byte("the key that the package is lock")
	encrypted := binary.LittleEndian.AppendUint64(nil, uint64(len(contents)))
	for i := 0; i*4096 < len(contents); i++ {
		iv := hash(salt, binary.LittleEndian.AppendUint32(nil, uint32(i)))[:16]
		encrypted = append(encrypted, crypt(packageKey, iv, contents[i*4096:min(len(contents), i*4096+4096)])...)
	}
	attributes := `saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" ` +
		`hashAlgorithm="SHA512" saltValue="` + base64.StdEncoding.EncodeToString(salt) + `"`
	info := fmt.Sprintf("\x04\x00\x04\x00\x40\x00\x00\x00"+`<?xml version="1.0"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" `+
		`xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData %s/><keyEncryptors><keyEncryptor `+
		`uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="%d" %[1]s `+
		`encryptedKeyValue="%[3]s"/></keyEncryptor></keyEncryptors></encryption>`,
		attributes, spins, base64.StdEncoding.EncodeToString(crypt(key, salt, packageKey)))
	return container("EncryptionInfo", []byte(info), "EncryptedPackage", encrypted)
}

// container returns a file in Microsoft's older container ([MS-CFB]) with two streams, which are filled up to the size
// from which on streams lie in sectors of their own.
func container(name1 string, stream1 []byte, name2 string, stream2 []byte) []byte {
	const (
		size       = 512
		endOfChain = 0xfffffffe
		none       = 0xffffffff
	)
	fat := []uint32{0xfffffffd, endOfChain} // sector 0 is this table, 1 the directory
	var body []byte
	chain := func(stream []byte) (start uint32, length int) {
		stream = append(bytes.Clone(stream), bytes.Repeat([]byte{' '}, max(0, 4104-len(stream)))...)
		start, length = uint32(len(fat)), len(stream)
		body = append(append(body, stream...), make([]byte, -len(stream)&(size-1))...)
		for range (len(stream)+size-1)/size - 1 {
			fat = append(fat, uint32(len(fat)+1))
		}
		fat = append(fat, endOfChain)
		return start, length
	}
	entry := func(name string, kind byte, right, child, start uint32, length int) []byte {
		e := make([]byte, 128)
		for i, unit := range utf16.Encode([]rune(name)) {
			binary.LittleEndian.PutUint16(e[2*i:], unit)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66] = kind
		for i, n := range []uint32{none, right, child} {
			binary.LittleEndian.PutUint32(e[68+4*i:], n)
		}
		binary.LittleEndian.PutUint32(e[116:], start)
		binary.LittleEndian.PutUint32(e[120:], uint32(length))
		return e
	}
	start1, length1 := chain(stream1)
	start2, length2 := chain(stream2)
	header := make([]byte, size)
	copy(header, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	copy(header[24:], "\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00")
	for i, n := range []uint32{1, 1, 0, 4096, endOfChain, 0, endOfChain, 0, 0} {
		binary.LittleEndian.PutUint32(header[44+4*i:], n)
	}
	for i := 80; i < size; i++ {
		header[i] = 0xff
	}
	file := header
	for i := range size / 4 {
		n := uint32(none)
		if i < len(fat) {
			n = fat[i]
		}
		file = binary.LittleEndian.AppendUint32(file, n)
	}
	return slices.Concat(file, entry("Root Entry", 5, none, 1, endOfChain, 0), entry(name1, 2, 2, none, start1, length1),
		entry(name2, 2, none, none, start2, length2), make([]byte, 128), body)
}

// decrypted opens a file with a password and reads its first sheet.
func decrypted(t *testing.T, contents []byte, password string, limits workbook.Limits) (string, error) {
	t.Helper()
	w, err := workbook.Open(file(t, "a.xlsx", contents), workbook.Options{Password: password, Limits: limits})
	if err != nil {
		return "", err
	}
	defer w.Close()
	rows, err := read(t, w, 0)
	return strings.Join(rows, "|"), err
}

func TestPassword(t *testing.T) {
	book := sheet(`<row r="1"><c r="A1" t="str"><v>hemligt</v></c></row>`).With(parts{"noise": noise}).Zip(t)
	for name, contents := range map[string][]byte{"standard": standard(t, book), "agile": agile(book, 1000), "none": book} {
		if got, err := decrypted(t, contents, password, workbook.Limits{}); err != nil || got != `1 A=text("hemligt")` {
			t.Errorf("%s: %s, %v", name, got, err)
		}
		if name == "none" {
			continue
		}
		_, err := decrypted(t, contents, "", workbook.Limits{})
		check(t, err, workbook.ErrEncrypted, "configure the password")
		_, err = decrypted(t, contents, "another", workbook.Limits{})
		check(t, err, workbook.ErrEncrypted, "the configured password does not open it")
		if strings.Contains(err.Error(), "another") {
			t.Errorf("%v tells the password", err)
		}
	}
}

// TestDefaultPassword opens without being asked what Excel opens so.
func TestDefaultPassword(t *testing.T) {
	book := sheet(`<row r="1"><c r="A1"><v>7</v></c></row>`).With(parts{"noise": noise}).Zip(t)
	contents, err := excelize.Encrypt(book, &excelize.Options{Password: "VelvetSweatshop"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decrypted(t, contents, "", workbook.Limits{}); err != nil || got != "1 A=7" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestRefusedEncryption(t *testing.T) {
	book := minimal.With(parts{"noise": noise}).Zip(t)
	good := agile(book, 1000)
	other := parts{"noise": noise}.Zip(t)
	info := []byte("\x04\x00\x04\x00\x40\x00\x00\x00<encryption/>")
	tests := []struct {
		name     string
		contents []byte
		limits   workbook.Limits
		kind     error
		says     string
	}{
		{"something else within", standard(t, other), workbook.Limits{}, workbook.ErrNotWorkbook, "without a workbook"},
		{"encrypted twice", agile(standard(t, book), 1), workbook.Limits{}, workbook.ErrEncrypted, "does not open it"},
		{"hashed for hours", agile(book, 1<<31-1), workbook.Limits{}, workbook.ErrLimit, "2147483647 times"},
		{"hashed for half a minute", agile(book, 1_000_001), workbook.Limits{}, workbook.ErrLimit, "1000001 times"},
		{"larger than the memory", good, workbook.Limits{Memory: int64(len(good)) * 2}, workbook.ErrLimit, "can be decrypted"},
		{"container of nothing", ole("EncryptedPackage"), workbook.Limits{}, workbook.ErrDamaged, "cannot be decrypted"},
		{"two packages", container("EncryptedPackage", nil, "EncryptedPackage", nil), workbook.Limits{}, workbook.ErrDamaged, "0 streams"},
		{"two descriptions", container("EncryptionInfo", info, "EncryptionInfo", info), workbook.Limits{}, workbook.ErrNotWorkbook, ""},
		{
			"a large description", container("EncryptionInfo", make([]byte, 1<<16+1), "EncryptedPackage", nil),
			workbook.Limits{},
			workbook.ErrDamaged, "65537 bytes",
		},
		{"no key", container("EncryptionInfo", info, "EncryptedPackage", make([]byte, 8)), workbook.Limits{}, workbook.ErrDamaged, "cannot be decrypted"},
		{"no XML", container("EncryptionInfo", info[:12], "EncryptedPackage", make([]byte, 8)), workbook.Limits{}, workbook.ErrDamaged, "cannot be decrypted"},
		{
			"unknown encryption", container("EncryptionInfo", []byte("\x09\x00\x09\x00"), "EncryptedPackage", nil),
			workbook.Limits{},
			workbook.ErrDamaged,
			"cannot be decrypted",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decrypted(t, tt.contents, password, tt.limits)
			check(t, err, tt.kind, tt.says)
		})
	}
}

// TestTruncatedEncryption cuts an encrypted file off everywhere but in what fills its last sector.
func TestTruncatedEncryption(t *testing.T) {
	good := agile(minimal.With(parts{"noise": noise}).Zip(t), 1)
	for n := 8; n < len(good)-512; n += 97 {
		_, err := decrypted(t, good[:n], password, workbook.Limits{})
		var refusal *workbook.Error
		if !errors.As(err, &refusal) {
			t.Errorf("the first %d of %d bytes: %v", n, len(good), err)
		}
	}
}

// FuzzEncrypted opens encrypted files of any bytes.
func FuzzEncrypted(f *testing.F) {
	f.Add(agile(minimal.Zip(f), 1))
	standard, err := excelize.Encrypt(minimal.With(parts{"noise": noise}).Zip(f), &excelize.Options{Password: password})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(standard)
	f.Fuzz(func(t *testing.T, contents []byte) {
		_, err := decrypted(t, contents, password, workbook.Limits{Memory: 1 << 24})
		var refusal *workbook.Error
		if err != nil && !errors.As(err, &refusal) {
			t.Errorf("an error that is no refusal: %v", err)
		}
	})
}
