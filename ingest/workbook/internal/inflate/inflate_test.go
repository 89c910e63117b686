package inflate_test

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"nyckeltal/ingest/workbook/internal/inflate"
)

// pack packs data at a level of the standard library.
func pack(tb testing.TB, data []byte, level int) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// texts are data of several kinds, by their names.
func texts() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	var sheet strings.Builder
	for sheet.Len() < 500_000 {
		sheet.WriteString(`<c r="A1" s="3"><v>` + strings.Repeat("7", r.IntN(4)) + string(rune('0'+r.IntN(10))) + "</v></c>")
	}
	skewed := make([]byte, 200_000) // whose codes have very different lengths
	for i := range skewed {
		for skewed[i] < 200 && r.IntN(2) == 0 {
			skewed[i]++
		}
	}
	var runs []byte
	for i := range 2000 {
		runs = append(runs, bytes.Repeat([]byte{byte(r.Uint32())}, r.IntN(600))...)
		runs = append(runs, bytes.Repeat(noise[i:i+r.IntN(20)], r.IntN(40))...)
	}
	return map[string][]byte{
		"empty": nil, "byte": {7}, "noise": noise, "sheet": []byte(sheet.String()), "skewed": skewed, "runs": runs,
		"far": append(bytes.Repeat(noise[:32_768], 4), noise[:1000]...),
	}
}

func TestRead(t *testing.T) {
	for name, want := range texts() {
		for _, level := range []int{flate.HuffmanOnly, 0, 1, 6, 9} {
			packed := pack(t, want, level)
			for _, src := range []io.Reader{
				bytes.NewReader(packed), iotest.OneByteReader(bytes.NewReader(packed)),
				iotest.DataErrReader(bytes.NewReader(packed)), io.MultiReader(bytes.NewReader(packed), strings.NewReader("and more")),
			} {
				got, err := io.ReadAll(inflate.NewReader(src))
				if err != nil || !bytes.Equal(got, want) {
					t.Fatalf("%s at level %d: %d of %d bytes, %v", name, level, len(got), len(want), err)
				}
			}
		}
	}
}

// TestSmallReads takes the bytes in random portions.
func TestSmallReads(t *testing.T) {
	want := texts()["sheet"]
	packed := pack(t, want, 6)
	rapid.Check(t, func(rt *rapid.T) {
		r := inflate.NewReader(bytes.NewReader(packed))
		var got []byte
		for {
			b := make([]byte, rapid.IntRange(0, 200_000).Draw(rt, "size"))
			n, err := r.Read(b)
			got = append(got, b[:n]...)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				rt.Fatal(err)
			}
		}
		if !bytes.Equal(got, want) {
			rt.Fatal("the bytes differ")
		}
	})
}

// TestTruncated cuts a stream off everywhere. What can be read of it is a beginning of the whole.
func TestTruncated(t *testing.T) {
	for name, whole := range texts() {
		for _, level := range []int{0, flate.HuffmanOnly, 6} {
			whole := whole[:min(len(whole), 400)]
			packed := pack(t, whole, level)
			for n := range packed {
				got, err := io.ReadAll(inflate.NewReader(bytes.NewReader(packed[:n])))
				if !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.HasPrefix(whole, got) {
					t.Fatalf("%s at level %d: %d of %d bytes give %d bytes, %v", name, level, n, len(packed), len(got), err)
				}
			}
		}
	}
}

func TestFailingReader(t *testing.T) {
	broken := errors.New("broken")
	packed := pack(t, texts()["noise"], 6)
	for _, n := range []int{0, 1, 70_000} {
		_, err := io.ReadAll(inflate.NewReader(io.MultiReader(bytes.NewReader(packed[:n]), iotest.ErrReader(broken))))
		if !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

// compare unpacks data with the standard library too.
func compare(t *testing.T, packed []byte) {
	t.Helper()
	const most = 1 << 22
	want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), most))
	got, err := io.ReadAll(io.LimitReader(inflate.NewReader(bytes.NewReader(packed)), most))
	switch {
	case (err == nil) != (wantErr == nil):
		t.Errorf("got %v, want %v", err, wantErr)
	case err == nil && !bytes.Equal(got, want):
		t.Errorf("got %d bytes, want %d others", len(got), len(want))
	}
}

// TestDamaged changes bits of packed data one by one.
func TestDamaged(t *testing.T) {
	for name, whole := range texts() {
		for _, level := range []int{0, flate.HuffmanOnly, 6} {
			packed := pack(t, whole[:min(len(whole), 120)], level)
			for i := range len(packed) * 8 {
				damaged := bytes.Clone(packed)
				damaged[i/8] ^= 1 << (i % 8)
				compare(t, damaged)
				if t.Failed() {
					t.Fatalf("%s at level %d: bit %d", name, level, i)
				}
			}
		}
	}
}

// FuzzReader unpacks any bytes.
func FuzzReader(f *testing.F) {
	for _, whole := range texts() {
		for _, level := range []int{0, flate.HuffmanOnly, 1, 9} {
			f.Add(pack(f, whole[:min(len(whole), 2000)], level))
		}
	}
	f.Add([]byte("\x05\xe0\x81\x08\x00\x00\x00\x00\x20\x7f\xeb\x0b\x00\x00")) // a single code of one bit
	f.Fuzz(compare)
}

// Benchmark compares with the standard library on what sheets are like.
func Benchmark(b *testing.B) {
	want := texts()["sheet"]
	packed := pack(b, want, 6)
	for name, open := range map[string]func(io.Reader) io.Reader{
		"here":     func(r io.Reader) io.Reader { return inflate.NewReader(r) },
		"standard": func(r io.Reader) io.Reader { return flate.NewReader(r) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(want)))
			for b.Loop() {
				if n, err := io.Copy(io.Discard, open(bytes.NewReader(packed))); err != nil || n != int64(len(want)) {
					b.Fatal(n, err)
				}
			}
		})
	}
}
