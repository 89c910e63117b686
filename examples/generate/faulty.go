package main

// faultyBooks makes deliveries with the faults that deliveries have. No job picks them up; they are for trying out how
// faults are reported.
func faultyBooks() []workbook {
	return []workbook{
		{"volymer_hr.xlsx", badRowsBook()},
		{"volymer_ekonomi.xlsx", lackingBook()},
	}
}

// badRowsBook makes a workbook of volumes with one good row and rows that must each be refused.
func badRowsBook() *book {
	b := newBook("Volymer HR", "HR")
	s := b.stream("Lönespecifikationer", 10, 40, 8)
	s.title("Lönespecifikationer per kund", "Uttag 2023-12-05, HR")
	s.head("Kund-id", "Kundens namn", "År", "Jan", "Feb", "Mar")
	s.row("0160", "Grundskolenämnden", 2023, 11_020, 11_034, 11_051)
	s.row("0999", "Okänd kund", 2023, 12, 12, 12)
	s.row("0165", "Förskolenämnden", 2023, "1.234", 8_420, 8_431)
	s.row("0170", "Utbildningsnämnden", 2023, 3_310, "-1 7540 0", 3_322)
	s.row("0200", "Äldre samt vård- och omsorgsnämnden", 2023, 10_500, 10_480, brokenReference)
	s.row("0205", "Nämnden för funktionsstöd", "20x3", 6_200, 6_210, 6_190)
	s.row("0210", "Idrotts- och föreningsnämnden", 2023, 742, "ca 750", 747)
	s.row(nil, "Summa 2023", nil, total(31_784), total(25_672), total(14_563))
	s.row(nil, "Totalt båda åren", nil, total(31_784), total(25_672), total(14_563))
	return b
}

// lackingBook makes a workbook of volumes without the column of the customers' numbers.
func lackingBook() *book {
	b := newBook("Volymer Ekonomi", "Ekonomi")
	s := b.stream("Kundfakturor", 40, 8)
	s.title("Kundfakturor per kund", "Uttag 2023-12-05, Ekonomi")
	s.head("Kund", "År", "Januari", "Februari", "Mars")
	s.row("Grundskolenämnden", 2023, 24_810, 25_102, 26_340)
	s.row("Totalt", nil, total(24_810), total(25_102), total(26_340))
	return b
}
