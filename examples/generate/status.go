package main

// The colours of a status.
const (
	green  = "Grön"
	yellow = "Gul"
	red    = "Röd"
)

// state is the status of something in October and November 2023.
type state struct{ area, name, october, november, cause, action string }

// activities are those of the report's appendix. Its colours are lost; these are invented.
var activities = []state{
	{"Kund och ägare", "Digitaliseringsplan för Intraservice", green, green, "", ""},
	{"Kund och ägare", "Trygg och robust digital infrastruktur", green, green, "", ""},
	{"Kund och ägare", "Effektiv och trygg tjänsteleverans av gemensamma tjänster", green, green, "", ""},
	{"Kund och ägare", "Fullgörande av KF-Uppdrag", green, green, "", ""},
	{"Kund och ägare", "Samordnade kundprocesser och stärkt kundkultur", yellow, green, "", ""},
	{"Kund och ägare", "Tydliga avtal", yellow, yellow, "Dialog och aktiviteter återstår för att få kundavtalsprocessen " +
		"helt friktionsfri", "Fortsatt dialog med kunderna om avtalen"},
	{"Medarbetare", "Kompetensförsörjningsplan", green, green, "", ""},
	{"Medarbetare", "Tillitskultur", green, green, "", ""},
	{"Process", "Informationsförvaltning (tekniskt arkivansvar)", yellow, yellow, "Resursbrist", "Omprioritering inför 2024"},
	{"Process", "Effektiv processtyrning", green, green, "", ""},
	{"Process", "Tydligt ledningssystem", green, green, "", ""},
	{"Process", "Utveckla arbetssätt och analys - årlig analys, Dimios och Pios", green, green, "", ""},
	{"Ekonomi", "Säkra intäkter och ta rätt betalt", yellow, yellow, "Vissa intäkter inom Digital infrastruktur är inte " +
		"fullt ut fakturerade", "Faktureras under december"},
	{"Ekonomi", "Kostnadskontroll och korrekta inköp", green, green, "", ""},
	{"Hållbarhet", "Höja kunskap och uppföljning med fokus på cirkulära lösningar", green, green, "", ""},
}

// assignmentTexts are the central assignments; all are ongoing.
var assignmentTexts = []string{
	"Samtliga nämnder och bolag får i uppdrag att, utifrån rapporten, ta fram konkreta åtgärder i syfte att minska " +
		"administrationen. Uppdraget ska återredovisas i respektive nämnd/bolag.",
	"Alla nämnder och styrelser får i uppdrag att aktivt arbeta med hållbarhetsperspektiven i budget- och " +
		"uppföljningsprocesser. Detta gäller även jämställdhetsperspektivet och framför allt i investeringsbudgetar.",
}

// projectStates are the projects of the report's appendix, by portfolio.
var projectStates = []state{
	{
		"Digital infrastruktur", "Upphandla och införa helhetslösning telefoni", yellow, red,
		"Implementering är framflyttad från mars 2024 och nytt datum för implementering är ej fastställt. Orsaken är " +
			"att upphandlingen avbrutits på grund av bristande konkurrens.",
		"Omtag pågår för att se till att det framöver finns avtal avseende växel och contact-center. Bland annat " +
			"undersöks alternativa upphandlingsformer.\nTidsplan för implementering kommer arbetas fram när beslut om " +
			"vägval kring upphandling skett.",
	},
	{
		"Digital infrastruktur", "Införande av city information platform/IoT", green, yellow,
		"Introduktion av nya resurser som behöver sätta sig in i pågående arbete", "Introduktion pågår",
	},
	{
		"Ekonomi", "Gemensamma tjänster inom ekonomi och operativt inköp", green, green, "",
		"Nästa bolagsanslutning januari 2024, då BRG och Boplats ansluter",
	},
	{"Kommunikation, ledning/styrning", "Digitala navet", green, green, "", ""},
	{"Kommunikation, ledning/styrning", "Politisk ärendehantering", green, green, "", ""},
}

// statusBooks makes the lists of activities, assignments and projects. Each writes its period in another way.
func statusBooks(*figures) []workbook {
	return []workbook{
		{"styr_och_stod/aktiviteter.xlsx", activityBook()},
		{"styr_och_stod/uppdrag.xlsx", assignmentBook()},
		{"styr_och_stod/projektstatus.xlsx", projectStateBook()},
	}
}

// activityBook numbers the activities within their area and lists both months.
func activityBook() *book {
	b := newBook("Aktiviteter", "Styr och stöd")
	s := b.sheet("Aktiviteter")
	s.title("Aktiviteter i verksamhetsplanen")
	s.head("Period", "Område", "Nr", "Aktivitet", "Status", "Orsak", "Åtgärd")
	for i, period := range []string{"2023-10", "2023-11"} {
		number := 0
		for k, a := range activities {
			if number++; k > 0 && activities[k-1].area != a.area {
				number = 1
			}
			s.row(period, a.area, number, a.name, []string{a.october, a.november}[i], text(a.cause), text(a.action))
		}
	}
	s.gap()
	s.row("Grön = enligt plan, Gul = avvikelse, Röd = stor avvikelse")
	return b
}

func assignmentBook() *book {
	b := newBook("Uppdrag", "Styr och stöd")
	s := b.sheet("Uppdrag")
	s.title("Centrala uppdrag")
	s.head("Period", "Nr", "Uppdrag", "Status")
	for i, t := range assignmentTexts {
		s.row(202311, i+1, t, "Pågående")
	}
	return b
}

func projectStateBook() *book {
	b := newBook("Projektstatus", "Styr och stöd")
	s := b.sheet("Projekt")
	s.title("Portfölj- och projektstatus")
	s.head("Månad", "Portfölj", "Nr", "Projekt", "Status", "Orsak", "Åtgärd")
	for i := range 2 {
		for k, p := range projectStates {
			s.row(date(2023, 10+i, 1), p.area, k+1, p.name, []string{p.october, p.november}[i], text(p.cause), text(p.action))
		}
	}
	return b
}
