// Package mapping is the language in which a job says how sheets become records: which sheets, where the heading is,
// how each column of the dataset is filled, what is skipped and which totals must hold. It decodes and validates the
// language, and does nothing with it; package transform does.
package mapping

import "nyckeltal/transform/value"

// Mapping says how the rows of a workbook become records of a dataset. It is decoded from YAML, strictly: an unknown
// key is an error with its line. A decoded Mapping may still be wrong; Validate tells.
type Mapping struct {
	Sheets  Sheets            `yaml:"sheets"`
	Heading Heading           `yaml:"heading"`
	Locale  Locale            `yaml:"locale"`
	Columns map[string]Column `yaml:"columns"`
	Across  *Across           `yaml:"across"`
	Skip    []Skip            `yaml:"skip"`
	Ignore  Texts             `yaml:"ignore"`
	Control *Control          `yaml:"control"`
}

// Sheets says which sheets of the workbook are mapped. Exactly one of Name, Names, Pattern and All is given.
type Sheets struct {
	Name    string `yaml:"name"`    // compared with case, accents and spacing aside, like headings
	Names   Texts  `yaml:"names"`   // every one must be there
	Pattern string `yaml:"pattern"` // regular expression; at least one sheet must match
	All     bool   `yaml:"all"`
	Hidden  bool   `yaml:"hidden"` // hidden sheets are mapped too; otherwise they are skipped and noted
}

// Heading says where the row with the headings is looked for.
type Heading struct {
	Within int `yaml:"within"` // among the first so many rows of the sheet; 0 means DefaultWithin
}

// DefaultWithin is the number of rows among which the heading is looked for when the mapping does not say.
const DefaultWithin = 30

// Column says how one column of the dataset is filled. Exactly one source is given: Heading, Constant, Capture, Sheet
// or File; only the value column of Across has none.
type Column struct {
	Heading   Texts  `yaml:"heading"`  // the column of the sheet; the first of these headings that is found counts
	Constant  Text   `yaml:"constant"` // the same for every record: numbers with a decimal point, dates and periods as 2023-11-30 and 2023-11
	Capture   string `yaml:"capture"`  // the part of the file name that the job's pattern captures under this name
	Sheet     bool   `yaml:"sheet"`    // the name of the sheet
	File      bool   `yaml:"file"`     // the period of the file's name, or the year as YYYY-00
	Derive    string `yaml:"derive"`   // DeriveAgeGroup or DeriveSex, from the personal identity number under Heading
	Optional  bool   `yaml:"optional"` // the heading may be missing from the sheet; every value is then empty
	Format    Texts  `yaml:"format"`   // of periods, dates and times in text
	Unit      string `yaml:"unit"`     // of decimals, see value.Units
	Sign      int    `yaml:"sign"`     // 1 or -1, which multiplies decimals and whole numbers; 0 means 1
	Round     bool   `yaml:"round"`    // decimals beyond the column's scale are rounded, half away from zero, instead of refused
	Values    Values `yaml:"values"`   // translates texts to codes; a text that is not listed is refused
	Separator string `yaml:"separator"`
	Null      Texts  `yaml:"null"` // words that stand for an empty cell
}

// What can be derived from a personal identity number.
const (
	DeriveAgeGroup = "age_group"
	DeriveSex      = "sex"
)

// Across says that a row holds several values of the same kind side by side: months, or customers. Each filled cell
// under the matched headings becomes a record of its own.
type Across struct {
	Headings Headings `yaml:"headings"`
	Year     *Year    `yaml:"year"`   // of months whose headings have none
	Period   string   `yaml:"period"` // the dataset's column that gets the month; "" means "period" for months
	Column   string   `yaml:"column"` // the dataset's column that gets the heading, when the headings are no months
	Values   Values   `yaml:"values"` // translates the headings for Column
	Value    string   `yaml:"value"`  // the dataset's column that gets the cell
	Set      Values   `yaml:"set"`    // constants of these records, by column of the dataset
	Extra    []Extra  `yaml:"extra"`
}

// Headings says which headings of an across table hold values. Exactly one field is set.
type Headings struct {
	Months  bool
	Names   Texts  // every one must be there
	Pattern string // regular expression, for headings that nothing else in the mapping names
}

// Year says where the year of months comes from. Exactly one field is given.
type Year struct {
	Heading  Texts `yaml:"heading"` // a column of the sheet that holds the year
	File     bool  `yaml:"file"`    // the file's name
	Constant int   `yaml:"constant"`
}

// Extra is one further heading of an across table whose cells become records of another kind: the year's total, a
// tertial. Its period is the year as YYYY-00 when Set gives span year, and the last month of the tertial when the
// heading names one (T1, Tertial 2).
type Extra struct {
	Heading  Texts  `yaml:"heading"`
	Optional bool   `yaml:"optional"`
	Set      Values `yaml:"set"`
}

// Skip is a rule for rows that are no data: totals, footers, notes. It looks at the text of the cell under Heading,
// or of the row's first filled cell.
type Skip struct {
	Name    string `yaml:"name"`
	Heading Texts  `yaml:"heading"`
	Pattern string `yaml:"pattern"` // regular expression for the cell under Heading
	First   string `yaml:"first"`   // regular expression for the row's first filled cell
}

// Control declares that the last row skipped by a rule holds the sum of the details.
type Control struct {
	Rule    string `yaml:"rule"`    // the name of the skip rule
	Label   string `yaml:"label"`   // regular expression that the text on which the rule matched must also match
	Heading Texts  `yaml:"heading"` // where the total stands; not given for across tables, where every value column is checked
	Column  string `yaml:"column"`  // the dataset's column that is summed
	Within  Text   `yaml:"within"`  // the difference that is tolerated, in the column's unit as stored; "" means none
}

// Locale says how numbers are written in texts. The zero value is the Swedish way: a decimal comma, and groups of
// three set apart by spaces.
type Locale struct {
	Decimal string `yaml:"decimal"` // "," or "."; "" means ","
	Group   string `yaml:"group"`   // " " (ordinary, no-break and narrow spaces), ".", ",", "'" or "none"; "" means " "
	None    bool   `yaml:"-"`       // `locale: none`: nothing is declared, and what can be read in two ways is refused
}

// Value returns the locale as the parsers of package value take it.
func (l Locale) Value() value.Locale {
	if l.None {
		return value.Undeclared
	}
	locale := value.Swedish
	if l.Decimal != "" {
		locale.Decimal = l.Decimal[0]
	}
	switch l.Group {
	case "":
	case "none":
		locale.Group = 0
	default:
		locale.Group = l.Group[0]
	}
	return locale
}
