package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"sort"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// tidyZip writes the parts of a workbook sorted by name, all with the same time and compressed by a pinned package:
// the same parts give the same bytes whatever the clock and the release of Go.
type tidyZip struct {
	out   io.Writer
	parts map[string]*bytes.Buffer
}

func newTidyZip(out io.Writer) excelize.ZipWriter {
	return &tidyZip{out: out, parts: map[string]*bytes.Buffer{}}
}

// Create starts a part.
func (t *tidyZip) Create(name string) (io.Writer, error) {
	t.parts[name] = new(bytes.Buffer)
	return t.parts[name], nil
}

// AddFS is not needed for workbooks.
func (t *tidyZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes everything.
func (t *tidyZip) Close() error {
	zw := zip.NewWriter(t.out)
	zw.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	names := make([]string, 0, len(t.parts))
	for name := range t.parts {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		w, err := zw.CreateHeader(&zip.FileHeader{
			Name: name, Method: zip.Deflate,
			Modified: time.Date(2023, 12, 7, 7, 14, 0, 0, time.UTC),
		})
		if err != nil {
			return err
		}
		if _, err := w.Write(withErrorCells(t.parts[name].Bytes())); err != nil {
			return err
		}
	}
	return zw.Close()
}

// brokenReference is the text that stands for the error of a formula whose cells were deleted.
const brokenReference = "#REF!"

// withErrorCells turns texts that read as an error into cells that are one, which excelize cannot write.
func withErrorCells(part []byte) []byte {
	return bytes.ReplaceAll(part,
		[]byte(` t="inlineStr"><is><t>`+brokenReference+`</t></is>`),
		[]byte(` t="e"><v>`+brokenReference+`</v>`))
}
