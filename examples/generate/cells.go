package main

import (
	"fmt"
	"strconv"
)

// number turns a code of digits into the number that a workbook stores when somebody typed it in.
func number(code string) any {
	n, err := strconv.Atoi(code)
	if err != nil {
		return code
	}
	return n
}

// text leaves the cell of an empty text empty.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// labelOf writes a year and what its figures are, as the columns of the reports do.
func labelOf(kind string, year int) string { return fmt.Sprintf("%s %d", kind, year) }
