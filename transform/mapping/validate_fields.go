package mapping

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/expression"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// fieldName is how fields may be called, so that expressions can use them.
var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// field checks one entry of mapping.fields.
func (c *checker) field(name string, spec Column) {
	path := "mapping.fields." + name
	switch {
	case !fieldName.MatchString(name):
		c.add(path, "expected a name of small letters a–z, digits and _ that expressions can use")
	case c.dataset.Index(name) >= 0:
		c.add(path, "dataset %s has a column of this name; give the field another one", c.dataset.Name)
	}
	target, ok := fieldColumn(name, spec)
	if !ok {
		c.add(path+".type", "expected the type of the field, one of %s, found %q%s",
			strings.Join(FieldTypes(), ", "), spec.Type, match.DidYouMean(spec.Type, FieldTypes()))
		return
	}
	if spec.Expression != "" {
		c.add(path+".expression", "a field is read from the sheet; columns are computed")
		return
	}
	if spec.File && target.Type == record.Period || !spec.File && spec.Derive == "" {
		c.filling(path, &target, spec, false)
		return
	}
	c.add(path, "file is for periods, and derive for columns")
}

// lookup checks what a dimension gives, and returns the code that is looked up as if it were a column.
func (c *checker) lookup(path string, target *record.Column, spec Column) *record.Column {
	code := &record.Column{
		Name: target.Name, Type: record.Code, Lookup: spec.Lookup.Dimension, Required: target.Required, Comment: target.Comment,
	}
	dimension := record.Find(spec.Lookup.Dimension)
	if dimension == nil || !dimension.Dimension() {
		var names []string
		for _, d := range record.Datasets() {
			if d.Dimension() {
				names = append(names, d.Name)
			}
		}
		c.add(path+".dimension", "no dimension %q%s (dimensions: %s)", spec.Lookup.Dimension,
			match.DidYouMean(spec.Lookup.Dimension, names), strings.Join(names, ", "))
		return code
	}
	i := dimension.Index(spec.Lookup.Give)
	if i < 0 {
		names := make([]string, len(dimension.Columns))
		for i := range dimension.Columns {
			names[i] = dimension.Columns[i].Name
		}
		c.add(path+".give", "dimension %s has no %q%s (it has %s)", dimension.Name, spec.Lookup.Give,
			match.DidYouMean(spec.Lookup.Give, names), strings.Join(names, ", "))
		return code
	}
	if given := dimension.Columns[i].Type; !given.Gives(target.Type) {
		c.add(path+".give", "%s of the dimension %s is of type %s, and %s of type %s",
			spec.Lookup.Give, dimension.Name, given, target.Name, target.Type)
	}
	return code
}

// parts checks how a code and a text are taken apart or joined, and what becomes of unknown codes.
func (c *checker) parts(path string, target *record.Column, spec Column) {
	word := target.Type == record.Code || target.Type == record.Text
	switch spec.Split {
	case "":
	case SplitCode, SplitText:
		if !word || spec.sources() > 0 && !spec.inRow() && spec.Above == nil {
			c.add(path+".split", "only codes and texts from cells are split, and %s is of type %s", target.Name, target.Type)
		}
	default:
		c.add(path+".split", "expected code or text, found %q", spec.Split)
	}
	if len(spec.Join) > 0 && !word {
		c.add(path+".join", "texts are joined to a code or a text, and %s is of type %s", target.Name, target.Type)
	}
	if len(spec.Join) == 1 {
		c.add(path+".join", "expected at least two headings, as in [Bolag, Verifikation]")
	}
	switch spec.Unknown {
	case "":
	case UnknownReject, UnknownTake:
		if target.Lookup == "" || spec.Lookup != nil {
			c.add(path+".unknown", "only codes of a dimension can be unknown")
		}
	default:
		c.add(path+".unknown", "expected reject or take, found %q", spec.Unknown)
	}
}

// computed checks an expression.
func (c *checker) computed(path string, target *record.Column, spec Column) {
	if spec.Expression == "" {
		return
	}
	if count(len(spec.Format) > 0, spec.Unit != "", spec.Sign != 0, spec.Locale != nil, spec.Split != "",
		len(spec.Null) > 0, spec.Separator != "") > 0 {
		c.add(path, "what is computed is not read: leave out format, unit, sign, locale, split, separator and null")
	}
	if target.Type == record.Person || target.Type == record.Codes {
		c.add(path+".expression", "a column of type %s cannot be computed", target.Type)
		return
	}
	for name, spec := range c.mapping.Fields {
		if _, ok := fieldColumn(name, spec); !ok {
			return // the type of a variable is not known
		}
	}
	variables := c.mapping.Variables(c.dataset, false)
	if target.Name == "period" {
		variables = c.mapping.PeriodVariables(c.dataset)
	}
	if _, err := expression.Compile(string(spec.Expression), variables, spec.Result(target)); err != nil {
		c.add(path+".expression", "%v", err)
	}
}

// privacy checks that what is private goes nowhere.
func (c *checker) privacy() {
	private := folded(c.mapping.Private)
	for _, heading := range c.mapping.Privacy.Allow {
		if slices.Contains(private, match.Fold(heading)) {
			c.add("mapping.privacy.allow", "%q is private already, and nothing of it is loaded", heading)
		}
	}
	for i, columns := range [...]map[string]Column{c.mapping.Columns, c.mapping.Fields} {
		path := [...]string{"mapping.columns.", "mapping.fields."}[i]
		for _, name := range slices.Sorted(maps.Keys(columns)) {
			spec := columns[name]
			i := c.dataset.Index(name)
			if spec.Derive != "" || i >= 0 && c.dataset.Columns[i].Type == record.Person {
				continue
			}
			for _, heading := range slices.Concat(spec.Heading, spec.Label, spec.Join) {
				if slices.Contains(private, match.Fold(heading)) {
					c.add(path+name, "%q is private (mapping.private), so that nothing can be filled from it", heading)
				}
			}
		}
	}
}

// folded returns texts in the form in which they are compared.
func folded(texts []string) []string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = match.Fold(text)
	}
	return list
}

// truths checks the results of a translation to truth values.
func (c *checker) truths(path string, values Values) {
	for _, from := range slices.Sorted(maps.Keys(values)) {
		if _, ok := value.BoolWord(values[from]); !ok {
			c.add(path+"."+from, "expected true or false, found %q", values[from])
		}
	}
}

// all goes through the columns and then the fields, each with its path, in the order of their names.
func (m *Mapping) all() iter.Seq2[string, Column] {
	return func(yield func(string, Column) bool) {
		for _, name := range slices.Sorted(maps.Keys(m.Columns)) {
			if !yield("mapping.columns."+name, m.Columns[name]) {
				return
			}
		}
		for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
			if !yield("mapping.fields."+name, m.Fields[name]) {
				return
			}
		}
	}
}
