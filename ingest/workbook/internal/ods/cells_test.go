package ods

import (
	"strings"
	"testing"

	"nyckeltal/ingest/cell"
)

// cells are cells in a row, and what they are. Most are written as LibreOffice and Excel write them.
var cells = []struct{ name, cells, want string }{
	{"numbers", `<table:table-cell office:value-type="float" office:value="1.5" calcext:value-type="float"><text:p>1,50</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="percentage" office:value="0.25"/>` +
		`<table:table-cell office:value-type="currency" office:currency="SEK" office:value="-12.30"><text:p>-12,30 kr</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="float" office:value="1E+021"/>`, "A=1.5 B=0.25 C=-12.3 D=1e+21"},
	{
		"numbers that are none", `<table:table-cell office:value-type="float" office:value="1,5"/>` +
			`<table:table-cell office:value-type="float" office:value="NaN"/>` +
			`<table:table-cell office:value-type="float"><text:p>12</text:p></table:table-cell>`,
		`A=text("1,5") B=text("NaN") C=text("12")`,
	},
	{
		"dates", `<table:table-cell office:value-type="date" office:date-value="2023-11-30"/>` +
			`<table:table-cell office:value-type="date" office:date-value="2023-11-30T06:00:00"/>` +
			`<table:table-cell office:value-type="date" office:date-value="2023-11-30T12:00:00.500000000"/>` +
			`<table:table-cell office:value-type="date" office:date-value="2023-11-30T18:00:00Z"/>` +
			`<table:table-cell office:value-type="date" office:date-value="1900-01-01"/>`,
		"A=date(45260) B=date(45260.25) C=date(45260.500005787035) D=date(45260.75) E=date(1)",
	},
	{"dates that are none", `<table:table-cell office:value-type="date" office:date-value="2023-02-30"/>` +
		`<table:table-cell office:value-type="date" office:date-value=""/>` +
		`<table:table-cell office:value-type="date"><text:p>igår</text:p></table:table-cell>`, `A=text("2023-02-30") C=text("igår")`},
	{
		"times of day", `<table:table-cell table:style-name="ct" office:value-type="time" office:time-value="PT12H30M00S"/>` +
			`<table:table-cell office:value-type="time" office:time-value="PT06H00M00.000000000S"/>` +
			`<table:table-cell table:style-name="cn" office:value-type="time" office:time-value="PT36H"/>`,
		"A=date(0.5208333333333334) B=date(0.25) C=date(1.5)",
	},
	{
		"lengths of time", `<table:table-cell table:style-name="ch" office:value-type="time" office:time-value="PT36H00M00S"/>` +
			`<table:table-cell table:style-name="cm" office:value-type="time" office:time-value="-PT06H00M00S"/>` +
			`<table:table-cell table:style-name="cp" office:value-type="time" office:time-value="P1DT6H"/>`,
		"A=duration(1.5) B=duration(-0.25) C=duration(1.25)",
	},
	{
		"times that are none", `<table:table-cell office:value-type="time" office:time-value="12:30"/>` +
			`<table:table-cell office:value-type="time" office:time-value="P1Y"/>` +
			`<table:table-cell office:value-type="time" office:time-value="PT"/>` +
			`<table:table-cell office:value-type="time" office:time-value="PT1"/>` +
			`<table:table-cell office:value-type="time" office:time-value="PTH"/>`,
		`A=text("12:30") B=text("P1Y") C=text("PT") D=text("PT1") E=text("PTH")`,
	},
	{
		"numbers shown as dates", `<table:table-cell table:style-name="cd" office:value-type="float" office:value="45260"/>` +
			`<table:table-cell table:style-name="ch" office:value-type="float" office:value="1.5"/>` +
			`<table:table-cell table:style-name="ch" office:value-type="date" office:date-value="2023-11-30"/>` +
			`<table:table-cell table:style-name="loop" office:value-type="float" office:value="2"/>`,
		"A=date(45260) B=duration(1.5) C=date(45260) D=2",
	},
	{"truth values", `<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>SANT</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="boolean" office:boolean-value="false"/>` +
		`<table:table-cell office:value-type="boolean" office:boolean-value="1"/>` +
		`<table:table-cell office:value-type="boolean" office:boolean-value="ja"/>`, `A=bool(1) B=bool(0) C=bool(1) D=text("ja")`},
	{
		"texts", text(`<text:p>ett</text:p>`) + text(`<text:p>ett &amp; två</text:p>`) + text(``) + text(`<text:p/>`) +
			`<table:table-cell><text:p>utan typ</text:p></table:table-cell>` + text(`<text:p> åäö </text:p>`),
		`A=text("ett") B=text("ett & två") E=text("utan typ") F=text(" åäö ")`,
	},
	{"texts in attributes", `<table:table-cell office:value-type="string" office:string-value="a&#10;&lt;"><text:p>b</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="string" office:string-value=""><text:p>b</text:p></table:table-cell>` +
		`<table:table-cell office:value-type="float" office:string-value="OK"/>`, `A=text("a\n<") C=text("OK")`},
	{
		"paragraphs", text(`<text:p>a</text:p><text:p>b</text:p>`) + text(`<text:p>a</text:p><text:p/><text:p>b<text:s/></text:p>`) +
			text(`<text:p/><text:p>b</text:p>`) + text(`<text:p>a&amp;</text:p><text:p></text:p>`),
		`A=text("a\nb") B=text("a\n\nb ") C=text("\nb") D=text("a&\n")`,
	},
	{"white space", text(`<text:p><text:s text:c="3"/>a<text:s/>b<text:s text:c="2"></text:s>c<text:tab/>d<text:line-break/>e</text:p>`) +
		text("<text:p>a\r\nb</text:p>"), `A=text("   a b  c\td\ne") B=text("a\nb")`},
	{"rich text", text(`<text:p>a<text:span text:style-name="T1">b<text:span>c</text:span></text:span><text:a xlink:href="x">d</text:a>` +
		`<text:bookmark/>e</text:p>`), `A=text("abcde")`},
	{
		"pronunciation left out", text(`<text:p><text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とう</text:ruby-text></text:ruby>!</text:p>`),
		`A=text("東京!")`,
	},
	{"comments left out", text(`<office:annotation><text:p>kommentar</text:p></office:annotation><text:p>a<office:annotation><text:p>b</text:p>`+
		`</office:annotation>c</text:p>`) + `<table:table-cell office:value-type="float" office:value="1"><office:annotation><text:p>2</text:p>` +
		`</office:annotation><text:p>3</text:p></table:table-cell>`, `A=text("ac") B=1`},
	{"pictures left out", text(`<draw:frame><draw:text-box><text:p>bild</text:p></draw:text-box></draw:frame><text:p>a</text:p>`), `A=text("a")`},
	{"tables in cells left out", text(`<table:table table:is-sub-table="true"><table:table-row>` + text(`<text:p>inne</text:p>`) +
		`</table:table-row></table:table><text:p>a</text:p>`), `A=text("a")`},
	{"CDATA and XML comments", text(`<text:p><![CDATA[<b>&]]></text:p>`) + text(`<text:p>a<!-- </text:p> -->b</text:p>`) + `<!-- <table:table-cell/> -->` +
		number, `A=text("<b>&") B=text("ab") C=7`},
	{
		"formulas", `<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2" calcext:value-type="float"><text:p>2</text:p></table:table-cell>` +
			`<table:table-cell table:formula="of:=&quot;a&quot;" office:value-type="string" office:string-value="a" calcext:value-type="string"/>` +
			`<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>` +
			`<table:table-cell table:formula="of:=TODAY()" office:value-type="date" office:date-value="2023-11-30"/>` +
			`<table:table-cell table:formula="of:=TRUE()" office:value-type="boolean" office:boolean-value="true"/>` +
			`<table:table-cell table:formula="of:=&quot;b&quot;" office:value-type="string"><text:p>b</text:p></table:table-cell>`,
		`A=f:2 B=f:text("a") D=f:date(45260) E=f:bool(1) F=f:text("b")`,
	},
	{"formulas without a value", `<table:table-cell table:formula="of:=1+1"/>` +
		`<table:table-cell table:formula="of:=1+1" office:value-type="float"/>`, `A=f:error("#NOVALUE") B=f:error("#NOVALUE")`},
	{
		"errors as LibreOffice writes them", `<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""` +
			` calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>` +
			`<table:table-cell calcext:value-type="error" office:value-type="string"><text:p>#REF!</text:p></table:table-cell>` +
			`<table:table-cell table:formula="of:=x" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell>` +
			`<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"/>` +
			`<table:table-cell table:formula="of:=&quot;#N/A&quot;" office:value-type="string" calcext:value-type="string"><text:p>#N/A</text:p></table:table-cell>`,
		`A=f:error("#DIV/0!") B=error("#REF!") C=f:error("#VALUE!") D=error("#NOVALUE") E=f:text("#N/A")`,
	},
	{
		"errors as others write them", `<table:table-cell office:value-type="float" office:value="0" table:formula="of:=NA()"><text:p>#SAKNAS!</text:p></table:table-cell>` +
			`<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>` +
			`<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>Err:532</text:p></table:table-cell>` +
			`<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"><text:p>#1</text:p></table:table-cell>` +
			`<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"><text:p>###</text:p></table:table-cell>` +
			`<table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>`,
		`A=f:error("#SAKNAS!") B=f:error("#DIV/0!") C=f:error("#DIV/0!") D=f:1 E=f:1 F=text("#N/A")`,
	},
	{
		"repeated cells", `<table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="3"` +
			` office:value-type="string"><text:p>a</text:p></table:table-cell>` + number + `<table:table-cell table:number-columns-repeated="16378"/>`,
		`C=text("a") D=text("a") E=text("a") F=7`,
	},
	{"repeated never or oddly", `<table:table-cell table:number-columns-repeated="0" office:value-type="float" office:value="1"/>` +
		`<table:table-cell table:number-columns-repeated="x" office:value-type="float" office:value="2"/>` +
		`<table:table-cell table:number-columns-repeated="99999999999999999999"/><table:table-cell/>`, "A=1 B=2"},
	{
		"covered cells", `<table:table-cell office:value-type="string" table:number-columns-spanned="3"><text:p>a</text:p></table:table-cell>` +
			`<table:covered-table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/>` + number,
		"A=text(\"a\") B=1 C=1 D=7\n[] [A1:C1]",
	},
	{"the last column", `<table:table-cell table:number-columns-repeated="16383"/>` + number, "XFD=7"},
}

func TestCells(t *testing.T) {
	for _, tt := range cells {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readAll(t, table(row(tt.cells)))
			if err != nil {
				t.Fatal(err)
			}
			if want := "Blad1 visible\n1 " + tt.want + "\n"; got != want {
				t.Errorf("got  %swant %s", got, want)
			}
		})
	}
}

// TestNumberedErrors gives errors that LibreOffice numbers the codes that it writes into .xlsx files.
func TestNumberedErrors(t *testing.T) {
	for number, want := range map[string]string{
		"502": "#VALUE!", "503": "#NUM!", "504": "#VALUE!", "511": "#VALUE!", "521": "#NULL!",
		"522": "#VALUE!", "523": "#N/A", "524": "#REF!", "525": "#NAME?", "532": "#DIV/0!", "539": "#N/A",
	} {
		got, err := readAll(t, table(row(`<table:table-cell table:formula="of:=x" office:value-type="string" calcext:value-type="error">`+
			`<text:p>Err:`+number+`</text:p></table:table-cell>`)))
		if want := "Blad1 visible\n1 A=f:error(\"" + want + "\")\n"; err != nil || got != want {
			t.Errorf("%s: got %s, %v; want %s", number, got, err, want)
		}
	}
}

// TestNamespaces reads the same cells under other prefixes, and under none.
func TestNamespaces(t *testing.T) {
	plain := table(row(text(`<text:p>a</text:p>`) + `<table:table-cell office:value-type="date" office:date-value="2023-11-30"/>`))
	for _, prefixes := range []*strings.Replacer{
		strings.NewReplacer("table:", "t:", "office:", "o:", "text:", "x:"),
		strings.NewReplacer("<table:", "<", "</table:", "</", "<text:", "<", "</text:", "</"),
		strings.NewReplacer("<table:table-cell ", "<table:table-cell\n\t"),
		strings.NewReplacer(`"`, `'`),
		strings.NewReplacer("</table:table>", "</table:table\n>"),
	} {
		got, err := readAll(t, prefixes.Replace(plain))
		if want := "Blad1 visible\n1 A=text(\"a\") B=date(45260)\n"; err != nil || got != want {
			t.Errorf("%s: got %s, %v", prefixes.Replace(plain), got, err)
		}
	}
}

// TestText keeps the digits of numbers and dates as the file writes them.
func TestText(t *testing.T) {
	const values = `<table:table-cell office:value-type="float" office:value="1.500"/>` +
		`<table:table-cell office:value-type="date" office:date-value="2023-11-30T06:00:00"/>` +
		`<table:table-cell office:value-type="time" office:time-value="PT1H"/>`
	b, err := openFlat([]byte(content("document", "", table(row(values)))), ways[0])
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range b.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"1.500", "2023-11-30T06:00:00", "PT1H"} {
			if got := row.Cells[i].Text; got != want {
				t.Errorf("%s: got %q, want %q", cell.Ref(i, 1), got, want)
			}
		}
	}
}

// TestDateSystems counts numbers and times of day from the day that the workbook names, and leaves dates and lengths of
// time alone.
func TestDateSystems(t *testing.T) {
	const values = `<table:table-cell table:style-name="cd" office:value-type="float" office:value="1"/>` +
		`<table:table-cell office:value-type="time" office:time-value="PT12H"/>` +
		`<table:table-cell table:style-name="ch" office:value-type="time" office:time-value="PT12H"/>` +
		`<table:table-cell office:value-type="date" office:date-value="2023-11-30"/>` + number
	tests := []struct{ date, want string }{
		{"1899-12-30", "A=date(1) B=date(0.5) C=duration(0.5) D=date(45260) E=7"},
		{"1904-01-01", "A=date(1463) B=date(1462.5) C=duration(0.5) D=date(45260) E=7"},
		{"1900-01-01", "A=date(3) B=date(2.5) C=duration(0.5) D=date(45260) E=7"},
	}
	for _, tt := range tests {
		got, err := readAll(t, `<table:calculation-settings><table:iteration/><table:null-date table:date-value="`+tt.date+`"/>`+
			`</table:calculation-settings>`+table(row(values)))
		if want := "Blad1 visible\n1 " + tt.want + "\n"; err != nil || got != want {
			t.Errorf("%s: got %s, %v", tt.date, got, err)
		}
	}
}
