package comment_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nyckeltal/ingest/config"
	"nyckeltal/report/comment"
	"nyckeltal/report/definition"
	"nyckeltal/report/model"
)

var def = &definition.Definition{Name: "minirapport", Sections: []definition.Section{
	{ID: "ekonomi", Title: definition.Text{Swedish: "Ekonomi", English: "Finances"}},
	{ID: "hr", Title: definition.Text{Swedish: "HR", English: "Human resources"}},
}}

const written = `Året går **bra**, \*nästan\*.
Samma stycke &amp; rad.

# Finances

## Utfall

- Ett överskott om *19 mnkr*
- Se [budgeten](https://example.org/budget) eller <ekonomi@example.org>

3. tredje
4. ` + "`resultat`" + `

# hr #
`

func TestParse(t *testing.T) {
	got, err := comment.Parse("c.md", []byte(strings.ReplaceAll(written, "\n", "\r\n")), def)
	if err != nil {
		t.Fatal(err)
	}
	plain := func(s string) []model.Span { return []model.Span{{Text: s}} }
	want := &comment.Comments{
		Opening: &model.Comment{Markdown: "Året går **bra**, \\*nästan\\*.\nSamma stycke &amp; rad.", Prose: []model.Paragraph{
			{Spans: []model.Span{{Text: "Året går "}, {Text: "bra", Strong: true}, {Text: ", *nästan*. Samma stycke & rad."}}},
		}},
		Sections: map[string]*model.Comment{"ekonomi": {Prose: []model.Paragraph{
			{Kind: model.Subheading, Spans: plain("Utfall")},
			{Kind: model.Bullet, Spans: []model.Span{{Text: "Ett överskott om "}, {Text: "19 mnkr", Emphasis: true}}},
			{Kind: model.Bullet, Spans: []model.Span{
				{Text: "Se "},
				{Text: "budgeten", Link: "https://example.org/budget"},
				{Text: " eller "},
				{Text: "ekonomi@example.org", Link: "mailto:ekonomi@example.org"},
			}},
			{Kind: model.Numbered, Number: 3, Spans: plain("tredje")},
			{Kind: model.Numbered, Number: 4, Spans: []model.Span{{Text: "resultat", Code: true}}},
		}}},
	}
	want.Sections["ekonomi"].Markdown = got.Sections["ekonomi"].Markdown
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if text := got.Sections["ekonomi"].Prose[2].Text(); text != "Se budgeten (https://example.org/budget) eller ekonomi@example.org" {
		t.Errorf("text %q", text)
	}
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"unknown section": {"x\n\n# Ekonomin\n\ny", `c.md:3:1: the report minirapport has no section "Ekonomin" (did you mean "ekonomi"?): it has ekonomi, hr`},
		"section twice":   {"# hr\n\nx\n\n# HR\n\ny", `c.md:5:1: the section "HR" has a comment already`},
		"HTML block":      {"# hr\n\n<script>alert(1)</script>\n", `c.md:3:1: comments hold paragraphs, headings, lists, bold, italic, code and links: found HTML`},
		"HTML":            {"# hr\n\nx\n\na <b>b</b>\n", `c.md:5:1: comments hold paragraphs, headings, lists, bold, italic, code and links: found HTML`},
		"picture":         {"![x](y.png)", `found a picture`},
		"quotation":       {"> x", `found a quotation`},
		"code":            {"    x", `found an indented block`},
		"fence":           {"```\nx\n```", `found a block of code`},
		"line":            {"x\n\n---\n", `c.md:3:1: comments hold`},
		"script link":     {"[x](javascript:alert(1))", `expected a link to http://, https:// or mailto:, found "javascript:alert(1)"`},
		"file link":       {"[x](file:///etc/passwd)", `expected a link to http://`},
		"relative link":   {"[x](budget.html)", `expected a link to http://`},
		"nested list":     {"- x\n  - y", `an item of a list is one paragraph`},
		"other heading":   {"x\n=\n", `a heading of the first level names a section`},
		"not UTF-8":       {"\xff", `the comments are not UTF-8`},
	} {
		_, err := comment.Parse("c.md", []byte(c.text), def)
		var problem *config.Problem
		if !errors.As(err, &problem) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v\nwant %s", name, err, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	place := filepath.Join(dir, "minirapport", "A-B")
	if err := os.MkdirAll(place, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(place, "2023-11.md"), []byte("Hej"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := comment.Read(dir, def, "2023-11", "A/B")
	if err != nil || c == nil || c.Opening.Prose[0].Text() != "Hej" {
		t.Errorf("got %v, %v", c, err)
	}
	for _, part := range []string{"", "..", ".", "../minirapport/A-B", "C"} {
		if c, err := comment.Read(dir, def, "2023-11", part); c != nil || err != nil {
			t.Errorf("%q: got %v, %v", part, c, err)
		}
	}
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"minirapport/2023-11.md":   "Hej",
		"minirapport/2023-12.md":   "# personal",
		"minirapport/november.md":  "Hej",
		"minirapprt/2023-11.md":    "Hej",
		"minirapport/HR/202311.md": "Hej",
		"minirapport/notes.txt":    "no comment",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := comment.Check(dir, []*definition.Definition{def})
	if err == nil {
		t.Fatal("no faults")
	}
	want := `minirapport/2023-12.md:1:1: the report minirapport has no section "personal": it has ekonomi, hr
minirapport/HR/202311.md: no report shows these comments: expected a file such as minirapport/2023-11.md
minirapport/november.md: no report shows these comments: expected a file such as minirapport/2023-11.md
minirapprt/2023-11.md: comments lie in a folder named for their report: expected one of minirapport, found "minirapprt" (did you mean "minirapport"?)`
	if got := strings.ReplaceAll(err.Error(), dir+"/", ""); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if err := comment.Check(filepath.Join(dir, "absent"), nil); err != nil {
		t.Error(err)
	}
}

// FuzzParse: any text gives comments or faults, never a panic, and links lead to the web or to mail.
func FuzzParse(f *testing.F) {
	f.Add([]byte(written))
	f.Add([]byte("# hr\n\n1. [a]: <x\n\n> - <b>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := comment.Parse("c.md", data, def)
		if (c == nil) == (err == nil) {
			t.Fatalf("comments %v and error %v", c, err)
		}
		if c == nil || c.Opening == nil {
			return
		}
		for _, p := range c.Opening.Prose {
			for _, s := range p.Spans {
				link := strings.ToLower(s.Link)
				if link != "" && !strings.HasPrefix(link, "http") && !strings.HasPrefix(link, "mailto:") {
					t.Errorf("link %q", s.Link)
				}
			}
		}
	})
}
