package ods

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"nyckeltal/ingest/cell"
	"nyckeltal/ingest/workbook/internal/fixture"
	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/zipped"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// small are limits that keep tests of hostile files quick.
var small = format.Limits{
	Entries: 100, Bytes: 1 << 20, Ratio: 10_000, RatioFree: 1 << 16, Memory: 1 << 20, CellBytes: 1 << 12,
	Cells: 1 << 14,
}

// automatic are the styles of the workbooks that tests read: cd shows a date, ct a time of day, ch hours beyond the day,
// cm the same in two sections, cn a number, cp what its parent in the other part shows, hid hides a sheet.
const automatic = `<office:automatic-styles>` +
	`<number:date-style style:name="Nd"><number:year/><number:text>-</number:text><number:month/></number:date-style>` +
	`<number:time-style style:name="Nt"><number:hours/><number:minutes/></number:time-style>` +
	`<number:time-style style:name="Nh" number:truncate-on-overflow="false"><number:hours/></number:time-style>` +
	`<number:time-style style:name="Nm"><number:hours/><style:map style:condition="value()&gt;=0" style:apply-style-name="Nh"/></number:time-style>` +
	`<number:number-style style:name="Nn"><number:number/></number:number-style>` +
	`<style:style style:name="cd" style:family="table-cell" style:data-style-name="Nd"/>` +
	`<style:style style:name="ct" style:family="table-cell" style:data-style-name="Nt"/>` +
	`<style:style style:name="ch" style:family="table-cell" style:parent-style-name="cd" style:data-style-name="Nh"/>` +
	`<style:style style:name="cm" style:family="table-cell" style:data-style-name="Nm"><style:map style:apply-style-name="cd"/></style:style>` +
	`<style:style style:name="cn" style:family="table-cell" style:data-style-name="Nn"/>` +
	`<style:style style:name="cp" style:family="table-cell" style:parent-style-name="cpp"/>` +
	`<style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>` +
	`<style:style style:name="hid" style:family="table"><style:table-properties table:display="false"/></style:style>` +
	`<style:style style:name="seen" style:family="table"><style:table-properties table:display="true"/></style:style>` +
	`</office:automatic-styles>`

// named are the styles that lie in another part when the workbook is packed.
const named = `<office:styles><number:time-style style:name="Nx" number:truncate-on-overflow="false"/>` +
	`<style:style style:name="cpp" style:family="table-cell" style:data-style-name="Nx"/></office:styles>`

// content returns a document with these elements in the spreadsheet, its root closed.
func content(root, before, spreadsheet string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:` + root + ` office:version="1.3">` + before + automatic +
		`<office:body><office:spreadsheet>` + spreadsheet + `</office:spreadsheet></office:body></office:` + root + `>`
}

// table returns a table with these rows and columns.
func table(rows string) string { return `<table:table table:name="Blad1">` + rows + `</table:table>` }

// row returns a row with these cells.
func row(cells string) string { return `<table:table-row>` + cells + `</table:table-row>` }

// text returns a cell with this content.
func text(content string) string {
	return `<table:table-cell office:value-type="string">` + content + `</table:table-cell>`
}

// number is a cell with the number 7.
const number = `<table:table-cell office:value-type="float" office:value="7"/>`

// packedParts returns the parts of a packed workbook with this content.
func packedParts(content string) fixture.Parts {
	return fixture.Parts{
		"mimetype":     "application/vnd.oasis.opendocument.spreadsheet",
		"styles.xml":   `<office:document-styles>` + named + `</office:document-styles>`,
		"content.xml":  content,
		"settings.xml": `<office:document-settings/>`,
		"META-INF/manifest.xml": `<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">` +
			`<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>`,
	}
}

// way is a way of reading a workbook. All ways have to give the same.
type way struct {
	name    string
	chunk   int
	careful bool
}

var ways = []way{{"as it is", 0, false}, {"carefully", 0, true}, {"in chunks of 1", 1, false}, {"in chunks of 200", 200, false}}

// openPacked opens a packed workbook.
func openPacked(contents []byte, w way) (*Book, error) {
	parts, err := zipped.Open(bytes.NewReader(contents), int64(len(contents)), small)
	if err != nil {
		return nil, err
	}
	if w.chunk > 0 {
		parts.Chunk = w.chunk
	}
	b, err := Open(parts)
	if err == nil {
		b.careful = w.careful
	}
	return b, err
}

// openFlat opens a workbook that is a single document.
func openFlat(contents []byte, w way) (*Book, error) {
	b, err := OpenFlat(bytes.NewReader(contents), int64(len(contents)), small)
	if err == nil {
		b.careful = w.careful
		if w.chunk > 0 {
			b.content.chunk = w.chunk
		}
	}
	return b, err
}

// write writes a row in a short form: number, ! when it is hidden, and cells with kind and value, f: before the results
// of formulas.
func write(row *cell.Row) string { return fixture.Row(row, value) }

// value writes a cell that is neither text nor error.
func value(c cell.Cell) string {
	if c.Kind == cell.Number {
		return fmt.Sprint(c.Num)
	}
	return fmt.Sprintf("%s(%v)", c.Kind, c.Num)
}

// read returns all sheets with their rows and layouts in the short form.
func read(b *Book) (string, error) {
	var out strings.Builder
	for _, s := range b.Sheets() {
		fmt.Fprintln(&out, s.Name, s.Visibility)
		for row, err := range b.Rows(context.Background(), s.Index) {
			if err != nil {
				return out.String(), err
			}
			fmt.Fprintln(&out, write(row))
		}
		layout, err := b.Layout(context.Background(), s.Index)
		if err != nil {
			return out.String(), err
		}
		if len(layout.HiddenColumns)+len(layout.Merged) > 0 {
			fmt.Fprintln(&out, layout.HiddenColumns, layout.Merged)
		}
	}
	return out.String(), nil
}

// readAll reads a workbook in all ways, packed and flat, which have to give the same.
func readAll(t *testing.T, spreadsheet string) (string, error) {
	t.Helper()
	packed := packedParts(content("document-content", "", spreadsheet)).Zip(t)
	flat := []byte(content("document", named, spreadsheet))
	want, wantErr := readWay(openPacked(packed, ways[0]))
	for _, w := range ways {
		got, err := readWay(openPacked(packed, w))
		compare(t, w.name, want, got, wantErr, err)
		got, err = readWay(openFlat(flat, w))
		compare(t, "flat, "+w.name, want, got, wantErr, err)
	}
	return want, wantErr
}

func readWay(b *Book, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return read(b)
}

// compare compares what two ways give. Messages name the document, which is the file or a part.
func compare(t *testing.T, name, want, got string, wantErr, err error) {
	t.Helper()
	plain := func(err error) string { return strings.ReplaceAll(fmt.Sprint(err), "the part content.xml", "the file") }
	if got != want || plain(err) != plain(wantErr) {
		t.Errorf("%s:\n%s%v\n%s:\n%s%v", ways[0].name, want, wantErr, name, got, err)
	}
	var refusal *format.Error
	if err != nil && !errors.As(err, &refusal) {
		t.Errorf("%s: an error that is no refusal: %v", name, err)
	}
}
