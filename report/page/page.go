// Package page writes reports as HTML: one self-contained file that asks for nothing from anywhere, reads well on
// paper, on a phone, in the dark and by a screen reader, and draws its charts as SVG.
package page

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"time"

	"nyckeltal/report/locale"
	"nyckeltal/report/model"
)

//go:embed page.css page.js *.tmpl
var files embed.FS

var templates = template.Must(template.ParseFS(files, "*.tmpl"))

var stylesheet = read("page.css")

// Script is the page's script, for those who serve fragments. The page reads well without it: it sorts tables.
var Script = read("page.js")

// policy is the Content-Security-Policy that allows the page's own style and script and nothing else.
var policy = "default-src 'none'; style-src " + hash(stylesheet) + "; script-src " + hash(Script) +
	"; base-uri 'none'; form-action 'none'"

func read(name string) string {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(err) // the file is embedded
	}
	return string(content)
}

func hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Options says what a page is for.
type Options struct {
	// Explain returns the address that a figure leads to. When it is nil, figures lead to a note with the command that
	// explains them.
	Explain func(model.Source) string
}

// Write writes the page.
func Write(w io.Writer, r *model.Report, opt Options) error {
	return templates.ExecuteTemplate(w, "page.tmpl", view(r, opt))
}

// Fragment writes the report from its header to its footer, to be put into another page that has the style; see Scoped.
func Fragment(w io.Writer, r *model.Report, opt Options) error {
	return templates.ExecuteTemplate(w, "report", view(r, opt))
}

// The types below are what the templates show: texts ready to be written.

type pageView struct {
	Lang, Title, Subtitle string
	Policy                string
	Style                 template.CSS
	Script                template.JS
	Command               string // that explains a figure; empty when figures have addresses
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
	Contents, Skip, Highlights, Definitions, Unit, Rounding, Comment, Explain string
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
	Label, Unit, Heading string
	Value                linkView
	Against, Compared    string
	Status               statusView
}

type statusView struct{ Class, Mark, Name string }

func view(r *model.Report, opt Options) pageView {
	l := writer{r.Locale, opt, r.AsOf}
	v := pageView{
		Lang: string(l.Language), Title: r.Title, Subtitle: r.Subtitle, Policy: policy, Style: template.CSS(stylesheet),
		Script: template.JS(Script), // both are the page's own
		Text: texts{
			Contents: l.Text(locale.Contents), Skip: l.Text(locale.SkipToContent), Unit: l.Text(locale.UnitHeading),
			Highlights: l.Text(locale.Overview), Definitions: l.Text(locale.Definitions),
			Rounding: l.Text(locale.RoundingNote), Comment: l.Text(locale.CommentHeading),
			Explain: l.Text(locale.ExplainNote),
		},
		Notes: r.Notes, Provenance: model.Provenance(r),
	}
	if opt.Explain == nil {
		v.Command = fmt.Sprintf("nyckeltal explain %s --period %s", l.Text(locale.AnyIndicator), r.Asked())
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

// writer is a locale, and where figures lead.
type writer struct {
	*locale.Locale
	opt  Options
	asOf time.Time // of the figures, so that the command explains them as they are here
}

// linkView is a figure that leads to its explanation; without an address it leads nowhere.
type linkView struct{ Text, Href, Title string }

// link returns the address that the figure of the cell leads to, and the command that explains it where no address is
// given.
func (l writer) link(c model.Cell) (href, title string) {
	switch {
	case c.Source == nil:
		return "", ""
	case l.opt.Explain != nil:
		return l.opt.Explain(*c.Source), ""
	default:
		return "#explain", c.Source.Command(l.asOf)
	}
}

func viewBlock(l writer, block model.Block) blockView {
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

func viewHighlight(l writer, h model.Highlight) highlightView {
	v := highlightView{Label: h.Label, Heading: h.Heading, Against: h.Against, Status: viewStatus(l, h.Status)}
	v.Value.Text, v.Unit = valueAndUnit(l, h.Cell, h.Unit)
	v.Value.Href, v.Value.Title = l.link(h.Cell)
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
func valueAndUnit(l writer, c model.Cell, unit string) (value, apart string) {
	switch {
	case c.Absence != model.Present:
		return "–", ""
	case unit == "%" || unit == locale.Points:
		return c.Display(l.Locale, unit), ""
	default:
		return c.Display(l.Locale, unit), l.Unit(unit)
	}
}

func viewStatus(l writer, s model.Status) statusView {
	if s == model.Unknown {
		return statusView{}
	}
	return statusView{Class: string(s), Mark: s.Mark(), Name: s.Name(l.Locale)}
}
