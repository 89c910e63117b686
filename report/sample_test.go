package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nyckeltal/ingest/period"
	"nyckeltal/report"
)

// The sample of these tests: the two example reports over a warehouse with figures made up for the purpose. Costs do
// not add up to anything; one sum is chosen so that it differs from its rounded parts.

// made is when the sample's reports are made.
var made = time.Date(2023, 12, 8, 6, 12, 0, 0, time.FixedZone("CET", 3600))

func sampleWarehouse(t *testing.T) *warehouse {
	t.Helper()
	w := emptyWarehouse(t)
	w.insert("indicators", sampleIndicators)
	w.insert("catalogue_version", `
		4f1c0a77b0d2e9 | 2023-01-09 08:00:00
		9b2d11c34e5f60 | 2023-11-20 09:30:00`)
	w.insert("kpi_values", sampleValues+sampleMonths())
	w.insert("kpi_status", sampleStatuses)
	w.insert("project_status", sampleItems)
	w.insert("cost_per_service", sampleServices)
	w.insert("cost_per_customer", sampleCustomers)
	return w
}

const sampleIndicators = `
	verksamhetens_kostnader | Verksamhetens kostnader | Operating costs | Summan av kontoklass 4-7. | Account classes 4-7. | kr | 0 | lower
	personalkostnader | Personalkostnader | Personnel costs | Kontogruppen personal. | The account group personal. | kr | 0 | lower
	konsultkostnader | Konsultkostnader | Consultancy costs | Kontogruppen konsult. | The account group konsult. | kr | 0 | lower
	it_kostnader | IT-kostnader | IT costs | Kontogruppen it. | The account group it. | kr | 0 | lower
	utvecklingskostnader | Utvecklingskostnader | Development costs | Kostnader i utvecklingsprojekt. | Costs of development projects. | kr | 0 | lower
	resultat | Resultat | Result | Intäkter minus kostnader. | Revenue less costs. | kr | 0 | higher
	sjukfranvaro | Sjukfrånvaro | Sickness absence | Sjuktimmar delat med ordinarie arbetstid. | Sick hours over scheduled hours. | % | 1 | lower
	manadsarbetare | Månadsarbetare | Full-time equivalents | Arbetade timmar delat med 165. | Hours worked over 165. | månadsarbetare | 1 | neutral
	nki | Nöjd kund-index | Customer satisfaction | Tre frågor på skalan 1-10, räknade om till 0-100. | Three questions on 1-10 as 0-100. | index | 1 | higher
	pedagogiska_datorer | Pedagogiska datorer | Computers for teaching | Antal vid tertialets slut. | Number at the end. | st | 0 | neutral
	administrativa_datorer | Administrativa datorer | Computers for administration | Antal vid tertialets slut. | Number at the end. | st | 0 | neutral
	datalagring | Datalagring | Data storage | Lagrad mängd. | Amount stored. | | 0 | neutral
	it_infrastruktur | IT-infrastruktur | IT infrastructure | Antal. | Number. | | 0 | neutral
	sla | Efterlevnad servicenivå | Service level compliance | Ärenden inom avtalad tid delat med mätta. | Met over measured. | % | 0 | higher
	lonespecifikationer | Lönespecifikationer | Payslips | Antal. | Number. | st | 0 | neutral
	lonearenden | Löneärenden | Payroll cases | Antal. | Number. | st | 0 | neutral
	leverantorsfakturor | Leverantörsfakturor | Supplier invoices | Antal. | Number. | st | 0 | neutral
	kundfakturor | Kundfakturor | Customer invoices | Antal. | Number. | st | 0 | neutral
	servicearenden | Serviceärenden | Service tickets | Antal. | Number. | st | 0 | neutral
	forvaltningskostnad | Förvaltningskostnad | Cost of administration | Summan av tjänsternas kostnader. | The services' costs. | kr | 0 | lower`

const sampleValues = `
	verksamhetens_kostnader | 202211 | actual | total | | ytd | 1103406512.40
	verksamhetens_kostnader | 202311 | actual | total | | ytd | 1148220499.99
	verksamhetens_kostnader | 202311 | budget | total | | ytd | 1201000500
	verksamhetens_kostnader | 202311 | forecast | total | | year | 1250000000
	verksamhetens_kostnader | 202311 | budget | total | | year | 1310250000
	personalkostnader | 202211 | actual | total | | ytd | 401377100.10
	personalkostnader | 202311 | actual | total | | ytd | 415020999.50
	personalkostnader | 202311 | budget | total | | ytd | 460100000
	personalkostnader | 202311 | forecast | total | | year | 455000000
	personalkostnader | 202311 | budget | total | | year | 502000000
	konsultkostnader | 202211 | actual | total | | ytd | 120450300
	konsultkostnader | 202311 | actual | total | | ytd | 98700100.25
	konsultkostnader | 202311 | budget | total | | ytd | 101000000
	konsultkostnader | 202311 | budget | total | | year | 110000000
	it_kostnader | 202211 | actual | total | | ytd | 310200450
	it_kostnader | 202311 | actual | total | | ytd | 322750800
	it_kostnader | 202311 | budget | total | | ytd | 315500000
	it_kostnader | 202311 | forecast | total | | year | 350000000
	it_kostnader | 202311 | budget | total | | year | 344000000
	utvecklingskostnader | 202211 | actual | total | | ytd | 91200000
	utvecklingskostnader | 202311 | actual | total | | ytd | 70410500
	utvecklingskostnader | 202311 | budget | total | | ytd | 74800000
	utvecklingskostnader | 202311 | forecast | total | | year | 77000000
	utvecklingskostnader | 202311 | budget | total | | year | 81000000
	resultat | 202211 | actual | total | | ytd | -4210300.55
	resultat | 202311 | actual | total | | ytd | 12001400.80
	resultat | 202311 | budget | total | | ytd | -305499.50
	resultat | 202311 | forecast | total | | year | 20150000
	resultat | 202311 | budget | total | | year | -0.40
	resultat | 202311 | actual | branch_area | administration/Gemensamma tjänster - Ekonomi | ytd | 900400.40
	resultat | 202311 | forecast | branch_area | administration/Gemensamma tjänster - Ekonomi | year | 650000
	resultat | 202311 | actual | branch_area | administration/Gemensamma tjänster - HR | ytd | 3100400.40
	resultat | 202311 | forecast | branch_area | administration/Gemensamma tjänster - HR | year | 4000000
	resultat | 202311 | actual | branch_area | administration/Gemensamma tjänster - Kommunikation, ledning/styrning | ytd | -2500000
	resultat | 202311 | forecast | branch_area | administration/Gemensamma tjänster - Kommunikation, ledning/styrning | year | -3000000
	resultat | 202311 | actual | branch_area | administration/Digital infrastruktur | ytd | 7400000
	resultat | 202311 | forecast | branch_area | administration/Digital infrastruktur | year | 9000000
	resultat | 202311 | actual | branch_area | administration/Avdelningen styr och stöd | ytd | 8000000
	resultat | 202311 | forecast | branch_area | administration/Avdelningen styr och stöd | year | 8500000
	resultat | 202311 | actual | branch_area | administration/Avdelningen Kund och service | ytd | 5100200
	resultat | 202311 | forecast | branch_area | administration/Avdelningen Kund och service | year | 6000000
	resultat | 202311 | actual | branch_area | administration/Avdelningen Uppdrag | ytd | -499.50
	resultat | 202311 | actual | branch | administration | ytd | 22000501.30
	resultat | 202311 | forecast | branch | administration | year | 25150000
	resultat | 202311 | actual | branch_area | development/Gemensamma tjänster - Ekonomi | ytd | 500.50
	resultat | 202311 | forecast | branch_area | development/Gemensamma tjänster - Ekonomi | year | 0
	resultat | 202311 | actual | branch_area | development/Gemensamma tjänster - HR | ytd | 1000000
	resultat | 202311 | forecast | branch_area | development/Gemensamma tjänster - HR | year | 1500000
	resultat | 202311 | actual | branch_area | development/Gemensamma tjänster - Kommunikation, ledning/styrning | ytd | -9000000
	resultat | 202311 | forecast | branch_area | development/Gemensamma tjänster - Kommunikation, ledning/styrning | year | -6500000
	resultat | 202311 | actual | branch_area | development/Digital infrastruktur | ytd | -1999601
	resultat | 202311 | forecast | branch_area | development/Digital infrastruktur | year | 0
	resultat | 202311 | actual | branch | development | ytd | -9999100.50
	resultat | 202311 | forecast | branch | development | year | -5000000
	sjukfranvaro | 202211 | actual | total | | month | 4.8512345678
	sjukfranvaro | 202311 | actual | total | | month | 5.2499999999
	sjukfranvaro | 202311 | target | total | | month | 5
	sjukfranvaro | 202311 | forecast | total | | year | 5.5
	sjukfranvaro | 202311 | target | total | | year | 5
	sjukfranvaro | 202311 | actual | total | | r12 | 5.123
	manadsarbetare | 202211 | actual | total | | month | 640.25
	manadsarbetare | 202311 | actual | total | | month | 612.04
	manadsarbetare | 202311 | target | total | | month | 650
	manadsarbetare | 202311 | forecast | total | | year | 600
	nki | 202211 | actual | total | | year | 65.85
	nki | 202311 | actual | total | | year | NULL
	nki | 202311 | target | total | | year | 70
	pedagogiska_datorer | 202211 | actual | total | | tertial_full | 71200
	pedagogiska_datorer | 202311 | actual | total | | tertial | 72950
	pedagogiska_datorer | 202311 | target | total | | tertial_full | 70000
	pedagogiska_datorer | 202311 | target | total | | year | 70000
	administrativa_datorer | 202211 | actual | total | | tertial_full | 30120
	administrativa_datorer | 202311 | actual | total | | tertial | 25010
	administrativa_datorer | 202311 | target | total | | tertial_full | 29000
	administrativa_datorer | 202311 | target | total | | year | 29000
	datalagring | 202211 | actual | total | | tertial_full | 5100
	datalagring | 202311 | actual | total | | tertial | 0
	datalagring | 202311 | target | total | | tertial_full | 8000
	datalagring | 202311 | target | total | | year | 8000
	it_infrastruktur | 202211 | actual | total | | tertial_full | 1310000
	it_infrastruktur | 202311 | actual | total | | tertial | 1420500
	it_infrastruktur | 202311 | target | total | | tertial_full | 1400000
	it_infrastruktur | 202311 | target | total | | year | 1400000
	sla | 202211 | actual | total | | tertial_full | 97.6
	sla | 202311 | actual | total | | tertial | 88.5
	sla | 202311 | target | total | | tertial_full | 100
	sla | 202311 | forecast | total | | year | 92
	sla | 202311 | target | total | | year | 100
	lonespecifikationer | 202311 | target | total | | year | 690000
	lonearenden | 202311 | forecast | total | | year | 76000
	lonearenden | 202311 | target | total | | year | 78000
	leverantorsfakturor | 202311 | forecast | total | | year | 1750000
	leverantorsfakturor | 202311 | target | total | | year | 1600000
	kundfakturor | 202311 | forecast | total | | year | 1600000
	kundfakturor | 202311 | target | total | | year | 1500000
	servicearenden | 202311 | target | total | | year | 355000
	sla | 202204 | actual | total | | tertial_full | 97.9
	sla | 202208 | actual | total | | tertial_full | 98.4
	sla | 202212 | actual | total | | tertial_full | 97.6
	sla | 202304 | actual | total | | tertial_full | 95.2
	sla | 202308 | actual | total | | tertial_full | NULL
	sla | 202304 | target | total | | tertial_full | 100
	sla | 202308 | target | total | | tertial_full | 100
	sla | 202312 | target | total | | tertial_full | 100
	verksamhetens_kostnader | 202211 | actual | area | Digital infrastruktur | ytd | 301400200
	verksamhetens_kostnader | 202311 | actual | area | Digital infrastruktur | ytd | 310200499.50
	verksamhetens_kostnader | 202311 | budget | area | Digital infrastruktur | ytd | 325000000
	verksamhetens_kostnader | 202311 | forecast | area | Digital infrastruktur | year | 340000000
	verksamhetens_kostnader | 202311 | budget | area | Digital infrastruktur | year | 355000000
	personalkostnader | 202311 | actual | area | Digital infrastruktur | ytd | 101000400
	personalkostnader | 202311 | budget | area | Digital infrastruktur | ytd | 100000000
	konsultkostnader | 202311 | actual | area | Digital infrastruktur | ytd | 20000000
	konsultkostnader | 202311 | budget | area | Digital infrastruktur | ytd | 0
	it_kostnader | 202311 | budget | area | Digital infrastruktur | ytd | 90000000
	resultat | 202211 | actual | area | Digital infrastruktur | ytd | -1500000
	resultat | 202311 | actual | area | Digital infrastruktur | ytd | 5400000
	resultat | 202311 | budget | area | Digital infrastruktur | ytd | -2000000
	sjukfranvaro | 202211 | actual | area | Digital infrastruktur | month | 4.9
	sjukfranvaro | 202302 | actual | area | Digital infrastruktur | month | 6.1
	sjukfranvaro | 202303 | actual | area | Digital infrastruktur | month | 5.6
	sjukfranvaro | 202306 | actual | area | Digital infrastruktur | month | 3.8
	sjukfranvaro | 202307 | actual | area | Digital infrastruktur | month | 3.1
	sjukfranvaro | 202310 | actual | area | Digital infrastruktur | month | 5.1
	sjukfranvaro | 202311 | actual | area | Digital infrastruktur | month | 5.24
	sjukfranvaro | 202311 | actual | area | Digital infrastruktur | r12 | 5.0
	manadsarbetare | 202211 | actual | area | Digital infrastruktur | month | 182.5
	manadsarbetare | 202311 | actual | area | Digital infrastruktur | month | 180
	forvaltningskostnad | 202312 | actual | total | | year | 71004000.25
	forvaltningskostnad | 202412 | budget | total | | year | 83500000
	forvaltningskostnad | 202512 | budget | total | | year | 82499999.50
`

const sampleStatuses = `
	sjukfranvaro | 202311 | total | | month | 5.2499999999 | 5 | yellow
	manadsarbetare | 202311 | total | | month | 612.04 | 650 | green
	sla | 202311 | total | | tertial | 88.5 | 100 | red
	lonearenden | 202311 | total | | ytd | 60000 | 71500 | green
	sla | 202310 | total | | tertial | 99 | 100 | yellow`

const sampleItems = `
	202311 | activity | Medarbetare | 1 | Kompetensförsörjningsplan | green | |
	202311 | activity | Kund och ägare | 2 | Samordnade kundprocesser och stärkt kundkultur | yellow | |
	202311 | activity | Kund och ägare | 1 | Trygg och robust digital infrastruktur | green | |
	202311 | activity | Övrigt | 1 | =HYPERLINK("http://example.org") | done | |
	202311 | assignment | | 1 | Samtliga nämnder får i uppdrag att ta fram konkreta åtgärder i syfte att minska administrationen. | ongoing | |
	202311 | project | Telefoni | 1 | Upphandla och införa helhetslösning <telefoni> & växel | red | Upphandlingen avbröts på grund av bristande konkurrens. | Omtag pågår för att se till att det framöver finns avtal avseende växel och kontaktcenter.
	202311 | project | IoT | 1 | Stadens informationsplattform | yellow | Nya resurser behöver sätta sig in i arbetet. |
	202310 | project | IoT | 1 | From another month | green | |`

const sampleServices = `
	2023 | B1 | Öppna data | Nämnden | actual | | 6004000.25
	2023 | B2 | Kontaktcenter | Nämnden | actual | | 65000000
	2024 | B1 | Öppna data | Nämnden | budget | 1 | 7500000
	2024 | B2 | Kontaktcenter | Nämnden | budget | 1 | 76000000
	2025 | B1 | Öppna data | Nämnden | budget | förslag | 7499999.25
	2025 | B2 | Kontaktcenter | Nämnden | budget | förslag | 70000000.25
	2025 | B3 | Ny tjänst | Nämnden | budget | förslag | 5000000
	2025 | B3 | Ny tjänst | Nämnden | forecast | x | 1`

const sampleCustomers = `
	2023 | B1 | K1 | Grundskolenämnden | actual | | 4000000.13
	2023 | B2 | K1 | Grundskolenämnden | actual | | 30000000
	2023 | B1 | K2 | Stadsbyggnadsnämnden | actual | | 2004000.12
	2023 | B2 | K2 | Stadsbyggnadsnämnden | actual | | NULL
	2025 | B1 | K1 | Grundskolenämnden | budget | förslag | 41000000
	2025 | B2 | K2 | Stadsbyggnadsnämnden | budget | förslag | 41499999.50`

// season is the share of a usual month that each month has, in percent.
var season = [12]int{104, 97, 108, 99, 101, 96, 71, 92, 106, 109, 107, 110}

// sampleMonths writes the months of the volumes and of two costs, and what they sum to.
func sampleMonths() string {
	var b strings.Builder
	line := func(indicator string, p period.Period, scenario, window string, value int) {
		fmt.Fprintf(&b, "%s | %d | %s | total | | %s | %d\n", indicator, int32(p), scenario, window, value)
	}
	for i, v := range []struct {
		indicator string
		month     int
	}{
		{"lonespecifikationer", 58_000},
		{"lonearenden", 6_100},
		{"leverantorsfakturor", 139_000},
		{"kundfakturor", 126_000},
		{"servicearenden", 30_500},
	} {
		year, twelve := 0, 0
		for n := range 23 {
			p := period.New(2022, 1).Add(n)
			month := v.month * season[(n+i)%12] / 100 * (100 + n/12*(7-3*i)) / 100
			if p.Month() == 1 {
				year = 0
			}
			year, twelve = year+month, twelve+month
			line(v.indicator, p, "actual", "month", month)
			if p == 202211 || p == 202311 {
				line(v.indicator, p, "actual", "ytd", year)
			}
			if n >= 12 {
				first := n - 12
				twelve -= v.month * season[(first+i)%12] / 100
			}
			if n >= 11 {
				line(v.indicator, p, "actual", "r12", twelve)
			}
		}
		for n := range 12 {
			line(v.indicator, period.New(2023, 1).Add(n), "target", "month", v.month)
		}
		line(v.indicator, 202311, "target", "ytd", 11*v.month)
	}
	for _, v := range []struct {
		indicator string
		month     int
	}{{"verksamhetens_kostnader", 104_000_000}, {"personalkostnader", 37_500_000}} {
		for n := range 23 {
			line(v.indicator, period.New(2022, 1).Add(n), "actual", "month", v.month*(100+season[(n*5)%12]/10)/110)
		}
		for n := range 12 {
			line(v.indicator, period.New(2023, 1).Add(n), "budget", "month", v.month*102/100)
		}
	}
	return b.String()
}

// definitions loads the example organisation's reports.
func definitions(t *testing.T) []*report.Definition {
	t.Helper()
	all, err := report.Load("../examples/intraservice/reports")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// build builds one of the example reports.
func build(t *testing.T, w *warehouse, name, of, lang string) (*report.Report, error) {
	t.Helper()
	def, err := report.Find(definitions(t), name)
	if err != nil {
		t.Fatal(err)
	}
	params := report.Params{Lang: lang, Now: made}
	if def.For != "" {
		params.For = "Digital infrastruktur"
	}
	if err := params.ParsePeriod(def, of); err != nil {
		t.Fatal(err)
	}
	if err := params.ReadComments("../examples/intraservice/comments", def); err != nil {
		t.Fatal(err)
	}
	return report.Build(t.Context(), w.conn, def, params)
}
