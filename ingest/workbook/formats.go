package workbook

import (
	"io"
	"path/filepath"
	"strings"

	"nyckeltal/ingest/workbook/internal/csv"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/ods"
	"nyckeltal/ingest/workbook/internal/xls"
	"nyckeltal/ingest/workbook/internal/xlsb"
	"nyckeltal/ingest/workbook/internal/xlsx"
	zip "nyckeltal/ingest/workbook/internal/zipped"
)

// openBook tells the kind of a file by its contents and opens it.
func openBook(r io.ReaderAt, size int64, name string, limits format.Limits) (book, error) {
	kind, err := detect(r, size)
	if err != nil {
		return nil, err
	}
	switch kind {
	case zipped:
		return openZipped(r, size, limits)
	case encrypted:
		return nil, format.Refuse(format.ErrEncrypted, "")
	case binaryXLS:
		return xls.Open(r, size, limits)
	}
	return csv.Open(r, size, strings.TrimSuffix(name, filepath.Ext(name)), limits)
}

// openZipped opens a workbook that is a zip file, by the parts that are in it.
func openZipped(r io.ReaderAt, size int64, limits format.Limits) (book, error) {
	parts, err := zip.Open(r, size, limits)
	if err != nil {
		return nil, err
	}
	main, err := parts.Main()
	switch {
	case err != nil:
		return nil, err
	case strings.HasSuffix(main, ".bin"):
		return xlsb.Open(parts, main)
	case parts.Has(main):
		return xlsx.Open(parts, main)
	case parts.Has("content.xml"):
		return ods.Open(parts)
	}
	return nil, format.Refuse(format.ErrNotWorkbook, "it is a zip file without a workbook in it")
}
