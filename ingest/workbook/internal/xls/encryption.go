package xls

import (
	"encoding/binary"

	"nyckeltal/ingest/workbook/internal/format"
)

// cipher decrypts the records of a stream, best one after the other. It is used by one goroutine.
type cipher interface {
	// decrypt decrypts in place the data of a record, which lie at that place of the stream, all but the bytes at their
	// beginning that are plain.
	decrypt(data []byte, plain int, at int64)
}

// protection is how the records of a workbook are encrypted.
type protection interface {
	// opens tells whether the password is the right one, and takes it if so.
	opens(password string) bool
	// cipher returns a new cipher with the password that has been taken.
	cipher() cipher
}

// unlock reads how the workbook is encrypted ([MS-XLS] 2.4.117) and looks for the password that opens it.
func (b *Book) unlock(data []byte, password string) error {
	p, err := b.parseFilePass(data)
	if err != nil {
		return err
	}
	if p.opens(format.DefaultPassword) || password != "" && p.opens(password) {
		b.locked = p
		return nil
	}
	if password != "" {
		return format.Refuse(format.ErrEncrypted, "the configured password does not open it")
	}
	return format.Refuse(format.ErrEncrypted, "")
}

// parseFilePass reads how the records are encrypted.
func (b *Book) parseFilePass(data []byte) (protection, error) {
	const obfuscated, rc4, cryptoAPI = 0, 1, 2
	method, rest := obfuscated, data
	if b.version == biff8 {
		if len(data) < 2 {
			return nil, short("its encryption", data)
		}
		method, rest = int(binary.LittleEndian.Uint16(data)), data[2:]
	}
	if method == rc4 && len(rest) >= 4 {
		method, rest = int(binary.LittleEndian.Uint16(rest[2:])), rest[4:]
	}
	switch {
	case method == obfuscated && len(rest) >= 4:
		return &obfuscation{key: binary.LittleEndian.Uint16(rest), hash: binary.LittleEndian.Uint16(rest[2:])}, nil
	case method == rc4 && len(rest) >= 48:
		return parseRC4(rest), nil
	case method == cryptoAPI:
		if p := parseCryptoAPI(rest); p != nil {
			return p, nil
		}
	}
	return nil, format.Refuse(format.ErrEncrypted, "it is encrypted in a way that is not known")
}

// plainSize returns how many bytes at the beginning of a record's data are never encrypted ([MS-XLS] 2.2.10). Of the
// records that are not encrypted at all, only those are named that are read.
func plainSize(id uint16, data []byte) int {
	switch {
	case isBOF(id), id == recFilePass:
		return len(data)
	case id == recBoundSheet:
		return min(4, len(data))
	}
	return 0
}
