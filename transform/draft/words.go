package draft

import (
	"strings"
	"unicode"

	"nyckeltal/ingest/match"
)

// synonyms are the words that headings have for a column, in Swedish, English and Norwegian, the best first. What
// stands under dataset.column holds for that dataset instead.
var synonyms = map[string][]string{
	"period":       {"period", "månad", "month", "redovisningsperiod", "bokföringsperiod", "år", "year", "budget year", "fiscal year", "kalenderår"},
	"account":      {"konto", "kontonr", "kontonummer", "account", "account code", "account no", "account number", "kontokod", "detailed expenditure code", "expenditure code"},
	"organisation": {"ansvar", "ansvarskod", "kst", "kostnadsställe", "organisation", "enhet", "enhetskod", "org code", "cost centre", "cost center", "department", "förvaltning", "service label", "unit"},
	"project":      {"projekt", "projektnr", "projektnummer", "project", "project code", "program code", "prosjekt"},
	"activity":     {"verksamhet", "aktivitet", "vht", "activity", "service division label", "funksjon"},
	"service":      {"tjänst", "tjänstekod", "service", "service code", "tjeneste"},
	"customer":     {"kundnr", "kundnummer", "kund-id", "kund", "mottagare kundnummer", "motpart", "customer", "customer no", "customer number", "organisationsnummer", "orgnr"},
	"counterpart":  {"motpart", "counterpart", "leverantör", "leverantörsnr", "supplier name", "supplier", "vendor", "beneficiary"},
	"voucher":      {"verifikation", "verifikationsnr", "ver.nr", "vernr", "verifikat", "voucher", "voucher no", "transaction number", "transaction no", "fakturanr", "faktura nr", "invoice number", "bilag"},
	"posted_on":    {"bokföringsdatum", "datum", "posting date", "posted", "transaction date", "trans date", "verifikationsdatum", "date paid", "payment date", "fakturadatum", "date", "dato"},
	"amount":       {"belopp", "utfall", "amount", "net amount", "nettobelopp", "summa", "total", "totalt", "saldo", "beløp", "value"},

	"person":          {"personnummer", "personnr", "pnr", "personal identity number"},
	"employment":      {"avlöningsform", "anställningsform", "löneform", "employment", "pay type"},
	"scheduled_hours": {"ordinarie tid", "schemalagd tid", "arbetstid", "scheduled hours", "ordinarie timmar"},
	"worked_hours":    {"utförd tid", "arbetad tid", "arbetade timmar", "worked hours", "timmar", "hours"},
	"sick_hours":      {"sjukfrånvaro", "sjuktid", "sick hours", "sjuktimmar", "sick leave"},
	"long_sick_hours": {"varav dag 60 och framåt", "långtidssjuk", "varav lång", "long sick hours", "dag 60"},

	"item":     {"volym", "item", "mått", "nyckeltal"},
	"quantity": {"antal", "volym", "quantity", "count", "number", "kvantitet", "antal svar", "värde", "kontrakterat värde", "summa"},

	"ticket":      {"ärendenr", "ärendenummer", "ärende", "ticket", "ticket number", "case id", "case enquiry id", "case number", "incident", "id"},
	"priority":    {"prioritet", "prio", "priority"},
	"opened_at":   {"registrerat", "registrerad", "öppnat", "öppnad", "skapad", "skapat", "inkommit", "opened", "open dt", "opened at", "created", "created at"},
	"due_at":      {"lösas senast", "förfaller", "senast", "due", "due date", "due at", "target dt", "target", "sla datum"},
	"resolved_at": {"löst datum", "löst", "åtgärdat", "stängt", "stängd", "avslutat", "avslutad", "resolved", "resolved at", "closed", "closed dt"},

	"scenario":  {"typ", "underlag", "scenario", "utfallstyp"},
	"version":   {"version", "budgetversion"},
	"dated":     {"daterad", "prognosdatum", "budgetdatum", "dated", "version date"},
	"indicator": {"indikator", "nyckeltal", "mått", "indicator", "kpi"},
	"value":     {"belopp", "värde", "budget", "value", "amount", "utfall", "prognos"},

	"driver": {"fördelningsnyckel", "fördelningsgrund", "nyckel", "driver", "basis"},
	"share":  {"andel", "share", "procent", "fördelning"},

	"area":     {"område", "portfölj", "area", "avdelning"},
	"position": {"nr", "ordning", "position", "nummer", "no"},
	"status":   {"status", "läge", "state"},
	"cause":    {"orsak", "cause", "reason", "kommentar"},
	"action":   {"åtgärd", "action", "planerad åtgärd"},

	"groups":     {"rapportgrupp", "rapportgrupper", "grupp", "groups", "group"},
	"valid_from": {"gäller fr.o.m.", "gäller från", "giltig från", "fr.o.m.", "valid from"},
	"valid_to":   {"gäller t.o.m.", "gäller till", "giltig till", "t.o.m.", "valid to"},
	"name":       {"namn", "benämning", "name", "beskrivning", "description", "text"},
	"kind":       {"typ", "slag", "kategori", "kind", "type", "category"},
	"provider":   {"leverantör", "utförare", "provider"},

	"status.item":       {"aktivitet", "uppdrag", "projekt", "åtgärd", "activity", "assignment", "project", "titel", "title"},
	"ticket.service":    {"tjänst", "tjänstekod", "service", "type", "kategori", "category"},
	"ticket.period":     {"period", "månad", "month"},
	"account.name":      {"kontonamn", "namn", "benämning", "name", "kontotext", "account description"},
	"project.name":      {"projektnamn", "namn", "benämning", "name", "project name"},
	"service.name":      {"tjänstens namn", "tjänstenamn", "namn", "benämning", "name"},
	"customer.name":     {"namn", "kundens namn", "kundnamn", "kund", "benämning", "name"},
	"plan.organisation": {"ansvar", "ansvarskod", "kst", "kostnadsställe", "organisation", "org code", "cost centre", "department", "förvaltning"},
	"plan.project":      {"projekt", "projektnr", "project", "project code", "program code"},
	"volume.customer":   {"kundnr", "kundnummer", "kund-id", "mottagare kundnummer", "motpart", "customer", "customer number", "organisationsnummer", "orgnr", "organisationsnummer för köpare"},
}

// hints are parts of the names of files and sheets that speak for a dataset.
var hints = map[string][]string{
	"ledger":       {"huvudbok", "ledger", "transakt", "verifikat", "faktur", "invoice", "spend", "payment", "leverantor"},
	"payroll":      {"lon_", "loner", "payroll", "tidutfall", "franvaro", "personal"},
	"volume":       {"volym", "volume", "antal", "statistik", "undersokning", "enkat", "survey"},
	"ticket":       {"arende", "ticket", "case", "incident", "311", "request"},
	"plan":         {"budget", "budsjett", "prognos", "forecast", "mal_", "indikator", "target", "kostnad", "obligation", "proposed", "plan"},
	"allocation":   {"nyckl", "fordelning", "allocation"},
	"status":       {"status", "aktivitet", "uppdrag", "activities", "assignment"},
	"account":      {"kontoplan", "chart of accounts"},
	"organisation": {"ansvar", "organisation", "enheter"},
	"project":      {"projekt", "projects"},
	"customer":     {"kunder", "customers"},
	"service":      {"tjanster", "services"},
}

// allowedWords are what sheets write for the words that the warehouse allows.
var allowedWords = map[string][]string{
	"actual":         {"utfall", "actual", "bokslut", "rekneskap", "regnskap"},
	"budget":         {"budget", "budsjett", "proposed", "adopted", "detaljbudget", "internbudget", "förslag budget"},
	"forecast":       {"prognos", "forecast", "estimated", "helårsprognos"},
	"target":         {"mål", "målvärde", "target"},
	"green":          {"grön", "green"},
	"yellow":         {"gul", "yellow", "amber"},
	"red":            {"röd", "red"},
	"ongoing":        {"pågående", "pågår", "ongoing", "in progress"},
	"done":           {"klar", "klart", "slutfört", "slutförd", "avslutad", "done", "completed"},
	"monthly":        {"månadsavlönad", "månadslön", "månad", "monthly"},
	"hourly":         {"timavlönad", "timlön", "timme", "hourly"},
	"administration": {"förvaltning", "drift", "administration"},
	"development":    {"utveckling", "development"},
	"activity":       {"aktiviteter", "aktivitet", "activities", "activity"},
	"assignment":     {"uppdrag", "assignments", "assignment"},
	"project":        {"projekt", "projects", "project", "projektstatus"},
	"board":          {"nämnd", "förvaltning", "board"},
	"company":        {"bolag", "company"},
	"external":       {"extern", "externa", "external"},
}

// personWords are headings of columns that name or describe people.
var personWords = []string{
	"namn", "name", "förnamn", "efternamn", "chef", "handläggare", "ansvarig", "attest", "e-post", "epost", "email", "mail", "telefon",
	"phone", "adress", "address", "location", "geocoded location", "kontaktperson", "first name", "last name", "personnummer",
	"personnr",
}

// describing are the last words of headings whose columns hold the name of something, and not its code.
var describing = []string{"namn", "name", "text", "tekst", "beskrivning", "description", "benamning", "order", "category", "grad"}

// totalWords are the first words of rows that sum up.
var totalWords = []string{"Delsumma", "Summa", "Totalt", "Total", "Grand Total", "Resultat", "Samtliga", "Sum", "Subtotal", "Sub total", "Sum total"}

// nullWords stand for an empty cell in columns of numbers and dates.
var nullWords = []string{"-", "–", "—", "..", "…", "n/a", "N/A", "NA", "#N/A", "null", "NULL", "saknas", "SAKNAS", "uppgift saknas", "x"}

// wordsFor returns the synonyms of a column.
func wordsFor(dataset, column string) []string {
	if words, ok := synonyms[dataset+"."+column]; ok {
		return words
	}
	if words, ok := synonyms[column]; ok {
		return words
	}
	return []string{strings.ReplaceAll(column, "_", " ")}
}

// allowedWord returns the word of the warehouse that a word of a sheet stands for, among those that are allowed.
func allowedWord(text string, allowed []string) (word string, ok bool) {
	folded := fold(text)
	for _, word := range allowed {
		if fold(word) == folded {
			return word, true
		}
		for _, synonym := range allowedWords[word] {
			if fold(synonym) == folded {
				return word, true
			}
		}
	}
	return "", false
}

// fold keeps the letters and digits of a text, case and accents aside.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, match.Fold(text))
}

// split returns the folded words of a text: those between marks, and those that begin with a capital.
func split(text string) []string {
	var words []string
	start, before := 0, ' '
	cut := func(end int) {
		if word := fold(text[start:end]); word != "" {
			words = append(words, word)
		}
	}
	for i, r := range text {
		camel := unicode.IsLower(before) && unicode.IsUpper(r)
		if camel || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			cut(i)
			start = i
		}
		before = r
	}
	cut(len(text))
	return words
}
