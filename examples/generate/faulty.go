package main

// faultyName is the workbook that no job picks up: a delivery with the faults that deliveries have.
const faultyName = "volymer_hr.xlsx"

// faultyBook makes a workbook of volumes whose first sheet has bad rows and whose second lacks a column.
func faultyBook() *book {
	b := newBook("Volymer HR", "HR")
	s := b.sheet("Lönespecifikationer")
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
	lacking := b.sheet("Löneärenden")
	lacking.title("Löneärenden per kund", "Uttag 2023-12-05, HR")
	lacking.head("Kundens namn", "År", "Jan", "Feb", "Mar")
	lacking.row("Grundskolenämnden", 2023, 1_102, 1_103, 1_105)
	return b
}
