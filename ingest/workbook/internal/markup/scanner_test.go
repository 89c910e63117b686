package markup_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"nyckeltal/ingest/workbook/internal/format"
	"nyckeltal/ingest/workbook/internal/markup"
)

// scan returns the tags of a document, and the texts before them, in a short form.
func scan(document string) (string, error) {
	var b strings.Builder
	for s := markup.NewScanner([]byte(document)); ; {
		if err := s.Next(); err != nil {
			return b.String(), err
		}
		text, err := s.AppendText(nil)
		if err != nil {
			return b.String(), err
		}
		kind := map[markup.Kind]string{markup.Open: "+", markup.Close: "-", markup.Single: "."}[s.Kind]
		fmt.Fprintf(&b, "%s%s%s", text, kind, s.Name)
		for name, value, rest := markup.Attr(s.Attrs); name != nil; name, value, rest = markup.Attr(rest) {
			fmt.Fprintf(&b, " %s=%s", name, value)
		}
		b.WriteByte(';')
	}
}

func TestScanner(t *testing.T) {
	tests := []struct{ name, document, want string }{
		{"tags", `<a><b/>x</a >`, "+a;.b;x-a;"},
		{"prefixes", `<x:a y:b="c" d = 'e'></x:a>`, "+a b=c d=e;-a;"},
		{"signs in attributes", `<a b="/>" c='"<'/>`, `.a b=/> c="<;`},
		{"entities", `&lt;&amp;&#65;&#x41;<a/>`, "<&AA.a;"},
		{"line ends", "a\r\nb\rc<a/>", "a\nb\nc.a;"},
		{"comments, CDATA and instructions", `a<!-- <x> -->b<![CDATA[<y>&amp;]]>c<?z <z>?>&amp;<a/>`, "ab<y>&amp;c&.a;"},
		{"space around names", "<a\n b='1'\t></a\n>", "+a b=1;-a;"},
		{"attributes that are none", `<a b="1" c=2 d="3">`, "+a b=1;"},
	}
	for _, tt := range tests {
		if got, err := scan(tt.document); !errors.Is(err, markup.ErrShort) || got != tt.want {
			t.Errorf("%s: got %s, %v; want %s", tt.name, got, err, tt.want)
		}
	}
}

// TestShort cuts a document off everywhere: what has been scanned stays as it is.
func TestShort(t *testing.T) {
	const document = `<?xml version="1.0"?><a b="c>"><!-- d --><e/>f&amp;<![CDATA[g]]></a>`
	whole, _ := scan(document)
	for n := range document {
		got, err := scan(document[:n])
		if !errors.Is(err, markup.ErrShort) || !strings.HasPrefix(whole, got) {
			t.Errorf("%s: %s, %v", document[:n], got, err)
		}
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		document string
		kind     error
		says     string
	}{
		{`<!DOCTYPE a><a/>`, format.ErrForbidden, "document type"},
		{`<!ENTITY a "b"><a/>`, format.ErrForbidden, "document type"},
		{`<!doctype a><a/>`, format.ErrForbidden, "document type"},
		{`&lol;<a/>`, format.ErrDamaged, "&lol;"},
		{`&#0x41;<a/>`, format.ErrDamaged, "&#0x41;"},
		{`&#1114112;<a/>`, format.ErrDamaged, "&#1114112;"},
		{`& <a/>`, format.ErrDamaged, "begins no entity"},
		{`<a <b>`, format.ErrDamaged, "within the tag <a"},
	}
	for _, tt := range tests {
		if got, err := scan(tt.document); !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %s, %v", tt.document, got, err)
		}
	}
}

func TestLookup(t *testing.T) {
	s := markup.NewScanner([]byte(`<x:a b="1 &amp; 2" r:id="3" bad="&x;"><c>`))
	if err := s.Next(); err != nil || string(s.Prefix()) != "x:" {
		t.Fatalf("prefix %q, %v", s.Prefix(), err)
	}
	for name, want := range map[string]string{"b": "1 & 2", "id": "3", "a": "", "bad": ""} {
		if got, ok := s.Lookup(name); got != want && ok {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
	if err := s.Next(); err != nil || len(s.Prefix()) > 0 {
		t.Errorf("prefix %q, %v", s.Prefix(), err)
	}
}

func TestUTF8(t *testing.T) {
	wide := func(order string) string {
		var b strings.Builder
		for _, c := range []byte("<a/>") {
			if order == "big" {
				b.WriteByte(0)
			}
			b.WriteByte(c)
			if order == "little" {
				b.WriteByte(0)
			}
		}
		return b.String()
	}
	good := []string{"<a/>", "\xef\xbb\xbf<a/>", wide("little"), wide("big"), "\xff\xfe" + wide("little"), "\xfe\xff" + wide("big")}
	for _, document := range good {
		r, err := markup.UTF8(strings.NewReader(document))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != "<a/>" {
			t.Errorf("%q: %q, %v", document, got, err)
		}
	}
	for _, name := range []string{"windows-1252", "UTF-7", "UTF-32"} {
		_, err := markup.UTF8(strings.NewReader(`<?xml version="1.0" encoding="` + name + `"?><a/>`))
		if !errors.Is(err, format.ErrDamaged) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"utf-8", "UTF-8", "US-ASCII"} {
		if _, err := markup.UTF8(strings.NewReader(`<?xml version='1.0' encoding='` + name + `'?><a/>`)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzScanner scans any bytes. What the standard library takes for XML gives the same elements, unless it declares
// document types or has prefixes, which the library checks more closely.
func FuzzScanner(f *testing.F) {
	f.Add(`<?xml version="1.0"?><a b="c"><x:d/>e&amp;<![CDATA[f]]><!-- g --></a>`)
	f.Add("<a>\r\n&#65;</a>")
	f.Fuzz(func(t *testing.T, document string) {
		_, err := scan(document)
		var refusal *format.Error
		if !errors.Is(err, markup.ErrShort) && !errors.As(err, &refusal) {
			t.Fatalf("an error of another kind: %v", err)
		}
		if want, ok := namesByLibrary(document); ok && !strings.Contains(document, "<!") && !strings.Contains(document, ":") {
			if got := names(document); got != want {
				t.Errorf("%q: got %s, want %s", document, got, want)
			}
		}
	})
}

// namesByLibrary returns the names of the elements of a document that is good XML, without their prefixes.
func namesByLibrary(document string) (list string, ok bool) {
	for d := xml.NewDecoder(strings.NewReader(document)); ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return list, true
		}
		if err != nil {
			return "", false
		}
		if start, is := token.(xml.StartElement); is {
			list += start.Name.Local + " "
		}
	}
}

// names returns the names of the elements of a document.
func names(document string) (list string) {
	for s := markup.NewScanner([]byte(document)); s.Next() == nil; {
		if s.Kind != markup.Close {
			list += string(s.Name) + " "
		}
	}
	return list
}
