package zipped_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"nyckeltal/ingest/workbook/internal/fixture"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/zipped"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// open opens a container with these limits, or those of format.Defaults where they are 0.
func open(t *testing.T, contents []byte, limits format.Limits) *zipped.Container {
	t.Helper()
	c, err := zipped.Open(bytes.NewReader(contents), int64(len(contents)), limits.OrDefaults())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNames(t *testing.T) {
	c := open(t, fixture.Parts{`XL\Data.XML`: "a", "/xl/b.xml": "b", "xl/folder/": ""}.With(nil).Zip(t), format.Limits{})
	for name, want := range map[string]bool{
		"xl/data.xml": true, "/XL/DATA.xml": true, `xl\data.xml`: true, "xl/B.xml": true,
		"xl/folder/": false, "xl": false, "data.xml": false,
	} {
		if c.Has(name) != want {
			t.Errorf("Has(%q) = %v", name, !want)
		}
	}
	if c.Size("xl/data.xml") != 1 || c.Size("xl/none") != 0 {
		t.Errorf("sizes %d and %d", c.Size("xl/data.xml"), c.Size("xl/none"))
	}
}

func TestRelations(t *testing.T) {
	rels := func(list string) string { return `<Relationships>` + list + `</Relationships>` }
	c := open(t, fixture.Parts{
		"_rels/.rels": rels(`<Relationship Id="1" Type="a/officeDocument" Target="/x/Main.xml"/>`),
		"x/_rels/main.xml.rels": rels(`<Relationship Id="r1" Type="http://a/b/sheet" Target="s/1.xml"/>` +
			`<Relationship Id="r2" Type="sheet" Target="..\2.xml"/><Relationship Id="r3" Type="x" Target="../../../etc/passwd"/>` +
			`<Relationship Id="r4" Type="x" TargetMode="External" Target="http://example.org/"/>` +
			`<Relationship Id="r5" Type="x" Target="a%20b&amp;c%zz"/>`),
	}.Zip(t), format.Limits{})
	main, err := c.Main()
	if err != nil || main != "x/main.xml" {
		t.Fatalf("%s, %v", main, err)
	}
	list, err := c.Relations(main)
	const want = "[{r1 sheet x/s/1.xml} {r2 sheet 2.xml} {r3 x etc/passwd} {r5 x x/a%20b&c%zz}]"
	if got := fmt.Sprint(list); err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	if list, err := c.Relations("x/other.xml"); err != nil || list != nil {
		t.Errorf("%v, %v", list, err)
	}
}

func TestManyRelations(t *testing.T) {
	many := strings.Repeat(`<Relationship Id="r" Type="x" Target="y"/>`, 11)
	c := open(t, fixture.Parts{"_rels/.rels": `<Relationships>` + many + `</Relationships>`}.Zip(t), format.Limits{Entries: 10})
	if _, err := c.Main(); !errors.Is(err, format.ErrLimit) || !strings.Contains(err.Error(), "more than 10 ") {
		t.Error(err)
	}
}

func TestScan(t *testing.T) {
	c := open(t, fixture.Parts{"good": `<?xml version="1.0"?><a><b x="1"/><c>t</c></a> `, "short": `<a><b>`, "none": "text"}.Zip(t), format.Limits{})
	scan := func(name string) (string, error) {
		var seen strings.Builder
		err := c.Scan(name, func(s *markup.Scanner, depth int) error {
			fmt.Fprintf(&seen, "%d%s%d ", depth, s.Name, s.Kind)
			return nil
		})
		return seen.String(), err
	}
	if got, err := scan("good"); err != nil || got != "0a1 1b3 1c1 1c2 0a2 " {
		t.Errorf("%s, %v", got, err)
	}
	for _, name := range []string{"short", "none", "missing"} {
		if _, err := scan(name); !errors.Is(err, format.ErrDamaged) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	failure := errors.New("enough")
	if err := c.Scan("good", func(*markup.Scanner, int) error { return failure }); !errors.Is(err, failure) {
		t.Error(err)
	}
}

// TestFalseSizes opens a part whose size in the directory is not its own.
func TestFalseSizes(t *testing.T) {
	text := "<a>" + strings.Repeat("<b/>", 100_000) + "</a>"
	for _, size := range []uint64{0, 1, 1 << 40, math.MaxUint64} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: "a.xml", CRC32: crc32.ChecksumIEEE([]byte(text)),
			CompressedSize64: uint64(len(text)), UncompressedSize64: size,
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		s, err := open(t, b.Bytes(), format.Limits{}).Stream(t.Context(), "a.xml")
		for tags := 0; err == nil; tags++ {
			err = s.Next((*markup.Scanner).Next)
		}
		if s != nil {
			s.Close()
		}
		if !errors.Is(err, format.ErrDamaged) {
			t.Errorf("size %d: %v", size, err)
		}
	}
}

// TestLimits lets parts be unpacked up to the limits and no further.
func TestLimits(t *testing.T) {
	text := strings.Repeat("x", 100_000)
	tests := []struct {
		limits format.Limits
		says   string
	}{
		{format.Limits{Bytes: 99_999}, "99999 bytes unpacked"},
		{format.Limits{Ratio: 10, RatioFree: 50_000}, "zip bombs"},
		{format.Limits{Bytes: 100_000, RatioFree: 100_000}, ""},
	}
	for _, tt := range tests {
		c := open(t, fixture.Parts{"a": text}.Zip(t), tt.limits)
		r, err := c.Open("a")
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if tt.says == "" && (err != nil || len(got) != len(text)) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if tt.says != "" && (!errors.Is(err, format.ErrLimit) || !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%v does not say %q", err, tt.says)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestFalseRatio refuses a part that is packed too well, whatever the directory says of its packed size.
func TestFalseRatio(t *testing.T) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("x", 1<<20)
	fmt.Fprint(w, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, size := range []uint64{uint64(packed.Len()), 1 << 40, math.MaxInt64, math.MaxUint64} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		raw, err := z.CreateRaw(&zip.FileHeader{
			Name: "a", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(text)),
			CompressedSize64: size, UncompressedSize64: uint64(len(text)),
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := raw.Write(packed.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := open(t, b.Bytes(), format.Limits{Ratio: 10, RatioFree: 50_000}).Open("a")
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		if !errors.Is(err, format.ErrLimit) && !errors.Is(err, format.ErrDamaged) {
			t.Errorf("packed size %d: %v", size, err)
		}
	}
}
