package explanation

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"time"

	"nyckeltal/report/contribution"
)

type jsonExplanation struct {
	Indicator  string            `json:"indicator"` // or the view of a cost
	Name       string            `json:"name"`
	Definition string            `json:"definition,omitempty"`
	Formula    string            `json:"formula"`
	Unit       string            `json:"unit"`
	Period     string            `json:"period"`
	From       string            `json:"from"`
	To         string            `json:"to"`
	Window     string            `json:"window,omitempty"`
	Scenario   string            `json:"scenario"`
	Version    string            `json:"version,omitempty"`
	Slice      map[string]string `json:"slice"`
	AsOf       time.Time         `json:"as_of"`
	Value      *string           `json:"value"` // unrounded; null when there is none
	Absent     string            `json:"absent,omitempty"`
	Deliveries []jsonDelivery    `json:"deliveries"`
	Sides      []jsonSide        `json:"sides"`
}

type jsonDelivery struct {
	Number   int        `json:"number"`
	File     string     `json:"file"`
	SHA256   string     `json:"sha256"`
	Job      string     `json:"job"`
	LoadedAt *time.Time `json:"loaded_at"`
	LoadID   uint64     `json:"load_id"`
}

type jsonSide struct {
	Side     string      `json:"side"`
	Sum      string      `json:"sum"`
	Rounding string      `json:"rounding,omitempty"`
	Terms    []jsonTerm  `json:"terms"`
	Sheets   []jsonSheet `json:"sheets"`
	Untold   []int       `json:"untold,omitempty"` // deliveries behind sheets without a number
	Count    int         `json:"count"`
}

type jsonTerm struct {
	Measure string `json:"measure"`
	Factor  string `json:"factor"`
	Sum     string `json:"sum"`
}

type jsonSheet struct {
	Delivery int    `json:"delivery,omitempty"` // number; absent when several are not told apart
	Sheet    string `json:"sheet"`
	Sum      string `json:"sum"`
	Count    int    `json:"count"`
	Records  int    `json:"records"`
}

type jsonContribution struct {
	Side         string `json:"side"`
	Contribution string `json:"contribution"`
	Measure      string `json:"measure"`
	Factor       string `json:"factor"`
	Value        string `json:"value"`
	Records      int    `json:"records"`
	Period       string `json:"period"`
	Scenario     string `json:"scenario,omitempty"`
	Span         string `json:"span"`
	Organisation string `json:"organisation,omitempty"`
	Area         string `json:"area,omitempty"`
	Branch       string `json:"branch,omitempty"`
	Customer     string `json:"customer,omitempty"`
	Service      string `json:"service,omitempty"`
	Version      string `json:"version,omitempty"`
	Dataset      string `json:"dataset"`
	Key          string `json:"key,omitempty"`
	Delivery     int    `json:"delivery,omitempty"`
	Sheet        string `json:"sheet,omitempty"`
	Cell         string `json:"cell,omitempty"`
	Row          int    `json:"row,omitempty"`
}

// json writes one object: the figure, its deliveries, its sums, and in contributions every record behind it, a line
// each. Numbers are texts, so that they stay exact.
func (e *Explanation) json(ctx context.Context, w io.Writer) error {
	var head bytes.Buffer
	encoder := json.NewEncoder(&head)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(e.convert()); err != nil {
		return err
	}
	out := &jsonList{out: w}
	out.write(bytes.TrimSuffix(head.Bytes(), []byte("\n}\n")))
	out.write([]byte(",\n  \"contributions\": ["))
	for _, s := range e.Sides {
		err := s.Each(ctx, 0, func(c *contribution.Contribution) error { return out.item(e.convertContribution(s, c)) })
		if err != nil {
			return err
		}
	}
	out.write([]byte("\n  ]\n}\n"))
	return out.err
}

// jsonList writes the items of a list, a line each. After the first error it writes no more.
type jsonList struct {
	out   io.Writer
	items int
	err   error
}

func (l *jsonList) write(text []byte) {
	if l.err == nil {
		_, l.err = l.out.Write(text)
	}
}

func (l *jsonList) item(v any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	if l.items > 0 {
		l.write([]byte(","))
	}
	l.items++
	l.write([]byte("\n    "))
	l.write(bytes.TrimSpace(text.Bytes()))
	return l.err
}

func (e *Explanation) convert() jsonExplanation {
	j := jsonExplanation{
		Indicator: e.ID, Name: e.Name, Definition: e.Definition, Formula: e.Formula, Unit: e.Unit,
		Period: e.Period, From: e.First.String(), To: e.Last.String(), Window: e.Window,
		Scenario: e.Scenario, Version: e.Version, Slice: map[string]string{}, AsOf: e.AsOf.UTC(),
		Deliveries: []jsonDelivery{}, Sides: []jsonSide{},
	}
	for _, s := range e.Slices {
		j.Slice[s.Kind] = s.Name
	}
	if e.Value != nil {
		value := e.Value.String()
		j.Value = &value
	} else {
		j.Absent = e.why()
	}
	for i, d := range e.Deliveries {
		delivery := jsonDelivery{Number: i + 1, File: d.File, SHA256: d.SHA256, Job: d.Job, LoadID: d.Load}
		if !d.Loaded.IsZero() {
			delivery.LoadedAt = &d.Loaded
		}
		j.Deliveries = append(j.Deliveries, delivery)
	}
	for _, s := range e.Sides {
		j.Sides = append(j.Sides, convertSide(s))
	}
	return j
}

func convertSide(s *Side) jsonSide {
	j := jsonSide{
		Side: string(s.Kind), Sum: s.Sum.String(), Count: s.Count, Terms: []jsonTerm{}, Sheets: []jsonSheet{},
		Untold: s.Untold,
	}
	if !s.Rest.IsZero() {
		j.Rounding = s.Rest.String()
	}
	for _, t := range s.Terms {
		j.Terms = append(j.Terms, jsonTerm{t.Measure, t.Factor.String(), t.Sum.String()})
	}
	for _, sheet := range s.Sheets {
		j.Sheets = append(j.Sheets, jsonSheet{sheet.Delivery, sheet.Name, sheet.Sum.String(), sheet.Count, sheet.Records})
	}
	return j
}

func (e *Explanation) convertContribution(s *Side, c *contribution.Contribution) jsonContribution {
	return jsonContribution{
		Side: string(s.Kind), Contribution: c.Amount().String(), Measure: c.Measure, Factor: c.Factor.String(),
		Value: c.Value.String(), Records: c.Records, Period: c.Period.String(), Scenario: c.Scenario, Span: c.Span,
		Organisation: c.Organisation, Area: c.Area, Branch: c.Branch, Customer: c.Customer, Service: c.Service,
		Version: c.Version, Dataset: c.Dataset, Key: c.Key, Delivery: e.Delivery(c.Load),
		Sheet: c.Sheet, Cell: c.Cell, Row: c.Row,
	}
}
