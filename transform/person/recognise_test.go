package person_test

import (
	"strconv"
	"testing"

	"nyckeltal/transform/person"
)

func TestRecognise(t *testing.T) {
	tests := []struct {
		text string
		want person.Likeness
	}{
		{"811218-9876", person.Certain},
		{"811218+9876", person.Certain},
		{"811218\u22129876", person.Certain},
		{"811218\u20139876", person.Certain},
		{"19811218-9876", person.Certain},
		{"198112189876", person.Certain},
		{"701063-2391", person.Certain},   // a coordination number
		{"19701063-2391", person.Certain}, // and its long form
		{"000229-1237", person.Shaped},    // 2000 is a leap year; the check digit is wrong
		{"010229-1238", person.Other},     // no such day
		{"811218-9875", person.Shaped},
		{"198112189875", person.Shaped},
		{"210012189876", person.Shaped},
		{"181112189876", person.Shaped}, // born before 1900
		{"8112189876", person.Possible},
		{"8112189875", person.Ten},
		{"2120001355", person.Ten},
		{"212000-1355", person.Other},
		{"556012-5790", person.Other},
		{"165560125790", person.Shaped},
		{"811218 9876", person.Other},
		{"8112-189876", person.Other},
		{"81121-89876", person.Other},
		{"811218--9876", person.Other},
		{"811218-987", person.Other},
		{"2023-11-30", person.Other},
		{"031-3650000", person.Other},
		{"7459-7111-4001", person.Other},
		{"811218-98å", person.Other},
		{"", person.Other},
	}
	for _, test := range tests {
		if got := person.Recognise(test.text); got != test.want {
			t.Errorf("%s: got %d, want %d", test.text, got, test.want)
		}
		n, err := strconv.ParseInt(test.text, 10, 64)
		if err != nil {
			continue
		}
		if got := person.RecogniseNumber(n); got != test.want {
			t.Errorf("%d: got %d, want %d", n, got, test.want)
		}
	}
	for _, n := range []int64{0, -8112189876, 811218987, 81121898765, 1e18} {
		if got := person.RecogniseNumber(n); got != person.Other {
			t.Errorf("%d: got %d", n, got)
		}
	}
}

func TestHolds(t *testing.T) {
	tests := map[string]bool{
		"811218-9876":                      true,
		"lön 811218-9876.":                 true,
		"(198112189876)":                   true,
		"811218-9875, 811218-9876":         true,
		"19811218-9876 och annat":          true,
		"8112189876":                       false, // ten digits may mean anything
		"OCR 8112189876":                   false,
		"811218-98765":                     false,
		"5811218-9876":                     false,
		"org.nr 212000-1355":               false,
		"den 2023-11-30 kl 08:15, 1234567": false,
		"":                                 false,
	}
	for text, want := range tests {
		if got := person.Holds(text); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}
