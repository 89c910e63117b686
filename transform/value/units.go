package value

// Unit says in what a decimal is written.
type Unit struct {
	Name  string
	shift int // the power of ten that turns the number into the stored one
	marks []mark
	hours bool // lengths of time are read as well
}

// mark is a sign of the unit that may stand behind a number in text.
type mark struct {
	text  string
	shift int  // instead of the unit's, when the number bears the mark
	front bool // it may stand before the number as well
}

// units lists the units by name. A percent is stored as the number of percent, a share as a part of 1.
var units = []Unit{
	{Name: "kr", marks: []mark{{"kr", 0, true}, {"SEK", 0, true}, {":-", 0, false}}},
	{Name: "tkr", shift: 3, marks: []mark{{"tkr", 3, false}, {"kkr", 3, false}}},
	{Name: "mnkr", shift: 6, marks: []mark{{"mnkr", 6, false}, {"mkr", 6, false}}},
	{Name: "$", marks: []mark{{"$", 0, true}, {"USD", 0, true}}},
	{Name: "€", marks: []mark{{"€", 0, true}, {"EUR", 0, true}}},
	{Name: "£", marks: []mark{{"£", 0, true}, {"GBP", 0, true}}},
	{Name: "%", marks: []mark{{"%", 0, false}, {"procent", 0, false}}},
	{Name: "share", marks: []mark{{"%", -2, false}, {"procent", -2, false}}},
	{Name: "hours", hours: true, marks: []mark{{"h", 0, false}, {"tim", 0, false}, {"timmar", 0, false}}},
}

// FindUnit returns the unit with the name: kr, tkr (thousands of kr), mnkr (millions of kr), % (stored as percent:
// 5,1 % is 5.1), share (stored as a part of 1: 0,051 and 5,1 % are 0.051), hours (lengths of time too: 7:30 is 7.5), or
// the amounts of another currency, by its sign. The name "" is the unit without marks.
func FindUnit(name string) (Unit, bool) {
	if name == "" {
		return Unit{}, true
	}
	for _, u := range units {
		if u.Name == name {
			return u, true
		}
	}
	return Unit{}, false
}

// Units lists the names of the units.
func Units() []string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.Name
	}
	return names
}
