package difference

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/report/contribution"
	"nyckeltal/report/machine"
)

// Format is a way of writing a difference.
type Format string

// The formats.
const (
	Text Format = "text"
	JSON Format = "json"
	TSV  Format = "tsv"
)

// ErrUnknownFormat says that there is no such format.
var ErrUnknownFormat = errors.New("unknown format")

// ParseFormat reads the name of a format; its error wraps ErrUnknownFormat and lists the formats.
func ParseFormat(name string) (Format, error) {
	formats := []string{string(Text), string(JSON), string(TSV)}
	if slices.Contains(formats, name) {
		return Format(name), nil
	}
	return "", fmt.Errorf("%w %q: choose one of %s", ErrUnknownFormat, name, strings.Join(formats, ", "))
}

// Write writes the difference in the format. Text leaves out the smaller ones of many cells unless all is true.
func (d *Difference) Write(w io.Writer, format Format, all bool) error {
	switch format {
	case Text:
		return d.text(w, all)
	case JSON:
		return d.json(w)
	case TSV:
		return d.tsv(w)
	}
	_, err := ParseFormat(string(format))
	return err
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 MST") }

type jsonDifference struct {
	Period    string       `json:"period"`
	SliceKind string       `json:"slice_kind"`
	Slice     string       `json:"slice"`
	From      time.Time    `json:"from"`
	To        time.Time    `json:"to"`
	Figures   []jsonFigure `json:"figures"`
}

type jsonFigure struct {
	Indicator  string     `json:"indicator"`
	Scenario   string     `json:"scenario"`
	Window     string     `json:"window"`
	Unit       string     `json:"unit"`
	Old        *string    `json:"old"` // null when there was none
	New        *string    `json:"new"`
	Difference *string    `json:"difference"`
	Cells      []jsonCell `json:"cells,omitempty"`
}

type jsonCell struct {
	Change       string     `json:"change"` // added, removed or changed
	Side         string     `json:"side"`
	Difference   string     `json:"difference"`
	Measure      string     `json:"measure"`
	Period       string     `json:"period"`
	Organisation string     `json:"organisation,omitempty"`
	Area         string     `json:"area,omitempty"`
	Customer     string     `json:"customer,omitempty"`
	Service      string     `json:"service,omitempty"`
	Dataset      string     `json:"dataset"`
	Key          string     `json:"key,omitempty"`
	Old          *jsonPlace `json:"old"`
	New          *jsonPlace `json:"new"`
}

type jsonPlace struct {
	Contribution string `json:"contribution"`
	Value        string `json:"value"`
	File         string `json:"file,omitempty"`
	SHA256       string `json:"sha256,omitempty"`
	LoadID       uint64 `json:"load_id,omitempty"`
	Sheet        string `json:"sheet,omitempty"`
	Cell         string `json:"cell,omitempty"`
	Row          int    `json:"row,omitempty"`
}

// json writes one object. Numbers are texts, so that they stay exact.
func (d *Difference) json(w io.Writer) error {
	j := jsonDifference{
		Period: d.Period.String(), SliceKind: d.Slice.Kind, Slice: d.Slice.Name, From: d.From.UTC(), To: d.To.UTC(),
		Figures: []jsonFigure{},
	}
	for _, f := range d.Figures {
		figure := jsonFigure{
			Indicator: f.Indicator, Scenario: f.Scenario, Window: f.Window, Unit: f.Unit,
			Old: optional(f.Old), New: optional(f.New), Difference: optional(f.Difference()),
		}
		for i := range f.Cells {
			figure.Cells = append(figure.Cells, d.convert(&f.Cells[i]))
		}
		j.Figures = append(j.Figures, figure)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(j)
}

func optional(d *decimal.Decimal) *string {
	if d == nil {
		return nil
	}
	text := d.String()
	return &text
}

// kind says in a word what became of the contribution, and returns it as it is now, or else as it was.
func (c *Cell) kind() (kind string, one *contribution.Contribution) {
	switch {
	case c.Old == nil:
		return "added", c.New
	case c.New == nil:
		return "removed", c.Old
	}
	return "changed", c.New
}

func (d *Difference) convert(c *Cell) jsonCell {
	kind, one := c.kind()
	return jsonCell{
		Change: kind, Side: string(c.Side), Difference: c.Difference().String(),
		Measure: one.Measure, Period: one.Period.String(), Organisation: one.Organisation, Area: one.Area,
		Customer: one.Customer, Service: one.Service, Dataset: one.Dataset, Key: one.Key,
		Old: d.place(c.Old), New: d.place(c.New),
	}
}

// place is where a contribution stands; nil for none.
func (d *Difference) place(c *contribution.Contribution) *jsonPlace {
	if c == nil {
		return nil
	}
	p := &jsonPlace{
		Contribution: c.Amount().String(), Value: c.Value.String(), LoadID: c.Load, Sheet: c.Sheet, Cell: c.Cell, Row: c.Row,
	}
	if from := d.delivery(c); from != nil {
		p.File, p.SHA256 = from.File, from.SHA256
	}
	return p
}

// tsvColumns are the columns of TSV. Programs rely on them.
var tsvColumns = []string{
	"indicator", "scenario", "window", "old", "new", "difference",
	"side", "change", "measure", "period", "organisation", "customer", "service", "key",
	"cell_old", "cell_new", "cell_difference",
	"file_old", "sheet_old", "at_old", "delivery_old", "file_new", "sheet_new", "at_new", "delivery_new",
}

// tsv writes a line per figure, or, where it goes down to the cells, one per cell that has changed.
func (d *Difference) tsv(w io.Writer) error {
	b := bufio.NewWriter(w)
	machine.Line(b, tsvColumns...)
	for _, f := range d.Figures {
		figure := []string{f.Indicator, f.Scenario, f.Window, text(f.Old), text(f.New), text(f.Difference())}
		if len(f.Cells) == 0 {
			machine.Line(b, append(figure, make([]string, len(tsvColumns)-len(figure))...)...)
		}
		for i := range f.Cells {
			machine.Line(b, append(slices.Clone(figure), d.fields(&f.Cells[i])...)...)
		}
	}
	return b.Flush()
}

// fields are the texts of a cell, as tsvColumns names them.
func (d *Difference) fields(c *Cell) []string {
	kind, one := c.kind()
	fields := []string{
		string(c.Side), kind, one.Measure, one.Period.String(), one.Organisation, one.Customer, one.Service, one.Key,
		amount(c.Old), amount(c.New), c.Difference().String(),
	}
	for _, of := range []*contribution.Contribution{c.Old, c.New} {
		p := d.place(of)
		if p == nil {
			fields = append(fields, "", "", "", "")
			continue
		}
		at := p.Cell
		if at == "" && p.Row > 0 {
			at = strconv.Itoa(p.Row)
		}
		fields = append(fields, p.File, p.Sheet, at, p.SHA256)
	}
	return fields
}

func amount(c *contribution.Contribution) string {
	if c == nil {
		return ""
	}
	return c.Amount().String()
}

func text(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}
