package model

import (
	"fmt"
	"strconv"
	"time"

	"nyckeltal/report/locale"
)

// Provenance returns the lines that a report ends with: the time of its figures, whether the month is closed, the version of
// the catalogue, when it was made, and how a figure is traced.
func Provenance(r *Report) []string {
	l := r.Locale
	lines := append([]string{fmt.Sprintf("%s %s.", l.Text(locale.AsOf), moment(r.AsOf))}, closing(r)...)
	if r.Catalogue.Version != "" {
		lines = append(lines, fmt.Sprintf("%s %s, %s %s.", l.Text(locale.CatalogueVersion), short(r.Catalogue.Version),
			l.Text(locale.PublishedAt), moment(r.Catalogue.Published)))
	}
	return append(lines, fmt.Sprintf("%s %s.", l.Text(locale.MadeAt), moment(r.Made)),
		fmt.Sprintf("%s: nyckeltal explain %s --period %s", l.Text(locale.Lineage), l.Text(locale.AnyIndicator), r.Asked()))
}

// closing tells the state of the report's last month.
func closing(r *Report) []string {
	l, c := r.Locale, r.Closing
	if c.Name == "" {
		return []string{fmt.Sprintf("%s %s.", r.Period, l.Text(locale.NotClosed))}
	}
	phrase := locale.ClosedButOther
	if c.Certified {
		phrase = locale.Closing
	}
	lines := []string{fmt.Sprintf("%s %s, %s.", l.Text(phrase), c.Name, moment(c.At))}
	if c.Late > 0 {
		lines = append(lines, fmt.Sprintf("%s: %d.", l.Text(locale.LateDeliveries), c.Late))
	}
	return lines
}

// Asked returns the period as the report is asked for: 2023-11, or 2025 for a yearly one.
func (r *Report) Asked() string {
	if r.Yearly {
		return strconv.Itoa(r.Period.Year())
	}
	return r.Period.String()
}

func moment(t time.Time) string { return t.Format("2006-01-02 15:04 MST") }

// shortVersion is how many characters of a version, which may be a long hash, people are shown.
const shortVersion = 12

func short(version string) string {
	if len(version) > shortVersion {
		return version[:shortVersion]
	}
	return version
}
