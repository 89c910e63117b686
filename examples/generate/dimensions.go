package main

import "strings"

// dimensionBooks makes the lists of codes: accounts, units, projects, customers and services.
func dimensionBooks(*figures) []workbook {
	return []workbook{
		{"ekonomi/kontoplan.xlsx", accountBook()},
		{"ekonomi/ansvar.xlsx", unitBook()},
		{"ekonomi/projekt.xlsx", projectBook()},
		{"kund_och_service/kunder.xlsx", customerBook()},
		{"kund_och_service/tjanster.xlsx", serviceBook()},
	}
}

// orNothing leaves the cell of an open year empty.
func orNothing(year int) any {
	if year == 0 {
		return nil
	}
	return year
}

func accountBook() *book {
	b := newBook("Kontoplan", "Ekonomi")
	s := b.sheet("Kontoplan")
	s.title("Kontoplan med rapportgrupper", "Gäller nämnden för Intraservice. Ägs av ekonomistyrning.")
	s.head("Konto", "Kontonamn", "Rapportgrupp", "Gäller fr.o.m.", "Gäller t.o.m.", "Anmärkning")
	s.row("Klass 1–2 Balansräkning")
	for _, a := range balanceAccounts {
		s.row(a.code, a.name)
	}
	s.row("Klass 3–8 Resultaträkning")
	for _, list := range accounts {
		for _, a := range list {
			var remark any
			if a.from != 0 || a.to != 0 {
				remark = "Rapportgrupp ändrad från 2023"
			}
			s.row(a.code, a.name, a.reports, orNothing(a.from), orNothing(a.to), remark)
		}
	}
	return b
}

func unitBook() *book {
	b := newBook("Ansvar", "Ekonomi")
	s := b.sheet("Ansvar")
	s.title("Organisation och ansvar")
	s.head("Ansvar", "Benämning", "Område", "Ordning", "Chef")
	for a, list := range units {
		for _, u := range list {
			s.row(u.code, u.name, areaNames[a], a+1, "Enhetschef "+strings.ToLower(u.name))
		}
	}
	return b
}

func projectBook() *book {
	b := newBook("Projekt", "Ekonomi")
	s := b.sheet("Projekt")
	s.title("Projektregister", "Slag styr om projektet redovisas som förvaltning eller utveckling")
	s.head("Projekt", "Projektnamn", "Slag", "Område")
	for a, list := range projects {
		for _, p := range list {
			kind := branchNames[p.branch]
			s.row(p.code, p.name, strings.ToUpper(kind[:1])+kind[1:], areaNames[a])
		}
	}
	return b
}

func customerBook() *book {
	b := newBook("Kunder", "Kund och service")
	s := b.sheet("Kunder")
	s.head("Kundnr", "Namn", "Typ")
	for _, list := range [][]customer{customers, outsiders} {
		for _, c := range list {
			s.row(c.code, c.name, c.kind)
		}
	}
	s.gap()
	s.row("Källa: kundregistret 2023-12-01")
	return b
}

func serviceBook() *book {
	b := newBook("Tjänster", "Kund och service")
	s := b.sheet("Tjänster")
	s.title("Tjänstekatalog")
	s.head("Tjänst", "Tjänstens namn", "Leverantör", "Kategori")
	for _, list := range [][]service{baseServices, ownServices} {
		for _, v := range list {
			s.row(v.code, v.name, v.provider, v.kind)
		}
	}
	return b
}
