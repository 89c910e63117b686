package engine

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/ClickHouse/ch-go/compress"

	"nyckeltal/load/engine/libchdb"
)

func TestFrames(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789abcdef"), frameSize/8) // two frames
	var packed bytes.Buffer
	if err := writeFrames(&packed, compress.NewWriter(compress.LevelZero, compress.LZ4), data); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(newFrameReader(bytes.NewReader(packed.Bytes())))
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes came back of %d: %v", len(got), len(data), err)
	}
	for _, cut := range []int{1, frameHeader - 1, frameHeader, frameHeader + 1, packed.Len() - 1} {
		_, err := io.ReadAll(newFrameReader(bytes.NewReader(packed.Bytes()[:cut])))
		if e, ok := errors.AsType[*libchdb.Error](err); !ok || e.Code != codeCannotDecompress {
			t.Errorf("cut off at %d: %v", cut, err)
		}
	}
}

func TestDecodeContent(t *testing.T) {
	for _, encoding := range encodings {
		var packed bytes.Buffer
		w, err := encodeContent(&packed, encoding)
		if err != nil {
			t.Fatal(err)
		}
		_, writeErr := io.WriteString(w, "some text")
		if err := errors.Join(writeErr, w.Flush(), w.Close()); err != nil {
			t.Fatal(err)
		}
		r, err := decodeContent(&packed, encoding)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r); string(text) != "some text" || err != nil {
			t.Errorf("%s: %q, %v", encoding, text, err)
		}
	}
}

func FuzzFrameReader(f *testing.F) {
	var packed bytes.Buffer
	if err := writeFrames(&packed, compress.NewWriter(compress.LevelZero, compress.LZ4), []byte("seed")); err != nil {
		f.Fatal(err)
	}
	f.Add(packed.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = io.Copy(io.Discard, io.LimitReader(newFrameReader(bytes.NewReader(data)), 1<<20))
	})
}
