package home

import (
	"fmt"
	"strconv"
	"strings"
)

// Retention says how long `nyckeltal retention` leaves what other loads have taken the place of: a number of days, as
// "400 days", or "forever"; 400 days when absent.
type Retention string

// defaultRetention is a year and the five weeks in which it is closed: what the figures of the same month of last year
// were when they were reported can be had until this year's are.
const defaultRetention Retention = "400 days"

// Days is the number of days; forever is true when nothing goes. The retention must have been checked.
func (r Retention) Days() (days int, forever bool) {
	days, forever, _ = r.parse()
	return days, forever
}

func (r Retention) parse() (days int, forever bool, err error) {
	if r == "" {
		r = defaultRetention
	}
	if r == "forever" {
		return 0, true, nil
	}
	number, isDays := strings.CutSuffix(string(r), " days")
	days, err = strconv.Atoi(number)
	if !isDays || err != nil || days < 1 || days > maxRetention {
		return 0, false, fmt.Errorf("expected a number of days from 1, such as %s, or forever, found %q", defaultRetention, string(r))
	}
	return days, false, nil
}

const maxRetention = 100 * 366
