package mapping

import (
	"regexp"
	"strconv"

	"github.com/goccy/go-yaml/ast"
)

// Check is a rule that a delivery must follow beyond being readable. Exactly one of Column, Expression, Unique, Sum, Newest
// and Rows is given and says what is checked. The first three look at each record: an error refuses its row. The others
// look at the delivery: an error refuses it. A warning refuses nothing.
type Check struct {
	Name     string `yaml:"name"`     // for messages, and for signing warnings off
	Severity string `yaml:"severity"` // SeverityError or SeverityWarning; "" means SeverityError

	Column   string `yaml:"column"`   // of the dataset; what holds for its values is one or more of the following
	Required bool   `yaml:"required"` // it is not empty
	Min      Text   `yaml:"min"`      // it is not less; written like constants
	Max      Text   `yaml:"max"`      // it is not more
	Pattern  string `yaml:"pattern"`  // regular expression that it matches
	Allowed  Texts  `yaml:"allowed"`  // it is one of these

	Expression Text  `yaml:"expression"` // is true
	Unique     Texts `yaml:"unique"`     // columns of the dataset that no two records have in common

	Sum    string  `yaml:"sum"`    // a number column of the dataset
	Sheets Texts   `yaml:"sheets"` // of these sheets only
	Per    Texts   `yaml:"per"`    // for each value of these columns of the dataset
	Equals *Equals `yaml:"equals"` // what the sum is; 0 when absent

	Newest string `yaml:"newest"` // a column of dates, times or periods of the dataset, whose last value is Within days before the delivery
	Within Text   `yaml:"within"` // of Sum the difference that is tolerated, as in 0.50; of Newest the age, as in 45 days

	Rows *RowCount `yaml:"rows"` // rows that gave records
}

// The severities of checks.
const (
	SeverityError   = "error"
	SeverityWarning = "warning"
)

// Equals is what a sum is compared with: a number, the number in a cell of a sheet, or the sum of a sheet's records.
type Equals struct {
	Number Text   `yaml:"-"`
	Sheet  string `yaml:"sheet"` // its name
	Cell   string `yaml:"cell"`  // an address such as B2
	Label  Texts  `yaml:"label"` // the number stands to the right of this text
}

// RowCount bounds the number of rows. 0 means no bound.
type RowCount struct {
	Min    int  `yaml:"min"`    // at least so many
	Max    int  `yaml:"max"`    // at most so many
	Change Text `yaml:"change"` // from the last delivery of the source at most, as in 20%
}

// UnmarshalYAML decodes strictly.
func (c *Check) UnmarshalYAML(node ast.Node) error {
	type plain Check
	return decode(node, (*plain)(c), "{name: belopp, column: amount, min: 0}")
}

// UnmarshalYAML takes a number, or {sheet: …} with cell or label.
func (e *Equals) UnmarshalYAML(node ast.Node) error {
	if _, ok := node.(ast.MapNode); ok {
		type plain Equals
		return decode(node, (*plain)(e), "{sheet: Totalt, cell: B2}")
	}
	text, err := scalar(node)
	if err != nil || text == "" {
		return problem(node, "expected a number, or a sheet as in {sheet: Totalt, cell: B2}")
	}
	e.Number = Text(text)
	return nil
}

// UnmarshalYAML decodes strictly.
func (r *RowCount) UnmarshalYAML(node ast.Node) error {
	type plain RowCount
	return decode(node, (*plain)(r), "{min: 100}")
}

// Warns tells whether the check refuses nothing.
func (c *Check) Warns() bool { return c.Severity == SeverityWarning }

// OfRecords tells whether the check looks at each record by itself.
func (c *Check) OfRecords() bool { return c.Column != "" || c.Expression != "" || len(c.Unique) > 0 }

var days = regexp.MustCompile(`^(\d{1,5}) days?$`)

// Days reads a number of days as in 45 days.
func Days(text Text) (n int, ok bool) {
	parts := days.FindStringSubmatch(string(text))
	if parts == nil {
		return 0, false
	}
	n, err := strconv.Atoi(parts[1])
	return n, err == nil
}

var share = regexp.MustCompile(`^(\d{1,4}(?:\.\d+)?) ?%$`)

// Percent reads a share as in 20%.
func Percent(text Text) (percent float64, ok bool) {
	parts := share.FindStringSubmatch(string(text))
	if parts == nil {
		return 0, false
	}
	percent, err := strconv.ParseFloat(parts[1], 64)
	return percent, err == nil
}
