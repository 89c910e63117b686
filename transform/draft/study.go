package draft

import (
	"context"
	"slices"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/person"
	"nyckeltal/transform/record"
	"nyckeltal/transform/value"
)

// maxWords is the number of different words that a column of certain words may have.
const maxWords = 40

// facts is what the rows below the heading say.
type facts struct {
	details  int
	repeated int            // rows that are the heading again
	alone    int            // rows with one filled cell
	between  int            // of these, with details below
	pending  int            // rows with one filled cell since the last detail
	totals   map[string]int // rows that sum up, by the words that they begin with
	loose    bool           // some of them say more than the word
	doubtful int            // details that begin with such a word
	unnamed  int            // rows without any text
	formats  map[*guess]*formats
	numbers  map[*guess]*numbers
	words    map[*guess]map[string]int
	values   *numbers // of an across table
	control  *control
}

// located says where in a sheet the guesses look.
type located struct {
	*table
	at     map[*guess]int // column of the sheet
	values []int          // of an across table
	extras []int
	text   []int // columns of guesses that are codes or texts
}

// locate finds the columns of a table.
func (p *proposal) locate(t *table) *located {
	l := &located{table: t, at: map[*guess]int{}}
	for _, g := range p.looked() {
		i := g.at
		if t != p.tables[0] {
			i = t.find(p.first(g).heading)
		}
		l.at[g] = t.columns[i].Index
		if isText(g.target) {
			l.text = append(l.text, l.at[g])
		}
	}
	if p.across == nil {
		return l
	}
	own := p.across
	if t != p.tables[0] {
		own = findAcross(t, p.dataset)
	}
	l.values = own.columns
	for _, c := range own.extras {
		l.extras = append(l.extras, c.Index)
	}
	return l
}

// isText tells whether a column holds codes or texts.
func isText(c *record.Column) bool {
	return c.Type == record.Code || c.Type == record.Text || c.Type == record.Codes || c.Type == record.Person
}

// study reads the rows of the sheets and counts what they say.
func (p *proposal) study(ctx context.Context) error {
	p.facts = &facts{
		totals: map[string]int{}, formats: map[*guess]*formats{}, numbers: map[*guess]*numbers{},
		words: map[*guess]map[string]int{},
	}
	for _, g := range p.looked() {
		p.expect(g)
	}
	if p.across != nil {
		p.values = newNumbers(&p.dataset.Columns[p.dataset.Index(p.across.value)])
	}
	for _, t := range p.tables {
		l := p.locate(t)
		p.pending = 0
		for row, err := range t.Rows(ctx) {
			if err != nil {
				return err
			}
			if row.Number > t.Profile.LastHeading && !row.IsBlank() {
				p.see(l, row)
			}
		}
	}
	return ctx.Err()
}

// expect prepares what is counted for a guess.
func (p *proposal) expect(g *guess) {
	switch g.target.Type {
	case record.Date, record.DateTime, record.Period:
		p.formats[g] = newFormats(g.target.Type)
	case record.Decimal, record.Int:
		p.numbers[g] = newNumbers(g.target)
	}
	if len(g.target.Allowed) > 0 && len(g.keys) == 1 {
		p.words[g] = map[string]int{}
	}
}

// see counts a row.
func (p *proposal) see(l *located, row *cell.Row) {
	switch kind, word := p.classify(l, row); kind {
	case aHeading:
		p.repeated++
	case aTotal:
		p.totals[word]++
	case unnamed:
		p.unnamed++
	case alone:
		p.alone++
		p.pending++
	case aDetail:
		p.details++
		p.between += p.pending
		p.pending = 0
		p.detail(l, row)
	}
}

// kinds of rows.
type kind uint8

const (
	aDetail kind = iota
	aHeading
	aTotal
	unnamed
	alone
)

// classify tells what a row is. Of a total it returns the words that it begins with.
func (p *proposal) classify(l *located, row *cell.Row) (kind, string) {
	filled, first := 0, -1
	for i := range row.Cells {
		if !row.Cells[i].IsEmpty() {
			if filled++; first < 0 {
				first = i
			}
		}
	}
	if p.isHeading(l, row) {
		return aHeading, ""
	}
	text := row.Cells[first]
	named := text.Kind == cell.Text && !looksNumber(text)
	if word := totalWord(text); word != "" {
		exact := endsThere(text.Text, word)
		if exact || l.lacks(row) {
			p.loose = p.loose || !exact
			return aTotal, word
		}
		p.doubtful++
	}
	switch {
	case !named && l.nameless(row) && first >= l.firstText():
		return unnamed, ""
	case filled == 1:
		return alone, ""
	}
	return aDetail, ""
}

// looksNumber tells whether a text can be read as a number.
func looksNumber(c cell.Cell) bool {
	for i := range locales {
		d := value.Decimal{Locale: locales[i].Locale, Scale: 9}
		if _, problem := d.Read(c); problem == nil {
			return true
		}
	}
	return false
}

// totalWord returns the words for a sum that a text begins with, the longest ones, or "".
func totalWord(c cell.Cell) string {
	if c.Kind != cell.Text || len(c.Text) > 120 {
		return ""
	}
	parts, best := split(c.Text), ""
	for _, word := range totalWords {
		words := split(word)
		if len(words) <= len(parts) && slices.Equal(words, parts[:len(words)]) && len(word) > len(best) {
			best = word
		}
	}
	return best
}

// endsThere tells whether a text holds nothing behind the words that it begins with, or a comma or colon.
func endsThere(text, words string) bool {
	head, _, _ := strings.Cut(text, ",")
	head, _, _ = strings.Cut(head, ":")
	return fold(head) == fold(words)
}

// lacks tells whether a row has nothing in columns in which most rows have something: in two, or in one of a narrow sheet.
func (l *located) lacks(row *cell.Row) bool {
	missing := 0
	for i := range l.columns {
		c := &l.columns[i]
		n := c.filled()
		if 10*n > 6*(n+c.Kinds[cell.Empty]) && row.At(c.Index).IsEmpty() {
			missing++
		}
	}
	return missing > 1 || missing > 0 && len(l.columns) <= 3
}

// nameless tells whether a row has nothing in every column of codes and texts.
func (l *located) nameless(row *cell.Row) bool {
	return len(l.text) > 0 && !slices.ContainsFunc(l.text, func(i int) bool { return !row.At(i).IsEmpty() })
}

// firstText returns the first column of codes and texts.
func (l *located) firstText() int {
	if len(l.text) == 0 {
		return 0
	}
	return slices.Min(l.text)
}

// isHeading tells whether a row holds the headings of two columns again.
func (p *proposal) isHeading(l *located, row *cell.Row) bool {
	hits := 0
	for g, at := range l.at {
		if c := row.At(at); c.Kind == cell.Text && fold(c.Text) == fold(p.first(g).heading) && p.first(g).heading != "" {
			hits++
		}
	}
	return hits >= 2
}

// detail counts the cells of a row that holds data.
func (p *proposal) detail(l *located, row *cell.Row) {
	for g, at := range l.at {
		c := row.At(at)
		if c.IsEmpty() {
			continue
		}
		if f := p.formats[g]; f != nil {
			f.add(c)
		}
		if n := p.numbers[g]; n != nil {
			n.add(c, cell.Ref(at, row.Number))
		}
		if words := p.words[g]; words != nil && c.Kind == cell.Text {
			p.countWord(words, c.Text)
		}
	}
	p.acrossDetail(l, row)
}

// acrossDetail counts the cells of an across table.
func (p *proposal) acrossDetail(l *located, row *cell.Row) {
	if p.across == nil {
		return
	}
	any, extra := false, false
	for _, at := range l.values {
		if c := row.At(at); !c.IsEmpty() {
			p.values.add(c, cell.Ref(at, row.Number))
			any = true
		}
	}
	for _, at := range l.extras {
		extra = extra || !row.At(at).IsEmpty()
	}
	p.across.extra = p.across.extra || extra && !any
}

// countWord counts a word of a column that the warehouse allows certain words in.
func (p *proposal) countWord(words map[string]int, text string) {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 60 || person.Redact(text) != text || len(words) >= maxWords && words[text] == 0 {
		return
	}
	words[text]++
}
