package archive

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"
)

const (
	// packFrom is the size in bytes from which packing is tried: smaller files take one block of the disk anyway.
	packFrom = 4096
	// Packed bytes are kept if they are at most packedShare/10 of the size.
	packedShare = 9
	// zipMark begins every zip file: .xlsx, .ods and the like, which are packed already.
	zipMark = "PK\x03\x04"
)

// pack writes the bytes to a temporary file, packed by zstd. It returns nil when that does not help.
func (in *Incoming) pack(ctx context.Context) (packed *os.File, err error) {
	var mark [len(zipMark)]byte
	if in.size < packFrom {
		return nil, nil
	}
	if _, err := in.ReadAt(mark[:], 0); err != nil || string(mark[:]) == zipMark {
		return nil, err
	}
	packed, err = in.archive.temp("*" + packedSuffix)
	if err != nil {
		return nil, err
	}
	size, err := compress(ctx, packed, io.NewSectionReader(in, 0, in.size))
	if err == nil && size <= in.size/10*packedShare {
		return packed, nil
	}
	return nil, errors.Join(err, packed.Close(), os.Remove(packed.Name()))
}

// compress writes r to w, packed, and returns the packed size.
func compress(ctx context.Context, w *os.File, r io.Reader) (int64, error) {
	encoder, err := zstd.NewWriter(w)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(encoder, Until(ctx, r))
	if err := errors.Join(err, encoder.Close()); err != nil {
		return 0, err
	}
	return w.Seek(0, io.SeekCurrent)
}
