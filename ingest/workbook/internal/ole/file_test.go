package ole_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ole"
	"nyckeltal/ingest/workbook/internal/ole/oletest"
)

// numbered returns n bytes that differ from place to place.
func numbered(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i ^ i>>8 ^ i>>16)
	}
	return b
}

// stream reads a stream of a file in one go.
func stream(file []byte, limits format.Limits, names ...string) ([]byte, error) {
	f, err := ole.Open(bytes.NewReader(file), int64(len(file)), limits)
	if err != nil {
		return nil, err
	}
	s, err := f.Stream(names...)
	if err != nil || s == nil {
		return nil, err
	}
	b := make([]byte, s.Size())
	if _, err := s.ReadAt(b, 0); err != nil {
		return nil, err
	}
	return b, nil
}

func TestStream(t *testing.T) {
	sizes := []int{0, 1, 63, 64, 65, 4095, 4096, 4097, 100_000, 8 << 20} // the last needs a list of the table's sectors
	for _, size := range sizes {
		for _, large := range []bool{false, true} {
			for _, reversed := range []bool{false, true} {
				c := oletest.Container{Large: large, Reversed: reversed, Streams: []oletest.Stream{
					{Name: "\x05SummaryInformation", Data: numbered(300)},
					{Name: "Workbook", Data: numbered(size)},
					{Name: "Other", Data: numbered(5000)},
				}}
				got, err := stream(c.Build(), format.Defaults, "Workbook", "Book")
				if err != nil || !bytes.Equal(got, numbered(size)) {
					t.Errorf("%d bytes, large sectors %v, reversed %v: %d bytes, %v", size, large, reversed, len(got), err)
				}
			}
		}
	}
}

func TestNames(t *testing.T) {
	tests := []struct{ streams, ask, want string }{
		{"Book Workbook", "Workbook Book", "Workbook"},
		{"Book Other", "Workbook Book", "Book"},
		{"BOOK", "Workbook Book", "BOOK"},
		{"Other", "Workbook Book", ""},
		{"WorkbookX", "Workbook", ""},
	}
	for _, tt := range tests {
		var c oletest.Container
		for name := range strings.FieldsSeq(tt.streams) {
			c.Streams = append(c.Streams, oletest.Stream{Name: name, Data: []byte(name)})
		}
		got, err := stream(c.Build(), format.Defaults, strings.Fields(tt.ask)...)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s of %s: %q, %v", tt.ask, tt.streams, got, err)
		}
	}
}

// TestReadAt reads any part of streams that lie in many pieces.
func TestReadAt(t *testing.T) {
	want := numbered(20_000)
	for _, reversed := range []bool{false, true} {
		file := oletest.Container{Reversed: reversed, Streams: []oletest.Stream{{Name: "Book", Data: want}}}.Build()
		f, err := ole.Open(bytes.NewReader(file), int64(len(file)), format.Defaults)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.Stream("Book")
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(rt *rapid.T) {
			at := rapid.Int64Range(0, 21_000).Draw(rt, "at")
			got := make([]byte, rapid.IntRange(0, 3000).Draw(rt, "n"))
			wanted := make([]byte, len(got))
			wantN, wantErr := bytes.NewReader(want).ReadAt(wanted, at)
			n, err := s.ReadAt(got, at)
			if n != wantN || !bytes.Equal(got, wanted) || len(got) > 0 && !errors.Is(err, wantErr) {
				rt.Errorf("%d bytes, %v, want %d, %v", n, err, wantN, wantErr)
			}
		})
		if _, err := s.ReadAt(make([]byte, 1), -1); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("before the beginning: %v", err)
		}
	}
}

// TestHostile refuses files that contradict themselves. The container has sectors 0 to 19 for the stream, 20 for the
// directory and 21 for the table of sectors.
func TestHostile(t *testing.T) {
	good := oletest.Workbook("Book", numbered(10_240))
	small := oletest.Workbook("Book", numbered(1000)) // 0 and 1: small sectors, 2: directory, 3: their table, 4: table
	const table, directory = 512 * 22, 512 * 21
	put := func(file []byte, at int, n uint32) []byte {
		file = bytes.Clone(file)
		binary.LittleEndian.PutUint32(file[at:], n)
		return file
	}
	circle := put(good, 76, 0xffffffff) // sector 0 is the list, holds nothing and goes on in itself
	copy(circle[512:], bytes.Repeat([]byte{0xff}, 512))
	circle = put(put(circle, 512+508, 0), 68, 0)
	tests := []struct {
		name string
		file []byte
		kind error
		says string
	}{
		{"a part of the header", good[:100], format.ErrTruncated, "within its header"},
		{"no signature", append([]byte{0}, good[1:]...), format.ErrDamaged, "header"},
		{"unknown size of sectors", put(good, 30, 10), format.ErrDamaged, "header"},
		{"cut off before the table", good[:table], format.ErrTruncated, "sector 21 lies behind"},
		{"cut off within the stream", put(good[:512*6], 76, 4), format.ErrTruncated, "lies behind"},
		{"chain in a circle", put(good, table+4*10, 3), format.ErrDamaged, "circle at sector 3"},
		{"directory in a circle", put(good, table+4*20, 20), format.ErrDamaged, "circle"},
		{"chain ends early", put(good, table+4*10, 0xfffffffe), format.ErrDamaged, "10240 bytes ends after 5632"},
		{"chain to a free sector", put(good, table+4*10, 0xffffffff), format.ErrDamaged, "ends after"},
		{"chain to where nothing is", put(good, table+4*10, 5000), format.ErrTruncated, "sector 5000"},
		{"stream larger than the file", put(good, directory+128+120, 1<<31), format.ErrDamaged, "ends after 10240"},
		{"no directory", put(good, 48, 0xfffffffe), format.ErrDamaged, "directory ends"},
		{"no table", put(good, 76, 0xffffffff), format.ErrDamaged, "table of sectors ends"},
		{"list of the table in a circle", circle, format.ErrDamaged, "list of its table of sectors runs in a circle"},
		{"entry behind the directory", put(good, directory+76, 1000), format.ErrDamaged, "entry 1000"},
		{"small stream in a circle", put(small, 512*4+4*3, 2), format.ErrDamaged, "circle at sector 2"},
		{"small stream ends early", put(small, 512*4+4*3, 0xfffffffe), format.ErrDamaged, "small"},
		{"no table of small sectors", put(small, 60, 0xfffffffe), format.ErrDamaged, "small"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := stream(tt.file, format.Defaults, "Book")
			if !errors.Is(err, tt.kind) || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %v with %q", err, tt.kind, tt.says)
			}
		})
	}
}

// TestTreeInACircle reads a directory whose entries refer to each other.
func TestTreeInACircle(t *testing.T) {
	file := oletest.Workbook("Book", numbered(5000))
	entry := bytes.Index(file, []byte("B\x00o\x00o\x00k\x00"))
	binary.LittleEndian.PutUint32(file[entry+68:], 1)
	binary.LittleEndian.PutUint32(file[entry+72:], 0)
	if got, err := stream(file, format.Defaults, "Book"); err != nil || len(got) != 5000 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestLimits(t *testing.T) {
	c := oletest.Container{Reversed: true, Streams: []oletest.Stream{{Name: "Book", Data: numbered(100_000)}, {Name: "Other"}}}
	limits := func(change func(*format.Limits)) format.Limits {
		l := format.Defaults
		change(&l)
		return l
	}
	tests := []struct {
		limits format.Limits
		says   string
	}{
		{limits(func(l *format.Limits) { l.Entries = 1 }), "more than 1 streams"},
		{limits(func(l *format.Limits) { l.Memory = 1024 }), "pieces"},
		{limits(func(l *format.Limits) { l.Memory = 511 }), "table of sectors"},
	}
	for _, tt := range tests {
		if _, err := stream(c.Build(), tt.limits, "Book"); !errors.Is(err,
			format.ErrLimit) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("got %v, want %q", err, tt.says)
		}
	}
}

// FuzzOpen opens files of any bytes and reads the stream that they hold.
func FuzzOpen(f *testing.F) {
	for _, size := range []int{100, 5000} {
		f.Add(oletest.Workbook("Book", numbered(size)))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := stream(file, format.Defaults, "Book")
		var refusal *format.Error
		if err != nil && !errors.As(err, &refusal) {
			t.Errorf("an error that is no refusal: %v", err)
		}
		if len(got) > len(file)+512 && len(got) >= 4096 {
			t.Errorf("%d bytes out of a file of %d", len(got), len(file))
		}
	})
}
