package engine

import (
	"errors"
	"testing"

	chproto "github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/column"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
	"github.com/google/go-cmp/cmp"

	"nyckeltal/load/engine/libchdb"
)

func testContext(t testing.TB) nativeContext {
	t.Helper()
	n, err := newNativeContext("26.7.2.1", "UTC", "54513")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// encodeBlocks encodes two blocks as clickhouse-go does it at a revision.
func encodeBlocks(t testing.TB, revision uint64) []byte {
	t.Helper()
	n := testContext(t)
	var buffer chproto.Buffer
	for _, row := range [][]any{{uint64(1), "a", "x", nil}, {uint64(2), "räksmörgås", "y", "z"}} {
		block := proto.NewBlock()
		block.ServerContext = &n.server
		for i, typ := range []column.Type{"UInt64", "String", "LowCardinality(String)", "Nullable(String)"} {
			if err := block.AddColumn(string(rune('a'+i)), typ); err != nil {
				t.Fatal(err)
			}
		}
		if err := block.Append(row...); err != nil {
			t.Fatal(err)
		}
		if err := block.Encode(&buffer, revision); err != nil {
			t.Fatal(err)
		}
	}
	return buffer.Buf
}

func TestRevise(t *testing.T) {
	old := encodeBlocks(t, 0)
	for _, revision := range []uint64{0, 54405, 54460, 54513} {
		got, err := testContext(t).revise(nil, old, revision)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(encodeBlocks(t, revision), got); diff != "" {
			t.Errorf("revision %d: %s", revision, diff)
		}
	}
}

func TestReviseRefusesWhatItCannotMeasure(t *testing.T) {
	old := encodeBlocks(t, 0)
	unknown := []byte("\x01\x01\x01a\x06Nosuch\x00")
	for _, data := range [][]byte{old[:len(old)-1], unknown, {1}} {
		_, err := testContext(t).revise(nil, data, 54460)
		if e, ok := errors.AsType[*libchdb.Error](err); !ok || e.Code != codeNotImplemented {
			t.Errorf("%q gives %v", data, err)
		}
	}
}
