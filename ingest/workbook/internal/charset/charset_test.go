package charset_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"nyckeltal/ingest/workbook/internal/charset"
	"nyckeltal/ingest/workbook/internal/format"
)

// samples are texts as exports hold them, in languages of Western and Northern Europe.
var samples = map[string]string{
	"swedish":       "Konto;Benämning;Belopp\r\n3000;Försäljning åt Malmö;1 234,50\r\n4010;Inköp varor;-7,00\r\n",
	"one word":      "Kund;Ort\nAB Svets;Malmö\n",
	"capitals":      "KONTO;BENÄMNING\n3000;FÖRSÄLJNING\n5010;ÅTERBÄRING\n",
	"norwegian":     "Konto;Tekst\n3000;Avgiftsfritt salg på Ørlandet, kjøp av øl\n4300;Innkjøp av varer\n",
	"danish":        "Konto;Tekst\n1010;Salg af æbler i Århus\n1020;Køb af brød\n",
	"finnish":       "Tili;Selite\n3000;Myynti Jyväskylä, äiti ja isä\n",
	"german":        "Konto;Bezeichnung\n8400;Erlöse für Straße und Gerät\n1200;Übertrag Ämter\n",
	"french":        "Compte;Libellé\n6061;Fournitures non stockables à côté, réglées après échéance\n7010;Ventes d'été\n",
	"spanish":       "Cuenta;Texto\n7000;Ventas del año, artículo número uno, pequeño\n",
	"letters alone": "Text;Belopp\nåäö;1\nå;2\n",
	"accents":       "Namn\nSkipper´s El\nMichael´s Eftf.\nÅsa\n",
	"blanks":        "Text\nCall\u00a0Center \nx@y.uk\u00a0,a\n",
	"money":         "Text\nSales (in ¥ or US$)\napplicant’s\n",
	"diameters":     "Text\n(E27), Ø75, L140\n",
	"signs of 1252": "Text\nVi sa – ja – \u201cdet kostar\u201d 20 €, och hans\u2019 bok … wasn\u2019t\n",
}

// writers are the encodings of single bytes.
var writers = map[charset.Encoding]*charmap.Charmap{
	charset.Windows1252: charmap.Windows1252, charset.CP850: charmap.CodePage850, charset.MacRoman: charmap.Macintosh,
	charset.CP437: charmap.CodePage437, charset.Latin9: charmap.ISO8859_15,
}

// decode returns the text of a file and its encoding.
func decode(t *testing.T, contents string) (text string, found charset.Encoding, err error) {
	t.Helper()
	r := strings.NewReader(contents)
	found, err = charset.Detect(r, r.Size())
	if err != nil {
		return "", found, err
	}
	b, err := io.ReadAll(found.Reader(io.NewSectionReader(r, 0, r.Size())))
	if err != nil {
		t.Fatal(err)
	}
	return string(b), found, nil
}

// TestSamples reads each sample in each encoding that has its letters. What comes out must be the text; the encoding
// may be another one with the same letters at the same places.
func TestSamples(t *testing.T) {
	for language, text := range samples {
		for encoding, codec := range writers {
			contents, err := codec.NewEncoder().String(text)
			if err != nil {
				continue
			}
			t.Run(language+" in "+encoding.String(), func(t *testing.T) {
				if got, found, err := decode(t, contents); got != text || err != nil {
					t.Errorf("read as %s: %q, %v", found, got, err)
				}
			})
		}
	}
}

// wide returns the text in UTF-16.
func wide(text string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

func TestDetect(t *testing.T) {
	swedish := samples["swedish"]
	tests := []struct {
		name, contents string
		want           charset.Encoding
		text           string
	}{
		{"ASCII", "a;b\n", charset.UTF8, "a;b\n"},
		{"UTF-8", swedish, charset.UTF8, swedish},
		{"UTF-8 with a mark", "\ufeff" + swedish, charset.UTF8Mark, swedish},
		{"nothing but a mark", "\ufeff", charset.UTF8Mark, ""},
		{"UTF-16 with a mark, little end first", wide("\ufeff"+swedish, binary.LittleEndian), charset.UTF16Little, swedish},
		{"UTF-16 with a mark, big end first", wide("\ufeff"+swedish, binary.BigEndian), charset.UTF16Big, swedish},
		{"UTF-16, little end first", wide(swedish, binary.LittleEndian), charset.UTF16Little, swedish},
		{"UTF-16, big end first", wide(swedish, binary.BigEndian), charset.UTF16Big, swedish},
		{"Windows-1252", "p\xe5 \x80 5", charset.Windows1252, "på € 5"},
		{"ISO-8859-15", "p\xe5 5 \xa4, Citro\xebn", charset.Latin9, "på 5 €, Citroën"},
		{"CP850", "p\x86 v\x84g \x9brsted", charset.CP850, "på väg ørsted"},
		{"CP437, told by the frames that CP850 lacks", "\xd5\xcd\xcd\xb8\n\xb3v\x84g \xb3\n\xd4\xcd\xcd\xbe\n", charset.CP437, "╒══╕\n│väg │\n╘══╛\n"},
		{"what CP850 and CP437 have alike is CP850", "p\x86 v\x84g", charset.CP850, "på väg"},
		{"what Windows-1252 and ISO-8859-15 have alike is Windows-1252", "p\xe5 v\xe4g", charset.Windows1252, "på väg"},
		{
			"frames of MS-DOS", "\xda\xc4\xc4\xc4\xc4\xc4\xbf\n\xb3 v\x84g \xb3\n\xc0\xc4\xc4\xc4\xc4\xc4\xd9\n", charset.CP850,
			"┌─────┐\n│ väg │\n└─────┘\n",
		},
		{"far letter", strings.Repeat("a;b\n", 100_000) + "f\x94r\n", charset.CP850, strings.Repeat("a;b\n", 100_000) + "för\n"},
		{"far UTF-8", strings.Repeat("a;b\n", 100_000) + "för\n", charset.UTF8, strings.Repeat("a;b\n", 100_000) + "för\n"},
		{"one odd sign", "kgf\xf7m", charset.Windows1252, "kgf÷m"},
		{"the end of DOS", "a;b\n\x1a", charset.UTF8, "a;b\n\x1a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, found, err := decode(t, tt.contents)
			if found != tt.want || err != nil {
				t.Fatalf("found %s, %v; want %s", found, err, tt.want)
			}
			if got != tt.text {
				t.Errorf("got %.80q", got)
			}
		})
	}
}

// TestBorders looks at letters wherever they lie on the borders of what is looked at in one go.
func TestBorders(t *testing.T) {
	for shift := range 8 {
		text := strings.Repeat("a", 64<<10-shift) + "ö" + strings.Repeat("b", 64<<10-4) + "€\n"
		if got, found, err := decode(t, text); got != text || found != charset.UTF8 || err != nil {
			t.Errorf("shifted by %d: %s, %v", shift, found, err)
		}
		dos := strings.Repeat("a", 64<<10-shift) + "\x94\x86r " + strings.Repeat("b", 64<<10-4) + "\x84\n"
		if _, found, err := decode(t, dos); found != charset.CP850 || err != nil {
			t.Errorf("CP850 shifted by %d: %s, %v", shift, found, err)
		}
	}
}

// japaneseText returns a text in Shift-JIS.
func japaneseText(t *testing.T) string {
	t.Helper()
	text, err := japanese.ShiftJIS.NewEncoder().String("商品コード;商品名;金額;日付\n1001;りんごジュース;1200;2023年11月30日\n1002;チョコレート;350;\n")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRefused(t *testing.T) {
	tests := []struct {
		name, contents string
		kind           error
		says           string
	}{
		{"a byte of 0", "a;b\n\x00c;d\n" + strings.Repeat("a;b\n", 1000), format.ErrNotWorkbook, "neither a workbook nor a text"},
		{"control characters", strings.Repeat("ab\x01\x02", 100), format.ErrNotWorkbook, "neither"},
		{"control characters in UTF-16", wide("\ufeff"+strings.Repeat("ab\x01\x02", 100), binary.LittleEndian), format.ErrNotWorkbook, "neither"},
		{"anything after a mark", "\xff\xfe" + strings.Repeat("\x01\xd8\x41\x41", 100), format.ErrNotWorkbook, "neither"},
		{"UTF-8 but for a byte", strings.Repeat("åäö;", 100) + "\xe5;b\n", format.ErrDamaged, "byte 701 is not"},
		{"a mark that lies", "\xef\xbb\xbfa;\xe5;\n", format.ErrDamaged, "byte 3 is not"},
		{"UTF-8 cut off", strings.Repeat("åäö;", 100) + "\xe2\x82", format.ErrTruncated, "in the middle of a character"},
		{"Cyrillic", "\xcf\xf0\xe8\xe2\xe5\xf2;\xec\xe8\xf0\n\xd1\xf3\xec\xec\xe0;\xc8\xf2\xee\xe3\xee\n", format.ErrUnsupported, "CP850"},
		{"Japanese", japaneseText(t), format.ErrUnsupported, "Western Europe"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, found, err := decode(t, tt.contents)
			if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%s, %v; want: %v", found, err, tt.kind)
			}
		})
	}
}

func TestNamed(t *testing.T) {
	for label, want := range map[string]string{
		"utf-8": "UTF-8", "UTF8": "UTF-8", "ISO-8859-1": "Windows-1252", "us-ascii": "Windows-1252", "windows-1252": "Windows-1252",
		"shift_jis": "shift_jis", "utf-16le": "utf-16le",
	} {
		if got, ok := charset.Named(label); !ok || got.String() != want {
			t.Errorf("%q is %s, %v", label, got, ok)
		}
	}
	if got, ok := charset.Named(" utf8 "); !ok || got != charset.UTF8 {
		t.Errorf("a label with spaces around it is %s, %v", got, ok)
	}
	if e, _ := charset.Named("utf-16"); !e.Wide() || charset.CP850.Wide() || charset.UTF8.Wide() {
		t.Error("which encodings are wide")
	}
	if _, ok := charset.Named("klingon"); ok {
		t.Error("klingon is an encoding")
	}
}

// TestReader hands out the same text however it is read, and errors of what it reads from.
func TestReader(t *testing.T) {
	for encoding, codec := range writers {
		contents, err := codec.NewEncoder().Bytes([]byte(samples["swedish"]))
		if err != nil {
			t.Fatal(err)
		}
		if err := iotest.TestReader(encoding.Reader(iotest.OneByteReader(bytes.NewReader(contents))), []byte(samples["swedish"])); err != nil {
			t.Error(err)
		}
		broken := errors.New("the disk is gone")
		if _, err := io.ReadAll(encoding.Reader(iotest.ErrReader(broken))); !errors.Is(err, broken) {
			t.Error(err)
		}
	}
}
