package model

import (
	"fmt"
	"time"

	"nyckeltal/report/locale"
)

// Provenance returns the lines that a report ends with: the time of its figures, the closing, the version of the catalogue and
// when it was made.
func Provenance(r *Report) []string {
	l := r.Locale
	lines := []string{fmt.Sprintf("%s %s.", l.Text(locale.AsOf), moment(r.AsOf))}
	if r.Closing.Name != "" {
		lines = append(lines, fmt.Sprintf("%s %s, %s.", l.Text(locale.Closing), r.Closing.Name, moment(r.Closing.At)))
	}
	if r.Closing.Late > 0 {
		lines = append(lines, fmt.Sprintf("%s: %d.", l.Text(locale.LateDeliveries), r.Closing.Late))
	}
	if r.Catalogue.Version != "" {
		lines = append(lines, fmt.Sprintf("%s %s, %s %s.", l.Text(locale.CatalogueVersion), short(r.Catalogue.Version),
			l.Text(locale.PublishedAt), moment(r.Catalogue.Published)))
	}
	return append(lines, fmt.Sprintf("%s %s.", l.Text(locale.MadeAt), moment(r.Made)))
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
