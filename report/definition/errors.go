package definition

import (
	"fmt"
	"strings"
)

// Problem is one fault in a definition file. Line and Column count from 1 and are 0 when the place is not known.
type Problem struct {
	File    string
	Line    int
	Column  int
	Message string
}

func (p *Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// UnknownReportError says that no definition has the name.
type UnknownReportError struct {
	Name  string
	Known []string
}

func (e *UnknownReportError) Error() string {
	if len(e.Known) == 0 {
		return fmt.Sprintf("no report %q: there are no report definitions", e.Name)
	}
	return fmt.Sprintf("no report %q%s: there are %s", e.Name, didYouMean(e.Name, e.Known), strings.Join(e.Known, ", "))
}
