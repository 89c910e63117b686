package mapping

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"nyckeltal/ingest/match"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// Control declares that a row skipped by a rule holds the sum of the details: the last such row of the sheet, or the one
// that ends each group.
type Control struct {
	Rule    string `yaml:"rule"`    // the name of the skip rule
	Label   string `yaml:"label"`   // regular expression that the text on which the rule matched must also match
	Heading Texts  `yaml:"heading"` // where the total stands; not given for across tables, where every value column is checked
	Column  string `yaml:"column"`  // the dataset's column that is summed
	Within  Text   `yaml:"within"`  // the difference that is tolerated, in the column's unit as stored; "" means none
	Per     string `yaml:"per"`     // a named group of the skip rules, each of whose values has a total of its own
}

// Controls are the control totals of a sheet.
type Controls []Control

// UnmarshalYAML takes one control total or a list of them.
func (c *Controls) UnmarshalYAML(node ast.Node) error {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		*c = make(Controls, 1)
		return (*c)[0].UnmarshalYAML(node)
	}
	*c = make(Controls, len(list.Values))
	for i, item := range list.Values {
		if err := (*c)[i].UnmarshalYAML(item); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSON writes a single control total without the list around it, so that both ways to write it are the same.
func (c Controls) MarshalJSON() ([]byte, error) {
	if len(c) == 1 {
		return json.Marshal(c[0])
	}
	return json.Marshal([]Control(c))
}

// controls checks the control totals.
func (c *checker) controls(controls Controls) {
	for i := range controls {
		path := "mapping.control"
		if len(controls) > 1 {
			path = fmt.Sprintf("mapping.control[%d]", i)
		}
		c.control(path, &controls[i])
	}
}

func (c *checker) control(path string, control *Control) {
	rules := make([]string, 0, len(c.mapping.Skip))
	for _, rule := range c.mapping.Skip {
		rules = append(rules, rule.Name)
	}
	if !slices.Contains(rules, control.Rule) {
		c.add(path+".rule", "mapping.skip has no rule %q%s", control.Rule, match.DidYouMean(control.Rule, rules))
	}
	c.pattern(path+".label", control.Label)
	if groups := c.mapping.Groups(); control.Per != "" && !slices.Contains(groups, control.Per) {
		c.add(path+".per", "no skip rule has a named group (?P<%s>…)%s", control.Per, match.DidYouMean(control.Per, groups))
	}
	if c.mapping.Heading.None && len(control.Heading) > 0 {
		c.add(path+".heading", "there are no headings; leave it out: the total stands in the column that is summed")
	}
	c.summed(path, control)
}

// summed checks the column of a control total.
func (c *checker) summed(path string, control *Control) {
	if a := c.mapping.Across; a != nil {
		if len(control.Heading) > 0 || control.Column != a.Value {
			c.add(path, "of an across table every value column is checked: give column: %s and no heading", a.Value)
		}
	}
	target := c.find(path+".column", control.Column)
	if target == nil {
		return
	}
	fromSheet := c.mapping.Across != nil || c.mapping.Columns[control.Column].inRow()
	if target.Type != record.Decimal || !fromSheet {
		c.add(path+".column", "expected a column of type decimal that the mapping fills from a heading")
	}
	if control.Within == "" {
		return
	}
	if v, problem := value.Constant(target, string(control.Within)); problem != nil || v.Int < 0 {
		c.add(path+".within", "expected a number such as 0.50 with at most %d decimals", target.Scale)
	}
}
