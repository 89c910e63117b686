package xls

import (
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"nyckeltal/ingest/workbook/internal/format"
)

// codePages are the encodings of texts before BIFF8, by what a CODEPAGE record calls them ([MS-XLS] 2.4.52).
var codePages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855,
	858: charmap.CodePage858, 860: charmap.CodePage860, 862: charmap.CodePage862, 863: charmap.CodePage863,
	865: charmap.CodePage865, 866: charmap.CodePage866,
	874: charmap.Windows874, 932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR,
	950:  traditionalchinese.Big5,
	1200: charmap.Windows1252, // what some programs write into BIFF5 that hold texts as Excel 5 would
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253,
	1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257,
	1258:  charmap.Windows1258,
	10000: charmap.Macintosh, 10007: charmap.MacintoshCyrillic,
	32768: charmap.Macintosh, 32769: charmap.Windows1252,
}

// defaultPage is the code page of workbooks that name none.
const defaultPage = 1252

// textDecoder turns texts in the code page of a workbook into UTF-8.
type textDecoder struct {
	page int
	in   encoding.Encoding
}

// newTextDecoder returns the decoder of a code page.
func newTextDecoder(page int) textDecoder { return textDecoder{page: page, in: codePages[page]} }

// append appends a text. A text that is ASCII needs no code page.
func (d *textDecoder) append(dst, text []byte) ([]byte, error) {
	if isASCII(text) {
		return append(dst, text...), nil
	}
	switch in := d.in.(type) {
	case *charmap.Charmap:
		for _, char := range text {
			dst = utf8.AppendRune(dst, in.DecodeByte(char))
		}
		return dst, nil
	case nil:
		return dst, format.Refuse(format.ErrUnsupported, "its texts are in code page %d", d.page)
	}
	decoded, err := d.in.NewDecoder().Bytes(text)
	if err != nil {
		return dst, format.Refuse(format.ErrDamaged, "its texts are not in code page %d", d.page).Because(err)
	}
	return append(dst, decoded...), nil
}

// isASCII tells whether a text is ASCII only.
func isASCII(text []byte) bool {
	for _, char := range text {
		if char >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
