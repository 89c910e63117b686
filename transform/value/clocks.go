package value

import (
	"fmt"
	"time"

	"nyckeltal/ingest/cell"
	"nyckeltal/transform/record"
)

// Clocks reads times of day. It is safe for concurrent use.
type Clocks struct {
	layouts []layout
}

// NewClocks returns a reader of times of day: Date cells without a day, Duration cells of less than a day, and texts in
// one of the formats, made of hh h mm ss A with marks between them. Without formats hh:mm[:ss] and h:mm[:ss] are taken.
func NewClocks(formats []string) (Clocks, error) {
	if len(formats) == 0 {
		formats = []string{"hh:mm[:ss]", "h:mm[:ss]"}
	}
	layouts, err := compileAll(formats)
	if err != nil {
		return Clocks{}, err
	}
	for _, l := range layouts {
		if !l.has('h') || !l.has('m') || l.has('Y') || l.has('M') || l.has('P') || l.has('D') {
			return Clocks{}, fmt.Errorf("format %q is no time of day: write hh:mm or hh:mm:ss", l.text)
		}
	}
	return Clocks{layouts}, nil
}

// Read returns the time since midnight, to the second.
func (r *Clocks) Read(c cell.Cell) (time.Duration, *Problem) {
	if c.Kind != cell.Text {
		ms, ok := elapsed(c)
		since := (time.Duration(ms) * time.Millisecond).Round(time.Second)
		if !ok || since < 0 || since >= 24*time.Hour {
			return 0, mustBe(c, r.example())
		}
		return since, nil
	}
	found, ok := time.Duration(0), false
	for _, l := range r.layouts {
		t, fits := l.read(Trim(c.Text))
		if !fits {
			continue
		}
		since := time.Duration(t.hour)*time.Hour + time.Duration(t.minute)*time.Minute + time.Duration(t.second)*time.Second
		if ok && since != found {
			return 0, &Problem{record.Ambiguous, r.example() + ", and only one that fits"}
		}
		found, ok = since, true
	}
	if !ok {
		return 0, mustBe(c, r.example())
	}
	return found, nil
}

// example says what is taken.
func (r *Clocks) example() string { return "a time of day, or text as " + names(r.layouts) }

// longest is the longest length of time that is read.
const longest = 100 * 366 * 24 * time.Hour

// Length reads a length of time: a Duration cell, a time of day, or a text such as 37:30 or -0:15.
func Length(c cell.Cell) (time.Duration, *Problem) {
	const expected = "a length of time such as 37:30"
	if c.Kind != cell.Text {
		ms, ok := elapsed(c)
		if !ok || time.Duration(max(ms, -ms)) > longest/time.Millisecond {
			return 0, mustBe(c, expected)
		}
		return time.Duration(ms) * time.Millisecond, nil
	}
	body, negative, _ := cutSign(Trim(c.Text))
	ms, ok := readLength(body)
	if !ok || ms > uint64(longest/time.Millisecond) {
		return 0, mustBe(c, expected)
	}
	if negative {
		return -time.Duration(ms) * time.Millisecond, nil
	}
	return time.Duration(ms) * time.Millisecond, nil
}
