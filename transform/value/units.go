package value

// Unit says in what a decimal is written.
type Unit struct {
	Name  string
	shift int // the power of ten that turns the number into the stored one
	marks []mark
}

// mark is a sign of the unit that may follow a number in text.
type mark struct {
	text  string
	shift int // instead of the unit's, when the number bears the mark
}

// units lists the units by name. A percent is stored as the number of percent, a share as a part of 1.
var units = []Unit{
	{Name: "kr", marks: []mark{{"kr", 0}, {"SEK", 0}, {":-", 0}}},
	{Name: "tkr", shift: 3, marks: []mark{{"tkr", 3}, {"kkr", 3}}},
	{Name: "mnkr", shift: 6, marks: []mark{{"mnkr", 6}, {"mkr", 6}}},
	{Name: "%", marks: []mark{{"%", 0}, {"procent", 0}}},
	{Name: "share", marks: []mark{{"%", -2}, {"procent", -2}}},
}

// FindUnit returns the unit with the name: kr, tkr (thousands of kr), mnkr (millions of kr), % (stored as percent:
// 5,1 % is 5.1) or share (stored as a part of 1: 0,051 and 5,1 % are 0.051). The name "" is the unit without marks.
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
