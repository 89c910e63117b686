package model

import "nyckeltal/report/locale"

// Status is a traffic light, or how far something has come.
type Status string

// The statuses of the warehouse. Unknown is that of a figure without a target.
const (
	Unknown Status = ""
	Green   Status = "green"
	Yellow  Status = "yellow"
	Red     Status = "red"
	Ongoing Status = "ongoing"
	Done    Status = "done"
)

// Name returns the status in words. A status that this package does not know is returned as it is.
func (s Status) Name(l *locale.Locale) string {
	switch s {
	case Green:
		return l.Text(locale.Green)
	case Yellow:
		return l.Text(locale.Yellow)
	case Red:
		return l.Text(locale.Red)
	case Ongoing:
		return l.Text(locale.Ongoing)
	case Done:
		return l.Text(locale.Done)
	default:
		return string(s)
	}
}

// Mark returns a sign whose shape tells the status without colour, and a blank for Unknown.
func (s Status) Mark() string {
	switch s {
	case Unknown:
		return " "
	case Green:
		return "●"
	case Yellow:
		return "▲"
	case Red:
		return "■"
	case Ongoing:
		return "◐"
	case Done:
		return "✓"
	default:
		return "?"
	}
}
