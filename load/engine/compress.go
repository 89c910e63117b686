package engine

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// compression is what a client accepts for a result.
type compression struct {
	frames   bool            // ClickHouse's own frames (compress=1), whatever the format
	method   compress.Method // within the frames
	encoding string          // a Content-Encoding, or ""
}

// encodings are the Content-Encodings, the preferred one first.
var encodings = []string{"gzip", "zstd", "lz4", "br", "deflate"}

func chooseCompression(values url.Values, accept string) compression {
	if values.Get("compress") == "1" {
		method := compress.LZ4
		if strings.EqualFold(values.Get("network_compression_method"), "ZSTD") {
			method = compress.ZSTD
		}
		return compression{frames: true, method: method}
	}
	if values.Get("enable_http_compression") == "0" {
		return compression{}
	}
	accepted := map[string]bool{}
	for part := range strings.SplitSeq(accept, ",") {
		name, quality, _ := strings.Cut(part, ";")
		if strings.ReplaceAll(quality, " ", "") != "q=0" {
			accepted[strings.ToLower(strings.TrimSpace(name))] = true
		}
	}
	for _, name := range encodings {
		if accepted[name] {
			return compression{encoding: name}
		}
	}
	return compression{}
}

// flushWriter is a compressor: Flush writes out what has been given to it so far, Close ends the stream.
type flushWriter interface {
	io.WriteCloser
	Flush() error
}

// encodeContent compresses what is written on w.
func encodeContent(w io.Writer, encoding string) (flushWriter, error) {
	switch encoding {
	case "gzip":
		return gzip.NewWriterLevel(w, gzip.BestSpeed)
	case "deflate":
		return zlib.NewWriterLevel(w, zlib.BestSpeed)
	case "br":
		return brotli.NewWriterLevel(w, brotli.BestSpeed), nil
	case "zstd":
		return zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	case "lz4":
		return lz4.NewWriter(w), nil
	}
	return nil, fmt.Errorf("unknown encoding %q", encoding)
}

// decodeContent undoes the Content-Encoding of a request.
func decodeContent(r io.Reader, encoding string) (io.Reader, error) {
	var decoded io.Reader
	var err error
	switch strings.ToLower(encoding) {
	case "", "identity":
		return r, nil
	case "gzip", "x-gzip":
		decoded, err = gzip.NewReader(r)
	case "deflate":
		decoded, err = zlib.NewReader(r)
	case "br":
		decoded = brotli.NewReader(r)
	case "lz4":
		decoded = lz4.NewReader(r)
	case "zstd":
		// One goroutine less: a decoder that is not closed must not leave one behind.
		decoded, err = zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	default:
		return nil, Errorf(codeNotImplemented, "Unknown Content-Encoding %q", encoding)
	}
	if err != nil {
		return nil, Errorf(codeCannotDecompress, "The request's %s body cannot be read: %v", encoding, err)
	}
	return decoded, nil
}

// frameSize is how much of a result goes into one frame, as a server does it.
const frameSize = 1 << 20

// writeFrames compresses data into ClickHouse's frames.
func writeFrames(w io.Writer, c *compress.Writer, data []byte) error {
	for len(data) > 0 {
		n := min(len(data), frameSize)
		if err := c.Compress(data[:n]); err != nil {
			return err
		}
		if _, err := w.Write(c.Data); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// frameReader reads ClickHouse's frames and tells a body that ends between two of them from one cut off in the
// middle of one.
type frameReader struct {
	source *bufio.Reader
	frames *compress.Reader
	left   int // of the current frame's data
}

func newFrameReader(r io.Reader) *frameReader {
	source := bufio.NewReader(r)
	return &frameReader{source: source, frames: compress.NewReader(source)}
}

// A frame begins with a checksum of 16 bytes, a byte for the method, and the packed and unpacked sizes.
const (
	frameHeader   = 25
	frameDataSize = 21
)

func (f *frameReader) Read(p []byte) (int, error) {
	for f.left == 0 {
		header, err := f.source.Peek(frameHeader)
		if len(header) == 0 && errors.Is(err, io.EOF) {
			return 0, io.EOF
		}
		if err != nil {
			return 0, Errorf(codeCannotDecompress, "The compressed body is cut off: %v", err)
		}
		f.left = int(binary.LittleEndian.Uint32(header[frameDataSize:]))
		if f.left == 0 {
			return 0, Errorf(codeCannotDecompress, "The compressed body has an empty frame")
		}
	}
	n, err := f.frames.Read(p)
	f.left -= n
	if err != nil {
		return n, Errorf(codeCannotDecompress, "The compressed body is damaged: %v", err)
	}
	return n, nil
}
