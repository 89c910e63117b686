package main

import (
	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/profile"
)

// machineBook is an inspection as JSON.
type machineBook struct {
	File      string         `json:"file"`
	Format    string         `json:"format"`              // xlsx, csv and so on
	Encoding  string         `json:"encoding,omitempty"`  // of text files
	Delimiter string         `json:"delimiter,omitempty"` // of CSV
	Sheets    []machineSheet `json:"sheets"`
}

type machineSheet struct {
	Name          string          `json:"name"`
	Number        int             `json:"number"` // from 1
	Visibility    string          `json:"visibility"`
	Error         string          `json:"error,omitempty"` // why it cannot be read; nothing else is known then
	Extent        string          `json:"extent,omitempty"`
	Rows          int             `json:"rows"`
	HiddenRows    int             `json:"hidden_rows,omitempty"`
	HiddenColumns []string        `json:"hidden_columns,omitempty"`
	MergedRanges  int             `json:"merged_ranges,omitempty"`
	FirstHeading  int             `json:"first_heading_row,omitempty"` // absent when no row looks like one
	LastHeading   int             `json:"last_heading_row,omitempty"`
	Columns       []machineColumn `json:"columns,omitempty"`
}

type machineColumn struct {
	Column       string         `json:"column"`
	Heading      string         `json:"heading,omitempty"`
	Kinds        map[string]int `json:"kinds"`
	Distinct     int            `json:"distinct"`
	MoreDistinct bool           `json:"more_distinct,omitempty"` // than counted
	Numbers      *machineRange  `json:"numbers,omitempty"`
	Dates        *machineRange  `json:"dates,omitempty"`
	Durations    *machineRange  `json:"durations,omitempty"`
	Texts        *machineTexts  `json:"texts,omitempty"`
	Personal     int            `json:"like_personal_numbers,omitempty"`
	Formulas     int            `json:"formulas,omitempty"`
	Errors       []machineFault `json:"errors,omitempty"`
}

type machineRange struct {
	Min string `json:"min"`
	Max string `json:"max"`
}

type machineTexts struct {
	Numbers  int `json:"like_numbers,omitempty"`
	Dates    int `json:"like_dates,omitempty"`
	Shortest int `json:"shortest"`
	Longest  int `json:"longest"`
}

type machineFault struct {
	Code  string `json:"code"`
	Count int    `json:"count"`
	First string `json:"first"`
}

// machine returns what was found as JSON has it.
func (found *inspection) machine() machineBook {
	book := machineBook{File: found.file, Format: found.format.Kind, Encoding: found.format.Encoding, Sheets: []machineSheet{}}
	if found.format.Delimiter != 0 {
		book.Delimiter = string(found.format.Delimiter)
	}
	for _, s := range found.sheets {
		book.Sheets = append(book.Sheets, s.machine())
	}
	return book
}

func (s *inspectedSheet) machine() machineSheet {
	m := machineSheet{Name: s.Name, Number: s.Index + 1, Visibility: s.Visibility.String()}
	if s.err != nil {
		m.Error = s.err.Error()
		return m
	}
	if m.Rows = s.profile.Rows; m.Rows == 0 {
		return m
	}
	m.Extent, m.HiddenRows = s.profile.Extent.String(), s.profile.HiddenRows
	m.FirstHeading, m.LastHeading = s.profile.FirstHeading, s.profile.LastHeading
	m.HiddenColumns, m.MergedRanges = s.hiddenColumns(), len(s.layout.Merged)
	for i := range s.profile.Columns {
		m.Columns = append(m.Columns, machineOf(&s.profile.Columns[i]))
	}
	return m
}

func machineOf(c *profile.Column) machineColumn {
	m := machineColumn{
		Column: cell.Column(c.Index), Heading: c.Heading, Kinds: map[string]int{}, Distinct: c.Distinct, MoreDistinct: c.More,
		Numbers: machineRangeOf(c.Numbers), Dates: machineRangeOf(c.Dates), Durations: machineRangeOf(c.Durations),
		Personal: c.Personal, Formulas: c.Formulas,
	}
	for _, k := range kinds(c) {
		m.Kinds[k.String()] = k.count
	}
	if c.Texts != (profile.Texts{}) {
		texts := machineTexts(c.Texts)
		m.Texts = &texts
	}
	for _, fault := range c.Errors {
		m.Errors = append(m.Errors, machineFault(fault))
	}
	return m
}

func machineRangeOf(r profile.Range) *machineRange {
	if r == (profile.Range{}) {
		return nil
	}
	m := machineRange(r)
	return &m
}
