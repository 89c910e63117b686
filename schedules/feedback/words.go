package feedback

import (
	"regexp"
	"strings"

	"nyckeltal/transform/record"
)

// words are the texts of the copy in one language.
type words struct {
	list    string // name of the first sheet
	suffix  string // of the copy's name
	title   string
	how     string
	emptied string
	more    string
	columns [7]string
	// want and found open the parts of a comment; %s is a text.
	want, found string
	subject     string                   // of the mail: the job's title, the number of faults
	body        string                   // of the mail: the copy's name
	reasons     map[record.Reason]string // nil in English
	phrases     []phrase                 // nil in English
}

// phrase is a way to say what was expected, in English as the pattern that matches it. In Swedish $1 stands for what the
// first group holds, in Swedish, and %1 for the same as it is written.
type phrase struct {
	english *regexp.Regexp
	swedish string
}

// wordsOf returns the texts of a language, Swedish unless it is en.
func wordsOf(language string) words {
	if language == "en" {
		return vocabulary["en"]
	}
	return vocabulary["sv"]
}

// Tell says in a language, Swedish unless it is en, what is wrong with a cell and what was expected there. What it has no words for stays
// English.
func Tell(language string, reason record.Reason, expected string) (toldReason, toldExpected string) {
	w := wordsOf(language)
	return w.reason(reason), w.expected(expected)
}

// reason says in short what is wrong.
func (w *words) reason(r record.Reason) string {
	if said, ok := w.reasons[r]; ok {
		return said
	}
	return string(r)
}

// sentence says what is wrong with a cell and what was expected there.
func (w *words) sentence(fault record.Reject) string {
	reason := w.reason(fault.Reason)
	text := strings.ToUpper(reason[:1]) + reason[1:] + "."
	if fault.Expected != "" {
		text += " " + w.want + " " + w.expected(fault.Expected) + "."
	}
	if fault.Found != "" {
		text += " " + w.found + " " + fault.Found
	}
	return text
}

// expected says what would have been accepted. What no phrase is known for stays English.
func (w *words) expected(english string) string {
	for _, p := range w.phrases {
		match := p.english.FindStringSubmatchIndex(english)
		if match == nil {
			continue
		}
		said := p.swedish
		for i := 1; i < len(match)/2; i++ {
			part, digit := english[match[2*i]:match[2*i+1]], string(rune('0'+i))
			said = strings.ReplaceAll(said, "%"+digit, part)
			said = strings.ReplaceAll(said, "$"+digit, w.expected(part))
		}
		return said
	}
	return english
}
