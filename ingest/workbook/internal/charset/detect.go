package charset

import (
	"bytes"
	"io"

	"nyckeltal/ingest/workbook/internal/format"
)

const (
	// chunkSize is how much is looked at in one go, and how much of a file tells UTF-16, in bytes.
	chunkSize = 64 << 10
	// sampleSize is how much of a file is looked at, if enoughBytes of it are beyond ASCII. Otherwise it is all.
	sampleSize  = 1 << 20
	enoughBytes = 1000
)

// Mark tells the encoding by what a text begins with: by its byte order mark, or UTF-16 by the bytes between that are 0.
// It returns UTF8 when neither is there.
func Mark(head []byte) Encoding {
	switch {
	case bytes.HasPrefix(head, []byte(mark)):
		return UTF8Mark
	case bytes.HasPrefix(head, []byte("\xff\xfe")), zeros(head, 1):
		return UTF16Little
	case bytes.HasPrefix(head, []byte("\xfe\xff")), zeros(head, 0):
		return UTF16Big
	}
	return UTF8
}

// zeros tells whether most of every other byte from start on, and few of the bytes between, are 0, as in a text in UTF-16.
func zeros(head []byte, start int) bool {
	var count [2]int
	for i, b := range head {
		if b == 0 {
			count[i%2]++
		}
	}
	half := len(head) / 2
	return half > 0 && count[start] > half*3/4 && count[1-start] <= half/100
}

// Detect tells the encoding of the text in the first size bytes of r. It reads the first MiB, and beyond it until a
// thousand bytes were not ASCII. These are the rules:
//
//   - a byte order mark names UTF-8 or UTF-16, and so do bytes between that are 0 for UTF-16 without a mark;
//   - a text that is valid as UTF-8 is UTF-8, also one of ASCII only;
//   - otherwise the encoding of single bytes is taken in which the letters and signs beyond ASCII stand where such ones do
//     in the languages of Western and Northern Europe (see plausibility). Where two are equal, the earlier one is taken
//     of Windows-1252, which programs have written most since 1995 and which holds all of ISO-8859-1; ISO-8859-15; CP850,
//     which is the code page of MS-DOS and of the console in Western Europe and has the letters of CP437 where that
//     has them; CP437; Mac Roman.
//
// What comes after the sample cannot change that: Reader ends with a refusal where it contradicts.
//
// Detect refuses what is no text: more than one control character in a hundred bytes, or any that is 0. It refuses a text
// that is UTF-8 but for some bytes, and one that is implausible in every encoding, as those of other languages are.
func Detect(r io.ReaderAt, size int64) (Encoding, error) {
	head := make([]byte, min(size, chunkSize))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return UTF8, err
	}
	guess := Mark(head)
	var s survey
	if err := s.read(guess.decoder(io.NewSectionReader(r, 0, size))); err != nil {
		return UTF8, err
	}
	switch {
	case s.zero || s.controls > s.size/100 || guess.Wide() && s.replaced > s.size/1000:
		return UTF8, format.Refuse(format.ErrNotWorkbook, "it is neither a workbook nor a text")
	case s.valid():
		return guess, nil
	}
	return detectSingle(io.NewSectionReader(r, 0, min(s.size, size)), guess, &s)
}

// detectSingle tells the encoding of single bytes of a text that is not valid as UTF-8.
func detectSingle(r io.Reader, guess Encoding, s *survey) (Encoding, error) {
	var e evidence
	if err := e.read(r); err != nil {
		return UTF8, err
	}
	switch best, ok := e.best(); {
	case (guess == UTF8Mark || e.mostlyUTF8()) && s.invalidAt == 0:
		return UTF8, errCut()
	case guess == UTF8Mark || e.mostlyUTF8():
		return UTF8, errNotUTF8(s.invalidAt)
	case !ok:
		return UTF8, format.Refuse(format.ErrUnsupported,
			"its letters are neither UTF-8, UTF-16, Windows-1252, CP850 nor another encoding of Western Europe")
	default:
		return best, nil
	}
}

// errNotUTF8 is the refusal of a text in UTF-8 for one of its bytes, counted from 1.
func errNotUTF8(at int64) error {
	return format.Refuse(format.ErrDamaged, "its text is UTF-8, but not all of it: byte %d is not", at)
}

// errCut is the refusal of a text in UTF-8 whose last character is not whole.
func errCut() error {
	return format.Refuse(format.ErrTruncated, "it ends in the middle of a character")
}
