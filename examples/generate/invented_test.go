package main

import (
	"math"
	"testing"
)

// The number is a test vector that authorities have published.
func TestCheckDigit(t *testing.T) {
	if got := checkDigit("811218987"); got != 6 {
		t.Errorf("got %d, want 6", got)
	}
}

// Personal numbers are of the range that is never given to people, and nobody has two.
func TestPersonalNumbersAreSynthetic(t *testing.T) {
	f, err := readFigures(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range payroll(f) {
		seen := map[string]bool{}
		for _, sheet := range m.sheets {
			p := sheet.person
			if p.serial < 980 || p.serial > 999 {
				t.Errorf("the serial number %d may belong to a person", p.serial)
			}
			if seen[p.digits()] {
				t.Errorf("month %d has somebody twice", m.index)
			}
			seen[p.digits()] = true
		}
	}
}

// A ticket is measured when a time was agreed and it is resolved, or was due within the month it was opened.
func TestTicketsMeetTheServiceLevel(t *testing.T) {
	f, err := readFigures(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, tertial := range tertials {
		measured, met := 0, 0
		for _, k := range tertial.tickets(f, random("test")) {
			resolved := !k.resolved.IsZero()
			if !k.due.IsZero() && (resolved || k.due.Month() == k.opened.Month()) {
				measured++
			}
			if !k.due.IsZero() && resolved && !k.resolved.After(k.due) {
				met++
			}
		}
		want := f.whole("indikator_tertial", "Efterlevnad servicenivå - SLA", tertial.column)
		if got := math.Round(100 * float64(met) / float64(measured)); got != float64(want) {
			t.Errorf("%s: %d of %d are met, %.0f %%, want %d %%", tertial.column, met, measured, got, want)
		}
	}
}

func TestSurveyGivesTheIndex(t *testing.T) {
	f, err := readFigures(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	tenths := f.scaled("indikator_ar", "Nöjd Kund Index (NKI)", "Utfall 2022", 1)
	var count, points int64
	for _, list := range surveyed(tenths, random("test")) {
		for _, a := range list {
			if a.points < a.count || a.points > 10*a.count {
				t.Errorf("%d answers cannot have %d points", a.count, a.points)
			}
			count += a.count
			points += a.points
		}
	}
	if got := math.Round(float64(points-count) / float64(9*count) * 1000); got != float64(tenths) {
		t.Errorf("the index is %.0f tenths, want %d", got, tenths)
	}
}
