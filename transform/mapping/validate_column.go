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
	n := 0
	for _, is := range [...]bool{len(c.Heading) > 0, c.Constant != "", c.Capture != "", c.Sheet, c.File} {
		if is {
			n++
		}
	}
	return n
}

// column checks one entry of mapping.columns.
func (c *checker) column(name string, spec Column) {
	path := "mapping.columns." + name
	target := c.find(path, name)
	if target == nil {
		return
	}
	across := c.mapping.Across != nil && name == c.mapping.Across.Value
	switch n := spec.sources(); {
	case n == 0 && !across:
		c.add(path, "say where it comes from: give heading, constant, capture, sheet or file")
	case n > 1:
		c.add(path, "give only one of heading, constant, capture, sheet and file")
	}
	c.source(path, target, spec)
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
	if target.Type == record.Person && (len(spec.Heading) == 0 || spec.Derive != "") {
		c.add(path, "a personal identity number comes from a column of the sheet: give heading alone")
	}
	switch spec.Derive {
	case "":
	case DeriveAgeGroup, DeriveSex:
		if target.Type != record.Code || len(spec.Heading) == 0 {
			c.add(path+".derive", "%s is derived into a code, from the personal identity number under heading", spec.Derive)
		}
	default:
		known := []string{DeriveAgeGroup, DeriveSex}
		c.add(path+".derive", "expected age_group or sex, found %q%s", spec.Derive, match.DidYouMean(spec.Derive, known))
	}
	if spec.Optional && len(spec.Heading) == 0 {
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
	if spec.Separator != "" && target.Type != record.Codes {
		c.add(path+".separator", "only lists of codes have a separator, and %s is of type %s", target.Name, target.Type)
	}
	if len(spec.Null) > 0 && len(spec.Heading) == 0 && !across {
		c.add(path+".null", "only cells can be empty; leave null out")
	}
}

// values checks the results of a translation.
func (c *checker) values(path string, target *record.Column, values Values) {
	if len(values) == 0 {
		return
	}
	if target.Type != record.Code && target.Type != record.Codes && target.Type != record.Text {
		c.add(path, "only codes and texts are translated, and %s is of type %s", target.Name, target.Type)
	}
	for _, from := range slices.Sorted(maps.Keys(values)) {
		if problem := value.Allowed(target, values[from]); problem != nil {
			c.add(path+"."+from, "%v, found %q%s", problem, values[from], match.DidYouMean(values[from], target.Allowed))
		}
	}
}
