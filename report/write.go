package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"nyckeltal/report/machine"
	"nyckeltal/report/page"
	"nyckeltal/report/pdf"
	"nyckeltal/report/sheets"
	"nyckeltal/report/terminal"
)

// Format is a way of writing a report.
type Format string

// The formats of reports.
const (
	Text Format = "text"
	TSV  Format = "tsv"
	JSON Format = "json"
	HTML Format = "html"
	XLSX Format = "xlsx"
	PDF  Format = "pdf"
)

// Formats lists the formats, for help and messages.
func Formats() []Format { return []Format{Text, TSV, JSON, HTML, XLSX, PDF} }

// ErrUnknownFormat says that there is no such format.
var ErrUnknownFormat = errors.New("unknown format")

// ParseFormat reads the name of a format; its error wraps ErrUnknownFormat and lists the formats.
func ParseFormat(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if string(f) == name {
			return f, nil
		}
		names = append(names, string(f))
	}
	return "", fmt.Errorf("%w %q: choose one of %s", ErrUnknownFormat, name, strings.Join(names, ", "))
}

// Options is how text is set; the other formats have none.
type Options = terminal.Options

// OptionsFor returns the options that suit the file: a terminal gets its own width and, unless NO_COLOR is set or
// TERM is dumb, colour; anything else is plain and 80 columns wide.
func OptionsFor(f *os.File, getenv func(string) string) Options {
	opt := Options{Width: terminal.DefaultWidth, Sparklines: true}
	if !term.IsTerminal(int(f.Fd())) {
		return opt
	}
	if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
		opt.Width = min(columns, widest)
	}
	opt.Color = getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
	return opt
}

// widest is where lines end on a wide terminal, so that rows can be followed.
const widest = 120

// Write writes the report in the format. It returns ErrUnknownFormat for a format that is not listed by Formats, and
// otherwise what the writer returned. A PDF takes a second or more, and a browser that is installed: Print writes it so that
// it can be stopped.
func Write(w io.Writer, r *Report, format Format, opt Options) error {
	switch format {
	case Text:
		return terminal.Write(w, r, opt)
	case TSV:
		return machine.TSV(w, r)
	case JSON:
		return machine.JSON(w, r)
	case HTML:
		return page.Write(w, r, page.Options{})
	case XLSX:
		return sheets.Write(w, r)
	case PDF:
		return Print(context.Background(), w, r)
	}
	_, err := ParseFormat(string(format))
	return err
}

// Print writes the report as a PDF: its page, printed by a browser that is installed, until ctx ends. It returns
// pdf.ErrNoBrowser where there is none.
func Print(ctx context.Context, w io.Writer, r *Report) error {
	var document bytes.Buffer
	if err := page.Write(&document, r, page.Options{}); err != nil {
		return err
	}
	return pdf.Write(ctx, w, document.Bytes())
}
