package workbook

import (
	"io"
	"path"
	"path/filepath"
	"strings"

	"nyckeltal/ingest/workbook/internal/csv"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/html"
	"nyckeltal/ingest/workbook/internal/ods"
	"nyckeltal/ingest/workbook/internal/spreadsheetml"
	"nyckeltal/ingest/workbook/internal/xls"
	"nyckeltal/ingest/workbook/internal/xlsb"
	"nyckeltal/ingest/workbook/internal/xlsx"
	zip "nyckeltal/ingest/workbook/internal/zipped"
)

// opened is an open workbook of a known format.
type opened struct {
	book   book
	format Format
}

// openBook tells the kind of a file by its contents and opens it. The options hold no defaults any more.
func openBook(r io.ReaderAt, size int64, opt Options) (opened, error) {
	kind, err := detect(r, size)
	if err != nil {
		return opened{}, err
	}
	name := strings.TrimSuffix(opt.Name, filepath.Ext(opt.Name))
	switch kind {
	case zipped:
		return openZipped(r, size, opt.Limits)
	case encrypted:
		return openEncrypted(r, size, opt)
	case binaryXLS:
		return Format{Kind: "xls"}.of(xls.Open(r, size, xls.Options{Name: name, Password: opt.Password, Limits: opt.Limits}))
	case flatDocument:
		return Format{Kind: "fods"}.of(ods.OpenFlat(r, size, opt.Limits))
	case webPage:
		return Format{Kind: "html"}.of(html.Open(r, size, name, opt.Limits))
	case webArchive:
		return Format{Kind: "mhtml"}.of(html.OpenArchive(r, size, name, opt.Limits))
	case xmlWorkbook:
		return Format{Kind: "spreadsheetml"}.of(spreadsheetml.Open(r, size, opt.Limits))
	}
	return Format{Kind: "csv"}.of(csv.Open(r, size, name, opt.Limits))
}

// of returns an open workbook of that format, with what it knows of its text, or the error of opening it.
func (f Format) of(b book, err error) (opened, error) {
	if err != nil {
		return opened{}, err
	}
	if text, ok := b.(interface{ Encoding() string }); ok {
		f.Encoding = text.Encoding()
	}
	if text, ok := b.(interface{ Delimiter() rune }); ok {
		f.Delimiter = text.Delimiter()
	}
	return opened{b, f}, nil
}

// openZipped opens a workbook that is a zip file, by the parts that are in it.
func openZipped(r io.ReaderAt, size int64, limits format.Limits) (opened, error) {
	parts, err := zip.Open(r, size, limits)
	if err != nil {
		return opened{}, err
	}
	main, err := parts.Main()
	switch {
	case err != nil:
		return opened{}, err
	case strings.HasSuffix(main, ".bin"):
		return Format{Kind: "xlsb"}.of(xlsb.Open(parts, main))
	case parts.Has(main) && parts.Has(path.Join(path.Dir(main), "vbaProject.bin")):
		return Format{Kind: "xlsm"}.of(xlsx.Open(parts, main))
	case parts.Has(main):
		return Format{Kind: "xlsx"}.of(xlsx.Open(parts, main))
	case parts.Has("content.xml"), parts.Has("encrypted-package"):
		return Format{Kind: "ods"}.of(ods.Open(parts))
	case parts.Has("Index/Document.iwa"), parts.Has("Index.zip"):
		return opened{}, format.Refuse(format.ErrUnsupported, "it is a file of Apple Numbers")
	}
	return opened{}, format.Refuse(format.ErrNotWorkbook, "it is a zip file without a workbook in it")
}
