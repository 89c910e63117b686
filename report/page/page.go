// Package page writes reports as HTML: one self-contained file that asks for nothing from anywhere, reads well on
// paper, on a phone, in the dark and by a screen reader, and draws its charts as SVG.
package page

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

//go:embed page.css *.tmpl
var files embed.FS

var templates = template.Must(template.ParseFS(files, "*.tmpl"))

// stylesheet is the page's style, and policy the Content-Security-Policy that allows it and nothing else.
var stylesheet, policy = style()

func style() (template.CSS, string) {
	css, err := files.ReadFile("page.css")
	if err != nil {
		panic(err) // the file is embedded
	}
	sum := sha256.Sum256(css)
	return template.CSS(css), "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

// Write writes the page.
func Write(w io.Writer, r *model.Report) error {
	return templates.ExecuteTemplate(w, "page.tmpl", view(r))
}

// The types below are what the templates show: texts ready to be written.

type pageView struct {
	Lang, Title, Subtitle string
	Policy                string
	Style                 template.CSS
	Text                  texts
	Prose                 []proseView
	Highlights            []highlightView
	Sections              []sectionView
	Notes                 []string
	Provenance            []string
	Indicators            []model.Indicator
}

// texts are the fixed phrases of the page.
type texts struct {
	Contents, Skip, Highlights, Definitions, Unit, Rounding, Comment string
}

type sectionView struct {
	ID, Title string
	Number    int
	Blocks    []blockView
}

// blockView has exactly one of its fields set.
type blockView struct {
	Table *tableView
	List  *listView
	Chart *chartView
	Prose []proseView
	Note  string
}

type highlightView struct {
	Label, Value, Unit, Heading string
	Against, Compared           string
	Status                      statusView
}

type statusView struct{ Class, Mark, Name string }

func view(r *model.Report) pageView {
	l := r.Locale
	v := pageView{
		Lang: string(l.Language), Title: r.Title, Subtitle: r.Subtitle, Policy: policy, Style: stylesheet,
		Text: texts{
			Contents: l.Text(locale.Contents), Skip: l.Text(locale.SkipToContent), Unit: l.Text(locale.UnitHeading),
			Highlights: l.Text(locale.Overview), Definitions: l.Text(locale.Definitions),
			Rounding: l.Text(locale.RoundingNote), Comment: l.Text(locale.CommentHeading),
		},
		Notes: r.Notes, Provenance: model.Provenance(r),
	}
	if r.Comment != nil {
		v.Prose = viewProse(r.Comment)
	}
	for _, h := range r.Highlights {
		v.Highlights = append(v.Highlights, viewHighlight(l, h))
	}
	for i, s := range r.Sections {
		section := sectionView{ID: s.ID, Title: s.Title, Number: i + 1}
		for _, block := range s.Blocks {
			section.Blocks = append(section.Blocks, viewBlock(l, block))
		}
		v.Sections = append(v.Sections, section)
	}
	for _, i := range r.Indicators {
		i.Unit = l.Unit(i.Unit)
		v.Indicators = append(v.Indicators, i)
	}
	return v
}

func viewBlock(l *locale.Locale, block model.Block) blockView {
	switch b := block.(type) {
	case *model.Table:
		return blockView{Table: viewTable(l, b)}
	case *model.List:
		return blockView{List: viewList(l, b)}
	case *model.Chart:
		return blockView{Chart: viewChart(l, b)}
	case *model.Comment:
		return blockView{Prose: viewProse(b)}
	case *model.Note:
		return blockView{Note: b.Text}
	}
	return blockView{}
}

func viewHighlight(l *locale.Locale, h model.Highlight) highlightView {
	v := highlightView{Label: h.Label, Heading: h.Heading, Against: h.Against, Status: viewStatus(l, h.Status)}
	v.Value, v.Unit = valueAndUnit(l, h.Cell, h.Unit)
	if h.Against != "" {
		value, unit := valueAndUnit(l, h.Compared, h.Unit)
		v.Compared = value
		if unit != "" {
			v.Compared += "\u00a0" + unit
		}
	}
	return v
}

// valueAndUnit writes a figure, and its unit apart unless the figure carries it itself.
func valueAndUnit(l *locale.Locale, c model.Cell, unit string) (value, apart string) {
	switch {
	case c.Absence != model.Present:
		return "–", ""
	case unit == "%" || unit == locale.Points:
		return c.Display(l, unit), ""
	default:
		return c.Display(l, unit), l.Unit(unit)
	}
}

func viewStatus(l *locale.Locale, s model.Status) statusView {
	if s == model.Unknown {
		return statusView{}
	}
	return statusView{Class: string(s), Mark: s.Mark(), Name: s.Name(l)}
}
