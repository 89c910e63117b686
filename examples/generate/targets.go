package main

// target is a row of the list of indicators: an aim or a forecast.
type target struct {
	indicator, unit string
	forecast        bool
	months          [12]any
	tertials        [3]any
	year            any
}

// targetBooks makes the list of the indicators' targets and forecasts of 2023. What the report prints empty is empty.
func targetBooks(f *figures) []workbook {
	b := newBook("Indikatorer och mål 2023", "Styr och stöd")
	s := b.sheet("Mål 2023")
	s.title("Indikatorer 2023: mål och prognos", "Beslutade i verksamhetsplanen; prognos i oktober")
	head := []string{"Indikator", "Enhet", "Typ", "Daterad"}
	for _, m := range shortMonths {
		head = append(head, m+"-23")
	}
	s.head(append(head, "T1", "T2", "T3", "Helår")...)
	for _, section := range []struct {
		name string
		rows []target
	}{
		{"Område: Medarbetare", append(sicknessTargets(f), staffTargets(f)...)},
		{"Område: Kund och ägare", append(surveyTargets(f), tertialTargets(f)...)},
		{"Område: Volymer", volumeTargets(f)},
	} {
		s.row(section.name)
		for _, t := range section.rows {
			s.row(t.cells()...)
		}
	}
	return []workbook{{"styr_och_stod/indikatormal_2023.xlsx", b}}
}

func (t target) cells() []any {
	kind, dated := "Mål", date(2023, 1, 16)
	if t.forecast {
		kind, dated = "Prognos", date(2023, 10, 16)
	}
	cells := append([]any{t.indicator, t.unit, kind, dated}, t.months[:]...)
	return append(append(cells, t.tertials[:]...), t.year)
}

const forecastColumn = "Prognos (helår)"

// withForecast adds the forecast to a target where the report prints one.
func withForecast(f *figures, table string, t target, write func(column string) any) []target {
	list := []target{t}
	if f.printed(table, t.indicator, forecastColumn) {
		list = append(list, target{indicator: t.indicator, unit: t.unit, forecast: true, year: write(forecastColumn)})
	}
	return list
}

// sicknessTargets are in percent and written as text with a decimal comma.
func sicknessTargets(f *figures) []target {
	t := target{indicator: "Sjukfrånvaro", unit: "%"}
	write := func(column string) any { return decimalText(f.scaled("hr", t.indicator, column, 1), 1, "") }
	for i := range t.months {
		t.months[i] = write("Mål Nov 2023")
	}
	t.year = write("Årsmål 2023")
	return withForecast(f, "hr", t, write)
}

func staffTargets(f *figures) []target {
	t := target{indicator: "Månadsarbetare", unit: "månadsarbetare"}
	write := func(column string) any { return f.whole("hr", t.indicator, column) }
	for i := range t.months {
		t.months[i] = write("Mål Nov 2023")
	}
	return withForecast(f, "hr", t, write)
}

func surveyTargets(f *figures) []target {
	t := target{indicator: "Nöjd Kund Index (NKI)", unit: "index"}
	t.year = f.whole("indikator_ar", t.indicator, "Målvärde 2023")
	return []target{t}
}

func tertialTargets(f *figures) []target {
	var list []target
	for _, row := range []struct{ name, unit string }{
		{"Pedagogiska datorer", "st"},
		{"Administrativa datorer", "st"},
		{"Datalagring", ""},
		{"IT-infrastruktur", ""},
		{"Efterlevnad servicenivå - SLA", "%"},
	} {
		t := target{indicator: row.name, unit: row.unit}
		write := func(column string) any { return f.whole("indikator_tertial", row.name, column) }
		for i := range t.tertials {
			t.tertials[i] = write("Mål T3 2023")
		}
		t.year = write("Målvärde 2023")
		list = append(list, withForecast(f, "indikator_tertial", t, write)...)
	}
	return list
}

// volumeTargets are phased: the target that has accumulated in November is what the report prints, and December takes
// the rest of the year.
func volumeTargets(f *figures) []target {
	var list []target
	for _, d := range departments {
		for _, i := range d.items {
			if i.stock {
				continue
			}
			t := target{indicator: i.name, unit: "st"}
			write := func(column string) any { return f.whole("indikator_manad", i.name, column) }
			accumulated := f.whole("indikator_manad", i.name, "Mål Nov 2023")
			year := f.whole("indikator_manad", i.name, "Årsmål 2023")
			for month, part := range append(split(accumulated, flat[:november+1]), year-accumulated) {
				t.months[month] = part
			}
			t.year = year
			list = append(list, withForecast(f, "indikator_manad", t, write)...)
		}
	}
	return list
}
