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
	Fields  map[string]Column `yaml:"fields"` // values that only expressions use
	Across  *Across           `yaml:"across"`
	Skip    []Skip            `yaml:"skip"`
	Ignore  Texts             `yaml:"ignore"`  // headings and labels that are known and not loaded
	Private Texts             `yaml:"private"` // headings whose cells never leave the process
	Privacy Privacy           `yaml:"privacy"`
	Control Controls          `yaml:"control"`
	Checks  []Check           `yaml:"checks"`
	Pairs   bool              `yaml:"pairs"`   // the sheets are forms: a label in each row, and its value to the right
	Layouts []Layout          `yaml:"layouts"` // shapes of the sheet, each over the keys above; the first whose headings are found counts
}

// Sheets says which sheets of the workbook are mapped. Exactly one of Name, Names, Pattern, Position and All is given.
type Sheets struct {
	Name     string `yaml:"name"`     // compared with case, accents and spacing aside, like headings
	Names    Texts  `yaml:"names"`    // every one must be there
	Pattern  string `yaml:"pattern"`  // regular expression; at least one sheet must match
	Position int    `yaml:"position"` // from 1, or from -1 for the last; hidden sheets count only with Hidden
	All      bool   `yaml:"all"`      // every sheet
	Hidden   bool   `yaml:"hidden"`   // hidden sheets are mapped too; otherwise they are skipped and noted
}

// Heading says where the headings are looked for, and of what shape they are.
type Heading struct {
	Within     int  `yaml:"within"`      // among the first so many rows of the sheet; 0 means DefaultWithin
	Rows       int  `yaml:"rows"`        // so many rows stacked make one heading; 0 means 1
	Fill       bool `yaml:"fill"`        // an empty cell of an upper row takes the text to its left, merged or not
	None       bool `yaml:"none"`        // there are no headings: columns are named by letter
	Beside     bool `yaml:"beside"`      // the same headings stand several times, one table beside the other
	SkipHidden bool `yaml:"skip_hidden"` // headings in hidden columns do not count
}

// DefaultWithin is the number of rows among which the heading is looked for when the mapping does not say.
const DefaultWithin = 30

// Privacy says what is allowed that is otherwise refused.
type Privacy struct {
	Allow Texts `yaml:"allow"` // headings whose cells may hold personal identity numbers although no person is read from them
}

// Column says how one column of the dataset is filled, or a field. Exactly one source is given: Heading, Column, Label,
// Above, Group, Join, Expression, Constant, Capture, Sheet or File; only the columns that Across fills have none.
type Column struct {
	Type     string `yaml:"type"`     // of a field; columns have that of the dataset
	Heading  Texts  `yaml:"heading"`  // the column of the sheet; the first of these headings that is found counts
	Column   string `yaml:"column"`   // the column of the sheet by its letters
	Label    Texts  `yaml:"label"`    // of pairs: the label to whose right the value stands
	Above    *Above `yaml:"above"`    // a cell above the heading
	Group    string `yaml:"group"`    // what the last skipped row with this named capture said
	Join     Texts  `yaml:"join"`     // the texts under these headings, joined by Separator
	Fill     string `yaml:"fill"`     // FillDown: an empty cell takes the value above it
	Constant Text   `yaml:"constant"` // the same for every record: numbers with a decimal point, dates and periods as 2023-11-30 and 2023-11
	Capture  string `yaml:"capture"`  // the part of the file name that the job's pattern captures under this name
	Sheet    bool   `yaml:"sheet"`    // the name of the sheet
	File     bool   `yaml:"file"`     // the period of the file's name, or the year as YYYY-00
	Derive   string `yaml:"derive"`   // DeriveAgeGroup or DeriveSex, from the personal identity number under Heading

	Expression Text    `yaml:"expression"` // computed from the fields and the other columns
	Lookup     *Lookup `yaml:"lookup"`     // the source gives a code of a dimension, whose attribute is the value
	Split      string  `yaml:"split"`      // SplitCode or SplitText: one part of a cell such as 7459 Konsulttjänster
	Unknown    string  `yaml:"unknown"`    // of codes of a dimension: UnknownReject or UnknownTake; "" means UnknownReject
	Locale     *Locale `yaml:"locale"`     // instead of the mapping's

	Optional  bool   `yaml:"optional"`  // the heading may be missing from the sheet; every value is then empty
	Format    Texts  `yaml:"format"`    // of periods, dates and times in text
	Unit      string `yaml:"unit"`      // that the number is written in; of decimals
	Sign      int    `yaml:"sign"`      // 1 or -1, which multiplies decimals and whole numbers; 0 means 1
	Round     bool   `yaml:"round"`     // decimals beyond the column's scale are rounded, half away from zero, instead of refused
	Values    Values `yaml:"values"`    // translates texts to codes; a text that is not listed is refused
	Separator string `yaml:"separator"` // of lists of codes "," by default; of Join a space
	Null      Texts  `yaml:"null"`      // words that stand for an empty cell
}

// Lookup fills a column with what a dimension says of a code, in the year of the record's period.
type Lookup struct {
	Dimension string `yaml:"dimension"` // account, organisation, project, customer or service
	Give      string `yaml:"give"`      // the column of the dimension that is the value
}

// The parts of a cell that holds a code and a text.
const (
	SplitCode = "code"
	SplitText = "text"
)

// What becomes of codes that their dimension does not know.
const (
	UnknownReject = "reject" // the row is refused
	UnknownTake   = "take"   // the code is taken, and a note says so
)

// FillDown says that an empty cell takes the value of the cell above.
const FillDown = "down"

// Above names a cell above the heading. Exactly one field is given.
type Above struct {
	Label   Texts  `yaml:"label"`   // the value stands to the right of this text
	Cell    string `yaml:"cell"`    // an address such as B2
	Pattern string `yaml:"pattern"` // regular expression; its first group in the one text that matches
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
	Years   bool
	Names   Texts  // every one must be there
	Pattern string // regular expression, for headings that nothing else in the mapping names; see GroupYear
}

// Year says where the year of months comes from. Exactly one field is given.
type Year struct {
	Heading  Texts `yaml:"heading"`  // a column of the sheet that holds the year
	File     bool  `yaml:"file"`     // the file's name
	Constant int   `yaml:"constant"` // the year itself
}

// Extra is one further heading of an across table whose cells become records of another kind: the year's total, a
// tertial. Its period is the year as YYYY-00 when Set gives span year, and the last month of the tertial when the
// heading names one (T1, Tertial 2).
type Extra struct {
	Heading  Texts  `yaml:"heading"`  // its heading, or one of several
	Optional bool   `yaml:"optional"` // it may be missing from the sheet
	Set      Values `yaml:"set"`      // constants of these records, beside those of the table
}

// Skip is a rule for rows that are no data: totals, footers, notes. It looks at the text of the cell under Heading or
// in Column, or of the row's first filled cell. What its named captures hold is kept for columns with that group.
type Skip struct {
	Name    string `yaml:"name"`    // under which the rows are counted
	Heading Texts  `yaml:"heading"` // of the column that is looked at
	Column  string `yaml:"column"`  // the column that is looked at, by its letters
	Pattern string `yaml:"pattern"` // regular expression for the cell under Heading or in Column
	First   string `yaml:"first"`   // regular expression for the row's first filled cell
	Alone   bool   `yaml:"alone"`   // the cell that is looked at must be the only filled one of the row
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
