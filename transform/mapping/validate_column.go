package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// sources counts the sources that the column is given.
func (c Column) sources() int {
	return count(len(c.Heading) > 0, c.Column != "", len(c.Label) > 0, c.Above != nil, c.Group != "",
		len(c.Join) > 0, c.Expression != "", c.Constant != "", c.Capture != "", c.Sheet, c.File)
}

// inRow tells whether the column comes from a cell of each row, or of each record of a form.
func (c Column) inRow() bool {
	return len(c.Heading) > 0 || c.Column != "" || len(c.Label) > 0 || len(c.Join) > 0
}

// column checks one entry of mapping.columns.
func (c *checker) column(name string, spec Column) {
	path := "mapping.columns." + name
	target := c.find(path, name)
	if target == nil {
		return
	}
	if spec.Type != "" {
		c.add(path+".type", "the dataset gives %s its type; leave it out", name)
	}
	across := c.mapping.Across != nil && c.mapping.Across.fills(name)
	c.filling(path, target, spec, across)
}

// filling checks how a column or a field is filled.
func (c *checker) filling(path string, target *record.Column, spec Column, across bool) {
	switch n := spec.sources(); {
	case n == 0 && !across:
		c.add(path, "say where it comes from: give heading, column, label, above, group, join, expression, constant, capture, sheet or file")
	case n > 1:
		c.add(path, "give only one of heading, column, label, above, group, join, expression, constant, capture, sheet and file")
	}
	if spec.Capture == "period" || spec.Capture == "year" {
		c.add(path+".capture", "{%s} of the file's name is no text but a time: write file: true", spec.Capture)
	}
	if spec.Lookup != nil {
		target = c.lookup(path+".lookup", target, spec)
	}
	c.parts(path, target, spec)
	c.computed(path, target, spec)
	c.source(path, target, spec)
	c.shape(path, spec)
	c.number(path, target, spec)
	c.format(path, target, spec)
	c.words(path, target, spec, across)
}

// source checks what a column of this type can come from.
func (c *checker) source(path string, target *record.Column, spec Column) {
	if spec.Constant != "" {
		if _, problem := value.Constant(target, string(spec.Constant)); problem != nil {
			c.add(path+".constant", "%v, found %q", problem, spec.Constant)
		}
	}
	if spec.File && target.Type != record.Period {
		c.add(path+".file", "the file's name gives a period, and %s is of type %s", target.Name, target.Type)
	}
	if target.Type == record.Person && (!spec.inRow() || spec.Derive != "") {
		c.add(path, "a personal identity number comes from a column of the sheet: give heading alone")
	}
	switch spec.Derive {
	case "":
	case DeriveAgeGroup, DeriveSex:
		if target.Type != record.Code || !spec.inRow() {
			c.add(path+".derive", "%s is derived into a code, from the personal identity number under heading", spec.Derive)
		}
	default:
		known := []string{DeriveAgeGroup, DeriveSex}
		c.add(path+".derive", "expected age_group or sex, found %q%s", spec.Derive, match.DidYouMean(spec.Derive, known))
	}
	if spec.Optional && len(spec.Heading) == 0 && len(spec.Label) == 0 && spec.Above == nil {
		c.add(path+".optional", "only a heading can be missing; leave optional out")
	}
	if spec.Optional && target.Required {
		c.add(path+".optional", "dataset %s needs this column; its heading cannot be optional", c.dataset.Name)
	}
}

// number checks unit, sign and rounding.
func (c *checker) number(path string, target *record.Column, spec Column) {
	if _, ok := value.FindUnit(spec.Unit); !ok {
		c.add(path+".unit", "unknown unit %q%s (units: %s)",
			spec.Unit, match.DidYouMean(spec.Unit, value.Units()), strings.Join(value.Units(), ", "))
	}
	if l := spec.Locale; l != nil {
		c.writes(path+".locale", *l)
		if target.Type != record.Decimal && target.Type != record.Int {
			c.add(path+".locale", "only numbers are written in a locale, and %s is of type %s", target.Name, target.Type)
		}
	}
	numeric := target.Type == record.Decimal
	if spec.Unit != "" && !numeric {
		c.add(path+".unit", "only decimals have a unit, and %s is of type %s", target.Name, target.Type)
	}
	if spec.Round && !numeric {
		c.add(path+".round", "only decimals are rounded, and %s is of type %s", target.Name, target.Type)
	}
	if spec.Sign != 0 && spec.Sign != 1 && spec.Sign != -1 {
		c.add(path+".sign", "expected 1 or -1, found %d", spec.Sign)
	}
	if spec.Sign != 0 && !numeric && target.Type != record.Int {
		c.add(path+".sign", "only numbers have a sign, and %s is of type %s", target.Name, target.Type)
	}
}

// format checks the formats of periods, dates and times.
func (c *checker) format(path string, target *record.Column, spec Column) {
	if len(spec.Format) == 0 {
		return
	}
	var err error
	switch target.Type {
	case record.Period:
		_, err = value.NewPeriods(spec.Format)
	case record.Date:
		_, err = value.NewDates(spec.Format)
	case record.DateTime:
		_, err = value.NewMoments(spec.Format)
	case record.Clock:
		_, err = value.NewClocks(spec.Format)
	default:
		err = fmt.Errorf("only periods, dates and times have a format, and %s is of type %s", target.Name, target.Type)
	}
	if err == nil && (spec.Constant != "" || spec.File) {
		err = fmt.Errorf("constants and the file's period have no format")
	}
	if err != nil {
		c.add(path+".format", "%v", err)
	}
}

// words checks translations, separators and words for empty cells.
func (c *checker) words(path string, target *record.Column, spec Column, across bool) {
	if len(spec.Values) > 0 {
		c.values(path+".values", target, spec.Values)
		if spec.Constant != "" || spec.File || spec.Derive != "" {
			c.add(path+".values", "only texts from the sheet or the file's name are translated")
		}
	}
	if spec.Separator != "" && target.Type != record.Codes && len(spec.Join) == 0 {
		c.add(path+".separator", "only lists of codes and joined texts have a separator, and %s is of type %s", target.Name, target.Type)
	}
	if len(spec.Null) > 0 && !spec.inRow() && spec.Above == nil && !across {
		c.add(path+".null", "only cells can be empty; leave null out")
	}
}

// values checks the results of a translation.
func (c *checker) values(path string, target *record.Column, values Values) {
	if len(values) == 0 {
		return
	}
	switch target.Type {
	case record.Code, record.Codes, record.Text:
	case record.Bool:
		c.truths(path, values)
	default:
		c.add(path, "only codes and texts are translated, and %s is of type %s", target.Name, target.Type)
	}
	for _, from := range slices.Sorted(maps.Keys(values)) {
		if problem := value.Allowed(target, values[from]); problem != nil {
			c.add(path+"."+from, "%v, found %q%s", problem, values[from], match.DidYouMean(values[from], target.Allowed))
		}
	}
}
