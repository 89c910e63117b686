package value

import (
	"math"
	"math/bits"
	"strconv"
	"strings"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// Decimal reads numbers as exact decimals, scaled to whole numbers. It is safe for concurrent use.
type Decimal struct {
	Locale Locale
	Unit   Unit
	Scale  int  // decimals of the result, 0–18
	Negate bool // the result is multiplied by -1
	Round  bool // more decimals than Scale are rounded, half away from zero, instead of refused
}

// Read returns the cell's number in units of 10^-Scale, or the reason why it has none.
//
// A Number cell counts as its shortest decimal of at most 15 significant digits, which is what a spreadsheet shows and
// keeps. In a Text cell every written decimal counts, zeros too: where the scale is 2, "1,500" is refused, for it may
// well mean 1500. A Date or Duration (12:30) is a number only where the unit is hours.
func (d *Decimal) Read(c cell.Cell) (int64, *Problem) {
	var n int64
	var p *Problem
	switch c.Kind {
	case cell.Number:
		n, p = d.number(c.Num)
	case cell.Text:
		n, p = d.text(Trim(c.Text))
	default:
		n, p = d.length(c)
	}
	if d.Negate {
		n = -n
	}
	return n, p
}

// number scales the number of a Number cell.
func (d *Decimal) number(f float64) (int64, *Problem) {
	exp := d.Scale + d.Unit.shift
	if exp < len(floatPowers) {
		// A decimal of at most 15 digits is the one nearest to its double, so this equality proves it.
		if n := math.Round(f * floatPowers[exp]); math.Abs(n) < maxExact && n/floatPowers[exp] == f {
			return int64(n), nil
		}
	}
	if !(math.Abs(f) < maxExact) {
		return 0, &Problem{record.OutOfRange, "a number of at most 15 digits before the decimal mark"}
	}
	var buf [32]byte
	mantissa, exp10 := significant(strconv.AppendFloat(buf[:0], math.Abs(f), 'e', maxDigits-1, 64))
	return d.scale(f < 0, mantissa, exp10+exp)
}

// significant takes a number written as d.dddde±xx apart into mantissa and exponent, without zeros at the end.
func significant(text []byte) (mantissa uint64, exp int) {
	i := 0
	for ; text[i] != 'e'; i++ {
		if text[i] != '.' {
			mantissa = mantissa*10 + uint64(text[i]-'0')
		}
	}
	negative := text[i+1] == '-'
	for _, digit := range text[i+2:] {
		exp = exp*10 + int(digit-'0')
	}
	if negative {
		exp = -exp
	}
	exp -= maxDigits - 1
	for mantissa != 0 && mantissa%10 == 0 {
		mantissa /= 10
		exp++
	}
	return mantissa, exp
}

// text scales a number written in text.
func (d *Decimal) text(s string) (int64, *Problem) {
	body, negative, shift := d.Unit.bare(s)
	if d.Unit.hours && strings.IndexByte(body, ':') >= 0 {
		ms, ok := readLength(body)
		if !ok {
			return 0, &Problem{record.Malformed, d.example()}
		}
		return d.ratio(negative, ms, perHour)
	}
	n := d.Locale.scan(body)
	switch {
	case n.reason == record.OutOfRange:
		return 0, &Problem{record.OutOfRange, "a number of at most 18 digits"}
	case n.reason != "":
		return 0, &Problem{n.reason, d.example()}
	case n.decimals > max(0, d.Scale+shift) && !d.Round:
		return 0, d.tooMany(shift)
	}
	return d.scale(negative, n.mantissa, d.Scale+shift-n.decimals)
}

// bare takes sign, brackets and the unit's mark off a number, each at most once and in any order. shift is the power of
// ten that applies.
func (u Unit) bare(s string) (body string, negative bool, shift int) {
	shift = u.shift
	signed, marked := false, len(u.marks) == 0
	for s != "" && (s[0]-'0' > 9 || s[len(s)-1]-'0' > 9) {
		if !signed {
			if rest, minus, ok := cutSign(s); ok {
				s, negative, signed = rest, minus, true
				continue
			}
		}
		m, rest := mark{}, s
		if !marked {
			m, rest, marked = u.cut(s)
		}
		if rest == s {
			break
		}
		s, shift = rest, m.shift
	}
	return s, negative, shift
}

// cutSign takes a minus off the front or the end of a number, a plus off its front, or the brackets around it.
func cutSign(s string) (body string, negative, ok bool) {
	if rest, ok := strings.CutPrefix(s, "+"); ok {
		return rest, false, true
	}
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' {
		return Trim(s[1 : len(s)-1]), true, true
	}
	for _, minus := range [...]string{"-", "\u2212"} {
		rest, ok := strings.CutPrefix(s, minus)
		if !ok {
			rest, ok = strings.CutSuffix(s, minus)
		}
		if ok && rest != "" && rest[len(rest)-1] != ':' { // of 1 234:- the stroke belongs to the mark
			return Trim(rest), true, true
		}
	}
	return s, false, false
}

// cut takes a mark of the unit off the end of a number, or off its front.
func (u Unit) cut(s string) (m mark, body string, ok bool) {
	for _, m := range u.marks {
		at := len(s) - len(m.text)
		switch {
		case at <= 0:
		case strings.EqualFold(s[at:], m.text):
			return m, Trim(s[:at]), true
		case m.front && strings.EqualFold(s[:len(m.text)], m.text):
			return m, Trim(s[len(m.text):]), true
		}
	}
	return mark{}, s, false
}

// scale returns mantissa·10^exp with its sign, or the reason why that is no result.
func (d *Decimal) scale(negative bool, mantissa uint64, exp int) (int64, *Problem) {
	var n uint64
	switch {
	case mantissa == 0:
	case exp >= len(powers):
		return 0, &Problem{record.OutOfRange, "a number of at most 18 digits"}
	case exp >= 0:
		high, low := bits.Mul64(mantissa, powers[exp])
		if high != 0 {
			return 0, &Problem{record.OutOfRange, "a number of at most 18 digits"}
		}
		n = low
	case !d.Round && (-exp >= len(powers) || mantissa%powers[-exp] != 0):
		return 0, d.tooMany(d.Unit.shift)
	case -exp < len(powers):
		power := powers[-exp]
		n = mantissa / power
		if rest := mantissa % power; rest >= power-rest {
			n++
		}
	}
	if n > math.MaxInt64 {
		return 0, &Problem{record.OutOfRange, "a number of at most 18 digits"}
	}
	if negative {
		return -int64(n), nil
	}
	return int64(n), nil
}

func (d *Decimal) tooMany(shift int) *Problem {
	switch decimals := max(0, d.Scale+shift); decimals {
	case 0:
		return &Problem{record.TooManyDigits, "a whole number"}
	case 1:
		return &Problem{record.TooManyDigits, "at most 1 decimal"}
	default:
		return &Problem{record.TooManyDigits, "at most " + strconv.Itoa(decimals) + " decimals"}
	}
}

// example says what a number looks like.
func (d *Decimal) example() string {
	if d.Unit.hours {
		return "hours such as 37:30 or " + Locale{Decimal: d.Locale.Decimal}.example(true)
	}
	text := "a number such as " + d.Locale.example(d.Scale+d.Unit.shift > 0)
	if d.Scale+d.Unit.shift == 0 {
		text = "a whole number such as " + d.Locale.example(false)
	}
	if d.Unit.Name != "" {
		text += " (" + d.Unit.Name + ")"
	}
	return text
}

// powers holds the powers of ten that fit.
var powers = func() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// floatPowers holds the powers of ten that a double holds exactly.
var floatPowers = func() (p [23]float64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()
