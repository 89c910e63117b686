package feedback

import (
	"regexp"

	"nyckeltal/transform/record"
)

// vocabulary holds the texts by language.
var vocabulary = map[string]words{
	"en": {
		list:    "To mend (nyckeltal)",
		suffix:  "_to_mend",
		title:   "To mend in %s",
		how:     "Every marked cell has a comment that says what was expected. Mend the cells and send the workbook again under its own name, %s.",
		emptied: "Private columns are empty in this copy: mend your own workbook and send that one.",
		more:    "The first %d faults are listed; there are %d more, probably with the same cause.",
		columns: [...]string{"No", "Sheet", "Cell", "Column", "What is wrong", "What was expected", "What stands there"},
		want:    "Expected", found: "Found:",
		subject: "%s: %d cells to mend",
		body: "Hello,\n\nsome cells of your workbook could not be read. The copy attached, %s, shows which, and what was expected there.\n" +
			"Please mend them and send the workbook again.\n\nnyckeltal",
	},
	"sv": {
		list:    "Att rätta (nyckeltal)",
		suffix:  "_att_ratta",
		title:   "Att rätta i %s",
		how:     "Varje markerad cell har en kommentar som säger vad som väntades. Rätta cellerna och skicka arbetsboken igen under sitt eget namn, %s.",
		emptied: "Privata kolumner är tomma i den här kopian: rätta i er egen arbetsbok och skicka den.",
		more:    "De första %d felen visas; det finns %d till, troligen med samma orsak.",
		columns: [...]string{"Nr", "Blad", "Cell", "Kolumn", "Vad som är fel", "Vad som väntades", "Vad som står där"},
		want:    "Väntade", found: "Fann:",
		subject: "%s: %d celler att rätta",
		body: "Hej,\n\nnågra celler i er arbetsbok gick inte att läsa. Kopian som bifogas, %s, visar vilka, och vad som väntades där.\n" +
			"Rätta dem och skicka arbetsboken igen.\n\nnyckeltal",
		reasons: map[record.Reason]string{
			record.Missing:       "värde saknas",
			record.Malformed:     "felskrivet värde",
			record.Ambiguous:     "tvetydigt värde",
			record.UnknownCode:   "okänd kod",
			record.NotAllowed:    "värdet är inte tillåtet",
			record.ErrorCell:     "felvärde i cellen",
			record.OutsideScope:  "perioden hör inte till leveransen",
			record.DuplicateKey:  "dubblett",
			record.TooManyDigits: "för många decimaler",
			record.OutOfRange:    "värdet är utanför gränserna",
			record.CheckFailed:   "kontrollen godkänner inte värdet",
			record.NotComputed:   "värdet går inte att räkna ut",
			record.PersonNumber:  "personnummer",
		},
		phrases: swedish(
			`(.+) \(check (".+")\)`, `$1 (kontrollen %2)`,
			`values for which (.+) can be computed: (.+)`, `värden för vilka %1 går att räkna ut: %2`,
			`values for which (.+)`, `värden för vilka %1`,
			`at least (\S+) and at most (\S+)`, `minst %1 och högst %2`,
			`at least (\S+)`, `minst %1`,
			`at most (\S+)`, `högst %1`,
			`a text that matches (.+)`, `en text som följer mönstret %1`,
			`a value`, `ett värde`,
			`a number such as (.+)`, `ett tal som $1`,
			`a whole number such as (.+)`, `ett heltal som $1`,
			`a whole number`, `ett heltal`,
			`at most 1 decimal`, `högst 1 decimal`,
			`at most (\d+) decimals`, `högst $1 decimaler`,
			`a number of at most (\d+) digits before the decimal mark`, `ett tal med högst $1 siffror före decimaltecknet`,
			`a number of at most (\d+) digits`, `ett tal med högst $1 siffror`,
			`a date between (\d+) and (\d+)`, `ett datum mellan $1 och $2`,
			`a period between (\d+) and (\d+)`, `en period mellan $1 och $2`,
			`a date, not a time of day alone`, `ett datum, inte bara ett klockslag`,
			`(.+), and only one that fits`, `$1, som bara kan läsas på ett sätt`,
			`(.+); this is a number without a date format`, `$1; detta är ett tal utan datumformat`,
			`(.+); the mapping's format takes 00 and 13 with PP instead of MM`, `$1`,
			`(.+), or text as (.+)`, `$1, eller text som $2`,
			`a date cell`, `en datumcell`,
			`a date`, `ett datum`,
			`a date with time`, `datum med klockslag`,
			`a period written (.+)`, `en period skriven $1`,
			`a period as (.+)`, `en period som $1`,
			`a year such as (\d+)`, `ett årtal som $1`,
			`a year: in the heading, or by year under across in the mapping`, `ett årtal i rubriken`,
			`the same year in the heading and in the row or the file's name`, `samma år i rubriken som i raden eller filnamnet`,
			`a code: a text, or a whole number of at most 15 digits`, `en kod: en text eller ett heltal med högst 15 siffror`,
			`a code: a text or a whole number`, `en kod: en text eller ett heltal`,
			`a code of the dimension (.+); did you mean (.+)\? \(add it there, or correct the cell\)`,
			`en kod som finns i $1; menas $2? (lägg till den där eller rätta cellen)`,
			`a code of the dimension (.+) that is valid in (\d+); this one is valid until (\d+)`, `en kod som gäller $2 i $1; den här gällde till och med $3`,
			`a code of the dimension (.+) that is valid in (\d+); this one is valid from (\d+) on`, `en kod som gäller $2 i $1; den här gäller från och med $3`,
			`a code of the dimension (.+) that is valid in (\d+); this one is valid in other years only`, `en kod som gäller $2 i $1; den här gör det inte`,
			`a code of the dimension (.+), which says nothing of this one`, `en kod som finns i $1`,
			`a code of which the dimension (.+) says the (.+)`, `en kod vars $2 finns i $1`,
			`one (.+) of the code in the dimension (.+)`, `en kod med ett enda värde ($1) i $2`,
			`one of the (.+) of the code in the dimension (.+), which has several`, `en kod med ett enda värde ($1) i $2`,
			`a code of the dimension (.+) \(add it there, or correct the cell\)`, `en kod som finns i $1 (lägg till den där eller rätta cellen)`,
			`account`, `kontoplanen`, `organisation`, `ansvarsförteckningen`, `project`, `projektlistan`,
			`customer`, `kundlistan`, `service`, `tjänstelistan`, `indicator`, `indikatorlistan`,
			`a code and a text, such as (.+)`, `en kod och en text, som $1`,
			`a value under each of the headings (.+)`, `ett värde under var och en av rubrikerna $1`,
			`a text without personal identity numbers`, `en text utan personnummer`,
			`hours such as (.+) or (.+)`, `timmar som $1 eller $2`,
			`a length of time such as (.+)`, `en tidslängd som $1`,
			`a time of day`, `ett klockslag`,
			`TRUE or FALSE`, `SANT eller FALSKT`,
			`a result of (.+): division by zero`, `ett resultat av $1; nämnaren är noll`,
			`a result of (.+): it has more decimals than the column; .*`, `ett resultat av $1 med färre decimaler`,
			`a result of (.+): a value is missing; .*`, `ett resultat av $1; ett värde saknas`,
			`a result of (.+): (.+)`, `ett resultat av $1 ($2)`,
			`a text`, `en text`,
			`one of (.+)`, `något av $1`,
			`each (.+) once; row (\d+) of sheet (.+) has it too`, `varje värde bara en gång; rad $2 på blad $3 har det också`,
			`the period of the file's name, (.+)`, `filnamnets period, $1`,
			`the year of the file's name, (\d+)`, `filnamnets år, $1`,
			`a value, as the dataset needs (.+)`, `ett värde: kolumnen får inte vara tom`,
			`a personal identity number as YYYYMMDD-NNNN or YYMMDD-NNNN with a correct check digit`,
			`ett personnummer som ÅÅÅÅMMDD-NNNN eller ÅÅMMDD-NNNN med rätt kontrollsiffra`,
			`(.+) or (.+)`, `$1 eller $2`,
		),
	},
}

// swedish pairs English patterns, which must match the whole text, with what they are in Swedish.
func swedish(pairs ...string) []phrase {
	var phrases []phrase
	for i := 0; i < len(pairs); i += 2 {
		phrases = append(phrases, phrase{regexp.MustCompile(`^(?:` + pairs[i] + `)$`), pairs[i+1]})
	}
	return phrases
}
