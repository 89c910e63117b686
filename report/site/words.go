package site

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"nyckeltal/report/locale"
)

// text is an English text in the reader's language. A test looks for texts without a Swedish one.
func (p *page) text(english string) string {
	if p.locale.Language == locale.English {
		return english
	}
	if swedish, known := swedish[english]; known {
		return swedish
	}
	return english
}

// textf is text with what its verbs stand for.
func (p *page) textf(english string, args ...any) string {
	return fmt.Sprintf(p.text(english), args...)
}

// moment writes a time for people, in the service's zone.
func (p *page) moment(t time.Time) string {
	return t.In(p.site.Now().Location()).Format("2006-01-02 15:04")
}

// count writes a number.
func (p *page) count(n uint64) string { return p.locale.Number(decimal.NewFromUint64(n), 0) }

// value writes a figure as reports do; a dash stands for none.
func (p *page) value(d *decimal.Decimal, decimals int, unit string) string {
	if d == nil {
		return "–"
	}
	return p.locale.Value(*d, decimals, unit)
}

// swedish are the texts of the pages.
var swedish = map[string]string{
	"Log in":   "Logga in",
	"Log out":  "Logga ut",
	"User":     "Användare",
	"Password": "Lösenord",
	"The form was too old. Try again; the browser must allow cookies.":       "Formuläret var för gammalt. Försök igen; webbläsaren måste tillåta kakor.",
	"Too many log-ins have failed. Try again in %d s.":                       "För många inloggningar har misslyckats. Försök igen om %d s.",
	"There is no such user, or the password is another one.":                 "Användaren finns inte, eller så är lösenordet ett annat.",
	"Nobody can log in now. The operator's log says why.":                    "Ingen kan logga in just nu. Driftens logg säger varför.",
	"There is no such page.":                                                 "Sidan finns inte.",
	"Your account may not see this page.":                                    "Ditt konto får inte se den här sidan.",
	"The form was too old. Go back, load the page again, and try once more.": "Formuläret var för gammalt. Gå tillbaka, ladda om sidan och försök en gång till.",
	"This cannot be shown now. The operator's log says why.":                 "Det går inte att visa just nu. Driftens logg säger varför.",
	"There is no such figure.":                                               "Siffran finns inte.",
	"That did not work":                                                      "Det gick inte",
	"Skip to the content":                                                    "Till innehållet",
	"Menu":                                                                   "Meny",
	"Reports":                                                                "Rapporter",
	"Indicators":                                                             "Indikatorer",
	"Deliveries":                                                             "Leveranser",
	"Runs":                                                                   "Körningar",
	"Rejects":                                                                "Avvisat",
	"There are no reports: put definitions into the folder reports.":           "Det finns inga rapporter: lägg definitioner i mappen reports.",
	"The time cannot be read. Write it as 2023-12-01T09:00.":                   "Tiden går inte att läsa. Skriv den som 2023-12-01T09:00.",
	"There are no figures for that report, period and time. Pick another one.": "Det finns inga uppgifter för den rapporten, perioden och tidpunkten. Välj en annan.",
	"Report":   "Rapport",
	"Period":   "Period",
	"As of":    "Enligt läget",
	"Show":     "Visa",
	"Download": "Ladda ner",
	"Nothing has been delivered that this report could show.": "Inget har levererats som rapporten kan visa.",
	"Current figures, also of a closed month":                 "Aktuella siffror, även för en stängd månad",
	"Back to the report":                                      "Tillbaka till rapporten",
	"Window":                                                  "Fönster",
	"Scenario":                                                "Scenario",
	"Part":                                                    "Del",
	"Numerator":                                               "Täljare",
	"Denominator":                                             "Nämnare",
	"Months delivered":                                        "Levererade månader",
	"%d of %d":                                                "%d av %d",
	"row %d":                                                  "rad %d",
	"As published at":                                         "Som publicerad",
	"What the figure is made of":                              "Vad siffran består av",
	"Formula":                                                 "Formel",
	"Cut by rounding":                                         "Bortavrundat",
	"Which deliveries and cells a sum is made of is shown to auditors.": "Vilka leveranser och celler en summa består av visas för granskare.",
	"Sheet":  "Blad",
	"Cell":   "Cell",
	"Key":    "Nyckel",
	"Amount": "Belopp",
	"loaded": "laddad",
	"Several deliveries that are not told apart": "Flera leveranser som inte skiljs åt",
	"contributions":          "bidrag",
	"The largest; left out:": "De största; utelämnade:",
	"Rows of single persons are shown to admins only.":                                                      "Rader om enskilda personer visas bara för administratörer.",
	"Nothing of this file would be refused any more: run the job to take it in.":                            "Inget i filen skulle avvisas längre: kör jobbet för att läsa in den.",
	"The file is not shown: it is not known which of its columns are private. The operator's log says why.": "Filen visas inte: det är inte känt vilka kolumner som är privata. Driftens logg säger varför.",
	"private":                             "privat",
	"Year":                                "År",
	"Source":                              "Källa",
	"delivered":                           "levererad",
	"came late":                           "kom sent",
	"late":                                "sen",
	"held":                                "väntar, månaden var stängd",
	"expected":                            "väntas",
	"%d rows refused":                     "%d rader avvisade",
	"month closed":                        "månaden stängd",
	"Nothing has been delivered.":         "Inget har levererats.",
	"Under way":                           "Pågår",
	"files done":                          "filer klara",
	"rows read":                           "rader lästa",
	"Log":                                 "Logg",
	"Run a job":                           "Kör ett jobb",
	"Job":                                 "Jobb",
	"Run":                                 "Kör",
	"History":                             "Historik",
	"When":                                "När",
	"Trigger":                             "Anledning",
	"Outcome":                             "Utfall",
	"Files":                               "Filer",
	"Records":                             "Poster",
	"Refused":                             "Avvisade",
	"Time":                                "Tid",
	"Message":                             "Meddelande",
	"The job is under way already.":       "Jobbet pågår redan.",
	"Nothing has run yet.":                "Inget har körts ännu.",
	"Nothing has been refused.":           "Inget har avvisats.",
	"Only the newest are shown.":          "Bara de nyaste visas.",
	"The workbook with the faults marked": "Arbetsboken med felen markerade",
	"refused as a whole":                  "avvisad i sin helhet",
	"Where":                               "Var",
	"Column":                              "Kolumn",
	"What is wrong":                       "Vad som är fel",
	"Found":                               "Fann",
	"Expected":                            "Väntade",
	"Month":                               "Månad",
	"The month":                           "Månaden",
	"Twelve months":                       "Tolv månader",
	"Unit":                                "Enhet",
	"The table below has the values.":     "Tabellen nedan har värdena.",
	"All indicators":                      "Alla indikatorer",
	"Backfill":                            "Återfyllning",
	"From month":                          "Från månad",
	"to month":                            "till månad",
	"Show what would be taken":            "Visa vad som skulle läsas",
	"Deliveries that would be taken, in this order. Those that are held already are not read again.": "Leveranser som skulle tas in, i den här ordningen. De som redan finns läses inte igen.",
	"To be read:":      "Att läsa:",
	"Months":           "Månader",
	"File":             "Fil",
	"Size":             "Storlek",
	"State":            "Läge",
	"held already":     "finns redan",
	"to be read":       "att läsa",
	"without a period": "utan period",
	"Take them":        "Läs in",
	"Back to the runs": "Tillbaka till körningarna",
	"There are no deliveries of these months.":                  "Det finns inga leveranser för de månaderna.",
	"Give the first and the last month as 2023-01 and 2023-11.": "Ange första och sista månad som 2023-01 och 2023-11.",
	"records":                 "poster",
	"Run another job":         "Kör ett annat jobb",
	"Stop following":          "Sluta följa",
	"Follow":                  "Följ",
	"rows refused":            "rader avvisade",
	"Held for a closed month": "Väntar för en stängd månad",
	"These came after the month was closed. They count once the month is reopened or restated.": "De kom efter att månaden stängdes. De räknas med när månaden öppnas igen eller räknas om.",
	"Refused as a whole": "Avvisade i sin helhet",
	"Nothing of these was taken in. What was delivered before still counts.": "Inget av dem togs in. Det som levererats tidigare gäller fortfarande.",
	// outcomes and triggers of runs, as the view run_history has them
	"unchanged": "oförändrad",
	"waiting":   "väntar",
	"partly":    "delvis laddad",
	"failed":    "misslyckades",
	"skipped":   "överhoppad",
	"demand":    "på begäran",
	"backfill":  "återfyllning",
	"schedule":  "enligt schema",
	"catch-up":  "i efterhand",
}
