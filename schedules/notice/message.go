package notice

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"nyckeltal/transform/person"
)

// Message is what is sent. Its texts hold no line breaks.
type Message struct {
	Subject  string
	Sections []Section
	Footer   string
}

// Section is a heading with lines below it.
type Section struct {
	Heading string
	Lines   []string
}

// maxLines is how many lines a section has at most; a last one says how many there are more.
const maxLines = 40

// Text is the message as plain text.
func (m *Message) Text() string {
	var b strings.Builder
	for _, s := range m.Sections {
		fmt.Fprintf(&b, "%s\n", s.Heading)
		for _, line := range s.Lines {
			fmt.Fprintf(&b, "- %s\n", line)
		}
		b.WriteByte('\n')
	}
	b.WriteString(m.Footer)
	b.WriteByte('\n')
	return b.String()
}

// write makes a message of troubles that have begun and of those that are over.
func (n *Notifier) write(begun, ended []Item) Message {
	w := wordsOf(n.Language)
	m := Message{Footer: w.footer, Subject: n.subject(fmt.Sprintf(w.subject, len(begun), len(ended)))}
	for _, topic := range []Topic{Runs, Deliveries, Rejects} {
		m.section(w.begun[topic], n.linesOf(w, begun, topic, true))
		m.section(w.ended[topic], n.linesOf(w, ended, topic, false))
	}
	for i := range m.Sections {
		if s := &m.Sections[i]; len(s.Lines) > maxLines {
			more := len(s.Lines) - maxLines
			s.Lines = append(s.Lines[:maxLines:maxLines], fmt.Sprintf(w.more, more))
		}
	}
	return m
}

// writeTest makes the message that tests a channel.
func (n *Notifier) writeTest() Message {
	w := wordsOf(n.Language)
	section := Section{Heading: w.test, Lines: []string{w.testLine}}
	return Message{Subject: n.subject(w.test), Sections: []Section{section}, Footer: w.footer}
}

func (n *Notifier) subject(text string) string {
	return clean("nyckeltal " + n.Organisation + ": " + text)
}

// section adds a section, unless it would be empty.
func (m *Message) section(heading string, lines []string) {
	if len(lines) > 0 {
		m.Sections = append(m.Sections, Section{Heading: heading, Lines: lines})
	}
}

// linesOf writes the items of a topic.
func (n *Notifier) linesOf(w *words, items []Item, topic Topic, begun bool) []string {
	var lines []string
	for _, item := range items {
		if item.Topic == topic {
			lines = append(lines, clean(n.line(w, item, begun)))
		}
	}
	return lines
}

// line writes an item.
func (n *Notifier) line(w *words, item Item, begun bool) string {
	name := item.Job
	if item.Title != "" && item.Title != item.Job {
		name = fmt.Sprintf("%s (%s)", item.Title, item.Job)
	}
	at := item.At.In(n.Zone).Format("2006-01-02 15:04")
	switch {
	case item.Topic == Runs && begun:
		return fmt.Sprintf(w.failed, name, at, w.cause(item.Cause))
	case item.Topic == Runs:
		return fmt.Sprintf(w.works, name, at)
	case item.Topic == Deliveries:
		if item.Source != "" {
			name += ", " + item.Source
		}
		if !begun {
			return fmt.Sprintf(w.come, name, item.Period)
		}
		return fmt.Sprintf(w.late, name, item.Period, lastMoment(item.At, n.Zone))
	case begun:
		return fmt.Sprintf(w.rejects, name, item.Count, at)
	}
	return fmt.Sprintf(w.accepted, name, at)
}

// lastMoment writes until when a delivery was to come: a day, when it was its end.
func lastMoment(due time.Time, zone *time.Location) string {
	due = due.In(zone)
	if due.Hour() == 0 && due.Minute() == 0 {
		return due.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return due.Format("2006-01-02 15:04")
}

// clean takes line breaks and the like out of a text, and what is written like a personal number.
func clean(text string) string {
	return person.Redact(strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " "))
}
