package locale

// Phrase is a fixed text of the renderers.
type Phrase uint8

// The fixed texts of the renderers.
const (
	Green Phrase = iota + 1
	Yellow
	Red
	Ongoing
	Done
	StatusHeading
	NoData
	LeftBlank
	RoundingNote
	AsOf
	Closing
	LateDeliveries
	CatalogueVersion
	PublishedAt
	MadeAt
	Cause
	Action
	UnitHeading
	Definitions
	DefinitionHeading
	IndicatorHeading
	Contents
	SkipToContent
	ShowFigures
	MonthHeading
	TargetSeries
	BudgetSeries
	RollingSeries
	NoItems
	Overview
	TertialHeading
	OtherCustomers
	CommentHeading
	NotClosed
	ClosedButOther
	Lineage
	AnyIndicator
	Restated
	RestatedNote
	ChangedSince
	ChangedNote
	ExplainNote

	lastOfReports = ExplainNote
)

// Text returns the phrase in the language.
func (l *Locale) Text(p Phrase) string {
	if text, ok := l.phrases[p]; ok {
		return text
	}
	if l.Language == English {
		return explanations[p].english
	}
	return explanations[p].swedish
}

var swedish = &Locale{
	Language: Swedish,
	decimal:  ",",
	group:    "\u00a0",
	months:   [12]string{"Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dec"},
	names: [12]string{
		"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
		"oktober", "november", "december",
	},
	units: map[string]string{"hours": "timmar", "pp": "p.e."},
	phrases: map[Phrase]string{
		Green:             "Grön",
		Yellow:            "Gul",
		Red:               "Röd",
		Ongoing:           "Pågående",
		Done:              "Klar",
		StatusHeading:     "Status",
		NoData:            "uppgift saknas",
		LeftBlank:         "redovisas inte",
		RoundingNote:      "Summor räknas på oavrundade belopp och avrundas en gång. Avrundade delar kan därför skilja från summan.",
		AsOf:              "Uppgifter per",
		Closing:           "Fastställda med bokslutet",
		LateDeliveries:    "Leveranser som kommit efter bokslutet och inte räknas med",
		CatalogueVersion:  "Nyckeltalskatalog",
		PublishedAt:       "publicerad",
		MadeAt:            "Rapporten skapad",
		Cause:             "Orsak",
		Action:            "Åtgärd",
		UnitHeading:       "Enhet",
		Definitions:       "Så räknas nyckeltalen",
		DefinitionHeading: "Definition",
		IndicatorHeading:  "Nyckeltal",
		Contents:          "Innehåll",
		SkipToContent:     "Hoppa till innehållet",
		ShowFigures:       "Visa siffrorna",
		MonthHeading:      "Månad",
		TargetSeries:      "Mål",
		BudgetSeries:      "Budget",
		RollingSeries:     "R12",
		NoItems:           "Inget att redovisa.",
		Overview:          "Översikt",
		TertialHeading:    "Tertial",
		OtherCustomers:    "Övriga kunder",
		CommentHeading:    "Kommentar",
		NotClosed:         "är inte stängd: uppgifterna kan ändras",
		ClosedButOther:    "Visar andra uppgifter än de som är fastställda med bokslutet",
		Lineage:           "Varje siffra går att följa till cellerna i de levererade filerna",
		AnyIndicator:      "NYCKELTAL",
		Restated:          "Omräknat sedan det förra bokslutet",
		RestatedNote:      "Rapporten visar de nu fastställda uppgifterna.",
		ChangedSince:      "Ändrat sedan bokslutet",
		ChangedNote:       "Rapporten visar de fastställda uppgifterna.",
		ExplainNote:       "Siffrorna leder hit. Kommandot visar cellerna bakom den som valdes:",
	},
}

var english = &Locale{
	Language: English,
	decimal:  ".",
	group:    ",",
	months:   [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	names: [12]string{
		"January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December",
	},
	units: map[string]string{
		"kr": "SEK", "tkr": "SEK thousand", "mnkr": "SEK million", "st": "number",
		"månadsarbetare": "full-time equivalents",
	},
	phrases: map[Phrase]string{
		Green:             "Green",
		Yellow:            "Yellow",
		Red:               "Red",
		Ongoing:           "Ongoing",
		Done:              "Done",
		StatusHeading:     "Status",
		NoData:            "no data",
		LeftBlank:         "not reported",
		RoundingNote:      "Totals are computed from unrounded amounts and rounded once. Rounded parts may therefore differ from their total.",
		AsOf:              "Figures as of",
		Closing:           "Certified by the closing",
		LateDeliveries:    "Deliveries that came after the closing and do not count",
		CatalogueVersion:  "Catalogue of indicators",
		PublishedAt:       "published",
		MadeAt:            "Report made",
		Cause:             "Cause",
		Action:            "Action",
		UnitHeading:       "Unit",
		Definitions:       "How the figures are computed",
		DefinitionHeading: "Definition",
		IndicatorHeading:  "Indicator",
		Contents:          "Contents",
		SkipToContent:     "Skip to content",
		ShowFigures:       "Show the figures",
		MonthHeading:      "Month",
		TargetSeries:      "Target",
		BudgetSeries:      "Budget",
		RollingSeries:     "R12",
		NoItems:           "Nothing to report.",
		Overview:          "Overview",
		TertialHeading:    "Tertial",
		OtherCustomers:    "Other customers",
		CommentHeading:    "Comment",
		NotClosed:         "is not closed: the figures may change",
		ClosedButOther:    "Shows other figures than those certified by the closing",
		Lineage:           "Every figure can be followed to the cells of the delivered files",
		AnyIndicator:      "INDICATOR",
		Restated:          "Restated since the closing before",
		RestatedNote:      "The report shows the figures that are certified now.",
		ChangedSince:      "Changed since the closing",
		ChangedNote:       "The report shows the certified figures.",
		ExplainNote:       "The figures lead here. The command shows the cells behind the one that was chosen:",
	},
}
