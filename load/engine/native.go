package engine

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"time"

	chproto "github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/column"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/timezone"
)

// nativeContext is what the column codecs of clickhouse-go must know about the server.
type nativeContext struct{ server column.ServerContext }

func newNativeContext(version, zone, revision string) (nativeContext, error) {
	location, err := timezone.Load(zone)
	if err != nil {
		location = time.UTC // plain DateTime columns are not rendered here, only measured
	}
	number, err := strconv.ParseUint(revision, 10, 64)
	if err != nil {
		return nativeContext{}, fmt.Errorf("the engine's revision is %q", revision)
	}
	v := proto.ParseVersion(version)
	return nativeContext{column.ServerContext{
		Revision:     number,
		VersionMajor: v.Major, VersionMinor: v.Minor, VersionPatch: v.Patch,
		Timezone: location,
	}}, nil
}

// blockInfo is what stands before each block from revision 1 on: no overflow rows, no bucket.
var blockInfo = []byte{1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0}

// revise rewrites blocks of the format Native from revision 0, in which the library writes, to the revision that a
// client asked for with client_protocol_version, and appends them to dst. The columns' data are the same in all
// revisions from 54405 on; what is new is the block info, and a byte per column that announces a custom
// serialization. To know where a column ends it must be decoded, hence a type that clickhouse-go does not know is an
// error. A DateTime column has lost its time zone in revision 0 and appears as plain DateTime.
func (n nativeContext) revise(dst, blocks []byte, revision uint64) ([]byte, error) {
	if revision == 0 {
		return append(dst, blocks...), nil
	}
	source := &nativeSource{data: blocks}
	source.rest.Reset(blocks)
	source.buffered = bufio.NewReaderSize(&source.rest, nativeBuffer)
	reader := chproto.NewReader(source.buffered)
	for source.position() < len(blocks) {
		var err error
		if dst, err = n.reviseBlock(dst, source, reader, revision); err != nil {
			return dst, Errorf(codeNotImplemented, "The result cannot be sent in the format Native: %v", err)
		}
	}
	return dst, nil
}

// nativeBuffer is not smaller than the buffer of chproto.Reader, which then adds none of its own, so that position
// is exact.
const nativeBuffer = 128 << 10

type nativeSource struct {
	data     []byte
	rest     bytes.Reader
	buffered *bufio.Reader
}

// position is how much of data has been read.
func (s *nativeSource) position() int { return len(s.data) - s.rest.Len() - s.buffered.Buffered() }

func (n nativeContext) reviseBlock(dst []byte, s *nativeSource, r *chproto.Reader, revision uint64) ([]byte, error) {
	start := s.position()
	columns, err := r.UVarInt()
	if err != nil {
		return dst, err
	}
	rows, err := r.UVarInt()
	if err != nil {
		return dst, err
	}
	dst = append(dst, blockInfo...)
	dst = append(dst, s.data[start:s.position()]...)
	for range columns {
		if dst, err = n.reviseColumn(dst, s, r, int(rows), revision); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

func (n nativeContext) reviseColumn(
	dst []byte, s *nativeSource, r *chproto.Reader, rows int, revision uint64,
) ([]byte, error) {
	start := s.position()
	name, err := r.Str()
	if err != nil {
		return dst, err
	}
	typ, err := r.Str()
	if err != nil {
		return dst, err
	}
	dst = append(dst, s.data[start:s.position()]...)
	if revision >= proto.DBMS_MIN_REVISION_WITH_CUSTOM_SERIALIZATION {
		dst = append(dst, 0)
	}
	start = s.position()
	if err := n.skipColumn(r, name, typ, rows); err != nil {
		return dst, fmt.Errorf("column %s of type %s: %w", name, typ, err)
	}
	return append(dst, s.data[start:s.position()]...), nil
}

var errColumn = errors.New("clickhouse-go cannot decode it")

// skipColumn decodes a column's data to get past them. Columns of no rows have none.
func (n nativeContext) skipColumn(r *chproto.Reader, name, typ string, rows int) error {
	if rows == 0 {
		return nil
	}
	c, err := column.Type(typ).Column(name, &n.server)
	if err != nil {
		return fmt.Errorf("%w: %w", errColumn, err)
	}
	if prefixed, ok := c.(column.CustomSerialization); ok {
		if err := prefixed.ReadStatePrefix(r); err != nil {
			return fmt.Errorf("%w: %w", errColumn, err)
		}
	}
	if err := c.Decode(r, rows); err != nil {
		return fmt.Errorf("%w: %w", errColumn, err)
	}
	return nil
}
