package workbook

import "fmt"

// Format says what kind of file a workbook is, as its contents tell.
type Format struct {
	// Kind is "xlsx", "xlsm", "xlsb", "xls", "ods", "fods", "csv", "html", "mhtml" or "spreadsheetml". A template or an
	// add-in has the kind of the workbook that it is made like.
	Kind string
	// Encoding is how a csv, html or spreadsheetml file writes characters, such as "UTF-8" or "Windows-1252", otherwise "".
	Encoding string
	// Delimiter is what stands between the values of a csv file, otherwise 0.
	Delimiter rune
}

// formatNames are the kinds of files as people call them.
var formatNames = map[string]string{
	"xlsx":          "Excel workbook (.xlsx)",
	"xlsm":          "Excel workbook with macros (.xlsm)",
	"xlsb":          "binary Excel workbook (.xlsb)",
	"xls":           "older Excel workbook (.xls)",
	"ods":           "OpenDocument spreadsheet (.ods)",
	"fods":          "flat OpenDocument spreadsheet (.fods)",
	"csv":           "text of separated values",
	"html":          "web page with tables (HTML)",
	"mhtml":         "web archive with tables (MHTML)",
	"spreadsheetml": "XML spreadsheet of Excel 2003",
}

var delimiterNames = map[rune]string{';': "semicolons", ',': "commas", '\t': "tabs", '|': "bars"}

// String describes the format in words, such as "text of separated values in Windows-1252, separated by semicolons".
func (f Format) String() string {
	text := formatNames[f.Kind]
	if f.Encoding != "" {
		text += " in " + f.Encoding
	}
	if f.Delimiter == 0 {
		return text
	}
	if name := delimiterNames[f.Delimiter]; name != "" {
		return text + ", separated by " + name
	}
	return fmt.Sprintf("%s, separated by %q", text, f.Delimiter)
}
