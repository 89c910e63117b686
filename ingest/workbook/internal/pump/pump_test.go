package pump_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/pump"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestWindows takes the stream in random steps and puts it together again.
func TestWindows(t *testing.T) {
	text := []byte(strings.Repeat("0123456789abcdef", 20_000))
	rapid.Check(t, func(rt *rapid.T) {
		chunk := rapid.SampledFrom([]int{1, 7, 1000, 33_000, 400_000}).Draw(rt, "chunk")
		want := text[:rapid.IntRange(0, min(len(text), chunk*50)).Draw(rt, "size")]
		p := pump.Start(context.Background(), io.NopCloser(bytes.NewReader(want)), chunk, 1<<30)
		defer p.Close()
		var got []byte
		for {
			window := p.Window()
			keep := rapid.IntRange(0, len(window)).Draw(rt, "keep")
			got = append(got, window[:len(window)-keep]...)
			kept := bytes.Clone(window[len(window)-keep:])
			err := p.More(keep)
			if !bytes.HasPrefix(p.Window(), kept) {
				rt.Fatal("the kept bytes are lost")
			}
			if errors.Is(err, io.EOF) {
				got = append(got, p.Window()...)
				break
			}
			if err != nil || len(p.Window()) <= keep {
				rt.Fatalf("More(%d): %d bytes, %v", keep, len(p.Window()), err)
			}
		}
		if !bytes.Equal(got, want) {
			rt.Fatalf("got %d bytes, want %d", len(got), len(want))
		}
	})
}

func TestFailingReader(t *testing.T) {
	failure := errors.New("broken")
	r := io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(failure))
	p := pump.Start(t.Context(), io.NopCloser(r), 100, 1000)
	defer p.Close()
	if err := p.More(0); err != nil || string(p.Window()) != "abc" {
		t.Fatalf("%q, %v", p.Window(), err)
	}
	for range 2 {
		if err := p.More(1); !errors.Is(err, failure) || string(p.Window()) != "c" {
			t.Fatalf("%q, %v", p.Window(), err)
		}
	}
}

func TestLimit(t *testing.T) {
	p := pump.Start(t.Context(), io.NopCloser(strings.NewReader(strings.Repeat("x", 100))), 10, 50)
	defer p.Close()
	var err error
	for err == nil {
		err = p.More(len(p.Window()))
	}
	if !errors.Is(err, format.ErrLimit) {
		t.Fatal(err)
	}
}

// endless is a reader without an end, which counts how often it is closed.
type endless struct{ closed int }

func (e *endless) Read(p []byte) (int, error) { return len(p), nil }
func (e *endless) Close() error               { e.closed++; return nil }

// TestClose leaves a stream in the middle; goleak sees to it that its goroutine has ended.
func TestClose(t *testing.T) {
	var r endless
	p := pump.Start(t.Context(), &r, 10, 50)
	if err := p.More(0); err != nil {
		t.Fatal(err)
	}
	p.Close()
	p.Close()
	if r.closed != 1 {
		t.Errorf("closed %d times", r.closed)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var r endless
	p := pump.Start(ctx, &r, 10, 1<<30)
	defer p.Close()
	cancel()
	if err := p.Drain(); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
