package biff

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxUTF8 is how many bytes of UTF-8 one code unit of UTF-16 takes at most.
const MaxUTF8 = 3

// AppendUTF16 appends a text in UTF-16, lower byte first, as UTF-8. Half a surrogate pair becomes U+FFFD; a byte that
// is left over at the end is left out.
func AppendUTF16(dst, text []byte) []byte {
	dst = slices.Grow(dst, len(text)/2*MaxUTF8)
	for {
		dst, text = appendASCII(dst, text)
		if len(text) < 2 {
			return dst
		}
		var r rune
		r, text = decode(text)
		dst = utf8.AppendRune(dst, r)
	}
}

// notASCII are the bits that are 0 in four code units of ASCII.
const notASCII = 0xff80_ff80_ff80_ff80

// appendASCII appends what text begins with as far as whole groups of four code units are ASCII, and returns the rest
// of it. There has to be room for it in dst.
func appendASCII(dst, text []byte) (grown, rest []byte) {
	room := dst[len(dst):cap(dst)]
	n := 0
	for len(text) >= 8 && len(room)-n >= 4 {
		units := binary.LittleEndian.Uint64(text)
		if units&notASCII != 0 {
			break
		}
		units |= units >> 8
		binary.LittleEndian.PutUint32(room[n:], uint32(units&0xffff|units>>16&0xffff_0000))
		n += 4
		text = text[8:]
	}
	return dst[:len(dst)+n], text
}

// decode returns the character that text begins with and what follows it.
func decode(text []byte) (r rune, rest []byte) {
	r, rest = rune(binary.LittleEndian.Uint16(text)), text[2:]
	if !utf16.IsSurrogate(r) {
		return r, rest
	}
	if len(rest) >= 2 {
		if pair := utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(rest))); pair != utf8.RuneError {
			return pair, rest[2:]
		}
	}
	return utf8.RuneError, rest
}
