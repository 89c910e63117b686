// Package zipped opens the zip files that most workbooks are: it finds parts by name, follows the references between
// them, and unpacks them within limits. It knows nothing of what the parts hold.
package zipped

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/inflate"
	"nyckeltal/ingest/workbook/internal/markup"
	"nyckeltal/ingest/workbook/internal/pump"
	"nyckeltal/ingest/workbook/internal/xmlstream"
)

// maxDirectory bounds the zip directory in bytes, which archive/zip holds in memory before its entries can be counted.
const maxDirectory = 8 << 20

// Container is the zip file that a workbook's parts lie in. Several goroutines may read from it at a time.
type Container struct {
	// Limits hold for the parts and for what they are read into.
	Limits format.Limits
	// Chunk is how many bytes of a stream are inflated at a time, at most.
	Chunk int

	size  int64                // of the file, in bytes
	parts map[string]*zip.File // by partName
}

// Open reads the zip directory of a file of that size. The container reads from r until it is no longer used.
func Open(r io.ReaderAt, size int64, limits format.Limits) (*Container, error) {
	bounded := &boundedReaderAt{r: r, left: maxDirectory}
	z, err := zip.NewReader(bounded, size)
	switch {
	case bounded.left < 0:
		return nil, format.Refuse(format.ErrLimit, "its zip directory is larger than %d bytes", maxDirectory)
	case errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return nil, format.Refuse(format.ErrTruncated, "the zip directory at its end is missing").Because(err)
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, err
	case len(z.File) > limits.Entries:
		return nil, format.Refuse(format.ErrLimit, "it holds %d parts, more than %d", len(z.File), limits.Entries)
	}
	bounded.unbounded = true
	z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return io.NopCloser(inflate.NewReader(r)) })
	c := &Container{Limits: limits, Chunk: pump.ChunkSize, size: size, parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		name := partName(f.Name)
		if strings.HasSuffix(name, "/") {
			continue
		}
		if c.parts[name] != nil {
			return nil, format.Refuse(format.ErrForbidden, "it holds two parts with the name %s", name)
		}
		c.parts[name] = f
	}
	return c, nil
}

// partName is the name by which a part is found: names differ neither by case nor by the kind of slash, and some
// programs write the leading slash that they have in references.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// resolve returns the name of the part that a relationship of a part in folder points to.
func resolve(folder, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	if !strings.HasPrefix(target, "/") {
		target = path.Join("/", folder, target)
	}
	return partName(path.Clean(target))
}

// Has tells whether there is a part with that name.
func (c *Container) Has(name string) bool { return c.parts[partName(name)] != nil }

// Open opens a part. The name is that in the container or in a reference; upper and lower case are the same.
func (c *Container) Open(name string) (io.ReadCloser, error) {
	f := c.parts[partName(name)]
	if f == nil {
		return nil, format.Refuse(format.ErrDamaged, "the part %s is missing", name)
	}
	if f.Flags&1 != 0 {
		return nil, format.Refuse(format.ErrEncrypted, "the part %s is encrypted", name)
	}
	packed, err := f.Open()
	if err != nil {
		return nil, format.Refuse(format.ErrDamaged, "the part %s cannot be opened", name).Because(err)
	}
	size := min(f.CompressedSize64, uint64(c.size)) // the directory may say more than the file holds
	return &part{ReadCloser: packed, name: name, packed: int64(size), limits: c.Limits}, nil
}

// OpenXML opens a part that holds XML, whose bytes are handed out in UTF-8.
func (c *Container) OpenXML(name string) (io.ReadCloser, error) {
	part, err := c.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := markup.UTF8(part)
	if err != nil {
		part.Close() // only read from
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{text, part}, nil
}

// Stream opens a part that holds XML for being scanned record by record. The stream has to be closed.
func (c *Container) Stream(ctx context.Context, name string) (*xmlstream.Stream, error) {
	r, err := c.OpenXML(name)
	if err != nil {
		return nil, err
	}
	return xmlstream.Start(ctx, r, "the part "+name, c.ChunkOf(name), c.Limits), nil
}

// ChunkOf returns how many bytes of a part are best inflated at a time: Chunk, or all of a part that is smaller. A size that
// the zip directory makes up does no harm.
func (c *Container) ChunkOf(name string) int {
	if size := c.Size(name); size < uint64(c.Chunk) {
		return int(size) + 1 // so that the end is read too
	}
	return c.Chunk
}

// Size returns the number of bytes of a part, unpacked, as the zip directory has it.
func (c *Container) Size(name string) uint64 {
	if f := c.parts[partName(name)]; f != nil {
		return f.UncompressedSize64
	}
	return 0
}

// read returns a whole part of XML that is known to be small.
func (c *Container) read(name string) ([]byte, error) {
	r, err := c.OpenXML(name)
	if err != nil {
		return nil, err
	}
	defer r.Close() // only read from
	text, err := io.ReadAll(io.LimitReader(r, c.Limits.Memory+1))
	if err == nil && int64(len(text)) > c.Limits.Memory {
		err = format.Refuse(format.ErrLimit, "the part %s takes more than %d bytes", name, c.Limits.Memory)
	}
	return text, err
}

// part is the unpacked bytes of a part, which end with an error at the limits.
type part struct {
	io.ReadCloser
	name   string
	size   int64 // read so far
	packed int64
	limits format.Limits
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	p.size += int64(n)
	var disk *fs.PathError
	switch {
	case p.size > p.limits.Bytes:
		return n, format.Refuse(format.ErrLimit, "the part %s takes more than %d bytes unpacked", p.name, p.limits.Bytes)
	case p.size > p.limits.RatioFree && p.size/p.limits.Ratio > p.packed:
		return n, format.Refuse(format.ErrLimit, "the part %s is packed to less than a %dth, as zip bombs are", p.name,
			p.limits.Ratio)
	case err != nil && !errors.Is(err, io.EOF) && !errors.As(err, &disk):
		return n, format.Refuse(format.ErrDamaged, "the part %s cannot be unpacked", p.name).Because(err)
	}
	return n, err
}

// boundedReaderAt refuses to read more than it has left, until it is unbounded.
type boundedReaderAt struct {
	r         io.ReaderAt
	left      int64
	unbounded bool
}

func (b *boundedReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if !b.unbounded {
		if b.left -= int64(len(p)); b.left < 0 {
			return 0, errors.New("zip directory too large")
		}
	}
	return b.r.ReadAt(p, off)
}
