package workbook

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/richardlehane/mscfb"
	"github.com/xuri/excelize/v2"

	"nyckeltal/ingest/workbook/internal/format"
)

const (
	// decryptionCopies is how many times its size in memory an encrypted file takes while it is decrypted, at most.
	decryptionCopies = 5
	// maxEncrypted is the largest size of an encrypted file in bytes, whatever the limits say.
	maxEncrypted = 256 << 20
	// maxEncryptionInfo is the largest size in bytes of what tells how a file is encrypted.
	maxEncryptionInfo = 64 << 10
	// maxSpinCount is how often a password may be hashed. Programs do it 100 000 times, which takes part of a second.
	maxSpinCount = 1_000_000
)

// openEncrypted opens a workbook that lies encrypted in Microsoft's older container ([MS-OFFCRYPTO] 2.3.4). What is
// decrypted is held in memory.
func openEncrypted(r io.ReaderAt, size int64, opt Options) (opened, error) {
	password := cmp.Or(opt.Password, format.DefaultPassword)
	if most := min(opt.Limits.Memory/decryptionCopies, maxEncrypted); size > most {
		return opened{}, format.Refuse(format.ErrLimit, "it takes %d bytes, and only up to %d can be decrypted", size, most)
	}
	file := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), file); err != nil {
		return opened{}, err
	}
	contents, err := decrypt(file, password)
	unlocked := bytes.HasPrefix(contents, []byte("PK"))
	switch {
	case opt.Password == "" && !unlocked:
		return opened{}, format.Refuse(format.ErrEncrypted, "")
	case err != nil:
		return opened{}, err
	case !unlocked:
		return opened{}, format.Refuse(format.ErrEncrypted, "the configured password does not open it")
	}
	return openZipped(bytes.NewReader(contents), int64(len(contents)), opt.Limits)
}

// decrypt decrypts the workbook in a file, whatever the password. A wrong one gives nonsense.
func decrypt(file []byte, password string) (contents []byte, err error) {
	defer func() { // neither of the two libraries checks all that it reads
		if fault := recover(); fault != nil {
			err = undecipherable(fmt.Errorf("%v", fault))
		}
	}()
	info, err := encryptionInfo(file)
	if err != nil {
		return nil, err
	}
	if err := checkEffort(info); err != nil {
		return nil, err
	}
	contents, err = excelize.Decrypt(file, &excelize.Options{Password: password})
	if err != nil {
		return nil, undecipherable(err)
	}
	return contents, nil
}

// encryptionInfo returns the stream of an encrypted file that tells how it is encrypted. It sees to it that there is one
// of each stream, because excelize reads all that have its name.
func encryptionInfo(file []byte) ([]byte, error) {
	container, err := mscfb.New(bytes.NewReader(file))
	if err != nil {
		return nil, undecipherable(err)
	}
	var info []byte
	streams := map[string]int{}
	for _, f := range container.File {
		streams[f.Name]++
		if f.Name != "EncryptionInfo" || streams[f.Name] > 1 {
			continue
		}
		if f.Size > maxEncryptionInfo {
			return nil, format.Refuse(format.ErrDamaged, "its stream %s takes %d bytes", f.Name, f.Size)
		}
		info = make([]byte, f.Size)
		if _, err := io.ReadFull(f, info); err != nil {
			return nil, undecipherable(err)
		}
	}
	for _, name := range [...]string{"EncryptionInfo", "EncryptedPackage"} {
		if n := streams[name]; n != 1 {
			return nil, format.Refuse(format.ErrDamaged, "it has %d streams with the name %s", n, name)
		}
	}
	return info, nil
}

// checkEffort refuses a file that demands that its password be hashed for long. Those of the agile encryption say how
// often, in XML after 8 bytes that begin with the version 4.4.
func checkEffort(info []byte) error {
	const agile = 4<<16 | 4
	if len(info) < 8 || binary.LittleEndian.Uint32(info) != agile {
		return nil
	}
	var encryption excelize.Encryption
	if err := xml.Unmarshal(info[8:], &encryption); err != nil {
		return undecipherable(err)
	}
	for _, e := range encryption.KeyEncryptors.KeyEncryptor {
		if n := e.EncryptedKey.SpinCount; n > maxSpinCount {
			return format.Refuse(format.ErrLimit, "its password has to be hashed %d times, more than %d", n, maxSpinCount)
		}
	}
	return nil
}

// undecipherable returns the refusal of a file whose encryption cannot be read.
func undecipherable(cause error) error {
	return format.Refuse(format.ErrDamaged, "it cannot be decrypted").Because(cause)
}
