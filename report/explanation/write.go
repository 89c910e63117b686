package explanation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Format is a way of writing an explanation.
type Format string

// The formats.
const (
	Text Format = "text"
	JSON Format = "json"
	TSV  Format = "tsv"
	XLSX Format = "xlsx"
)

// ErrUnknownFormat says that there is no such format.
var ErrUnknownFormat = errors.New("unknown format")

// ParseFormat reads the name of a format; its error wraps ErrUnknownFormat and lists the formats.
func ParseFormat(name string) (Format, error) {
	formats := []string{string(Text), string(JSON), string(TSV), string(XLSX)}
	if slices.Contains(formats, name) {
		return Format(name), nil
	}
	return "", fmt.Errorf("%w %q: choose one of %s", ErrUnknownFormat, name, strings.Join(formats, ", "))
}

// Write writes the explanation in the format, reading its contributions meanwhile. The options are those of text; other
// formats are always whole.
func (e *Explanation) Write(ctx context.Context, w io.Writer, format Format, opt TextOptions) error {
	switch format {
	case Text:
		return e.text(ctx, w, opt)
	case JSON:
		return e.json(ctx, w)
	case TSV:
		return e.tsv(ctx, w)
	case XLSX:
		return e.xlsx(ctx, w)
	}
	_, err := ParseFormat(string(format))
	return err
}
