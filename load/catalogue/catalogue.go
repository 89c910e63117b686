// Package catalogue holds the indicators as data: what each key figure is called, what it is the sum or the ratio of,
// and which way is good. It decodes and checks the catalogue file; package load publishes it in the warehouse.
package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"nyckeltal/ingest/config"
	"nyckeltal/ingest/match"
)

// Catalogue is a version of the indicators.
type Catalogue struct {
	Indicators []Indicator `yaml:"indicators"`
	// SmallGroups says whose figures are hidden.
	SmallGroups SmallGroups `yaml:"small_groups"`

	// Version is the SHA-256 of the file, in hexadecimal.
	Version string `yaml:"-"`
	// File is the name of the file.
	File string `yaml:"-"`
}

// SmallGroups says up to how many persons a group is small, so that figures of its hours are hidden.
type SmallGroups struct {
	Sickness *int `yaml:"sickness"` // of sickness absence; 10 when absent
	Hours    *int `yaml:"hours"`    // of other hours; 4 when absent
}

// limit is the number that the file gives, or the default.
func limit(given *int, otherwise int) *int {
	if given == nil {
		return &otherwise
	}
	return given
}

// Text is a text in the two languages of reports.
type Text struct {
	SV string `yaml:"sv"`
	EN string `yaml:"en"`
}

// Indicator is a key figure: value = numerator * multiplier / (denominator * divisor).
type Indicator struct {
	ID         string `yaml:"id"`
	Name       Text   `yaml:"name"`
	Definition Text   `yaml:"definition"`
	// Owner is who answers for the indicator, as a role or an office; the warehouse is no place for names of persons.
	Owner Text `yaml:"owner"`
	// Family groups indicators for views: finance, hr, invoices, sla, unit_cost, volume.
	Family   string `yaml:"family"`
	Unit     string `yaml:"unit"`
	Decimals int    `yaml:"decimals"` // when shown, 0–6
	// Additivity says how months become a longer time: sum, last (the last month's figure) or ratio (numerators and
	// denominators are summed first).
	Additivity string `yaml:"additivity"`
	// Frequency is how often the indicator is measured: month, tertial or year.
	Frequency string `yaml:"frequency"`
	// Direction is the good way: higher, lower or neutral.
	Direction string `yaml:"direction"`
	// Tolerance is how far from its target a value is still yellow, in percent of the target.
	Tolerance   Number `yaml:"tolerance"`
	Numerator   []Term `yaml:"numerator"`
	Denominator []Term `yaml:"denominator"`
	Multiplier  Number `yaml:"multiplier"` // 1 when absent
	Divisor     Number `yaml:"divisor"`    // 1 when absent
}

// Term is a measure that is added to a numerator or denominator.
type Term struct {
	Measure string `yaml:"measure"`
	Factor  Number `yaml:"factor"`  // 1 when absent
	Area    string `yaml:"area"`    // only of this area
	Service string `yaml:"service"` // only of this service
}

// Number is an exact number of the catalogue.
type Number struct {
	decimal.Decimal
	set bool
}

// UnmarshalYAML reads the number from its text, so that no binary fraction comes between.
func (n *Number) UnmarshalYAML(text []byte) error {
	digits := strings.TrimSpace(string(text))
	value, err := decimal.NewFromString(digits)
	if err != nil {
		return fmt.Errorf("%q is not a number", digits)
	}
	n.Decimal, n.set = value, true
	return nil
}

// or returns the number, or the default when the file gives none.
func (n Number) or(value int64) Number {
	if n.set {
		return n
	}
	return Number{Decimal: decimal.NewFromInt(value), set: true}
}

// Load reads and checks a catalogue. The error joins a *config.Problem for every fault.
func Load(file string) (*Catalogue, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	return Parse(file, data)
}

// Parse is Load for a text.
func Parse(file string, data []byte) (*Catalogue, error) {
	hash := sha256.Sum256(data)
	c := &Catalogue{Version: hex.EncodeToString(hash[:]), File: file}
	if err := config.Decode(file, data, c); err != nil {
		return nil, err
	}
	c.SmallGroups = SmallGroups{Sickness: limit(c.SmallGroups.Sickness, 10), Hours: limit(c.SmallGroups.Hours, 4)}
	var problems []error
	for path, n := range map[string]int{"sickness": *c.SmallGroups.Sickness, "hours": *c.SmallGroups.Hours} {
		if n < 0 || n > 1000 {
			problems = append(problems, config.Locate(file, data, "$.small_groups."+path, fmt.Sprintf("%d is no size of a small group: write 0 to 1000", n)))
		}
	}
	seen := make(map[string]bool)
	for i := range c.Indicators {
		indicator := &c.Indicators[i]
		indicator.defaults()
		path := fmt.Sprintf("$.indicators[%d]", i)
		for _, fault := range indicator.faults(seen) {
			problems = append(problems, config.Locate(file, data, path+fault.path, fault.message))
		}
		seen[indicator.ID] = true
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return c, nil
}

func (i *Indicator) defaults() {
	i.Multiplier, i.Divisor = i.Multiplier.or(1), i.Divisor.or(1)
	for _, terms := range [][]Term{i.Numerator, i.Denominator} {
		for t := range terms {
			terms[t].Factor = terms[t].Factor.or(1)
		}
	}
}

// fault is something wrong below a path of an indicator.
type fault struct{ path, message string }

var (
	identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	measure    = regexp.MustCompile(`^(ledger|volume)\.[\pL0-9_-]+(\.development)?$|^payroll\.(scheduled|sick|long_sick|worked)_hours$|^ticket\.(measured|met)$|^service\.cost$`)
)

func (i *Indicator) faults(seen map[string]bool) []fault {
	var faults []fault
	add := func(path, format string, args ...any) {
		faults = append(faults, fault{path, fmt.Sprintf(format, args...)})
	}
	oneOf := func(path, value string, allowed ...string) {
		if !slices.Contains(allowed, value) {
			add(path, "%q is not one of %q%s", value, allowed, match.DidYouMean(value, allowed))
		}
	}
	if !identifier.MatchString(i.ID) {
		add(".id", "%q is not an identifier: small letters, digits and _, beginning with a letter", i.ID)
	}
	if seen[i.ID] {
		add(".id", "the indicator %q is defined twice", i.ID)
	}
	if i.Name.SV == "" || i.Name.EN == "" {
		add(".name", "the indicator needs a name in both languages, sv and en")
	}
	if (i.Owner.SV == "") != (i.Owner.EN == "") {
		add(".owner", "the owner is named in both languages, sv and en, or not at all")
	}
	if i.Decimals < 0 || i.Decimals > 6 {
		add(".decimals", "decimals must lie in 0–6")
	}
	oneOf(".additivity", i.Additivity, "sum", "last", "ratio")
	oneOf(".frequency", i.Frequency, "month", "tertial", "year")
	oneOf(".direction", i.Direction, "higher", "lower", "neutral")
	if len(i.Numerator) == 0 {
		add("", "the indicator %q needs a numerator", i.ID)
	}
	if (i.Additivity == "ratio") != (len(i.Denominator) > 0) {
		add(".additivity", "a ratio has a denominator, and nothing else has one")
	}
	if i.Divisor.IsZero() {
		add(".divisor", "the divisor must not be 0")
	}
	for path, terms := range map[string][]Term{".numerator": i.Numerator, ".denominator": i.Denominator} {
		for t, term := range terms {
			if !measure.MatchString(term.Measure) {
				add(fmt.Sprintf("%s[%d].measure", path, t), "%q is no measure: write ledger.<group>, ledger.<group>.development, "+
					"volume.<item>, payroll.<hours>, ticket.measured, ticket.met or service.cost", term.Measure)
			}
		}
	}
	if i.mixesHours() {
		add("", "the indicator %q takes payroll.worked_hours together with hours of sickness (scheduled, sick, long_sick): they are hidden for groups of "+
			"different sizes, and the figure would be wrong where only one of them is; make two indicators", i.ID)
	}
	if i.takes("payroll.") && i.Family != "hr" {
		add(".family", "the indicator %q is of staff, so its family must be hr, whose figures are guarded", i.ID)
	}
	return faults
}

// mixesHours tells whether the indicator takes hours of both kinds that small groups are told by.
func (i *Indicator) mixesHours() bool {
	worked := i.takes("payroll.worked_hours")
	return worked && (i.takes("payroll.scheduled") || i.takes("payroll.sick") || i.takes("payroll.long_sick"))
}

// takes tells whether a measure that begins like this is part of the indicator.
func (i *Indicator) takes(prefix string) bool {
	return slices.ContainsFunc(slices.Concat(i.Numerator, i.Denominator), func(t Term) bool { return strings.HasPrefix(t.Measure, prefix) })
}
