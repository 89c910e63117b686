package notice

// words are the texts of messages in one language.
type words struct {
	subject      string // how many troubles have begun, and how many are over
	begun, ended map[Topic]string
	failed       string // a job, its slot, the cause
	works        string // a job, the slot
	late, come   string // a job, the month; late: until when
	rejects      string // a job, the number of rows, the slot
	accepted     string // a job, the slot
	more         string // how many
	footer       string
	test         string
	testLine     string
	causes       map[Cause]string
}

// cause says why a run failed.
func (w *words) cause(c Cause) string {
	if text, known := w.causes[c]; known {
		return text
	}
	return w.causes[CauseOther]
}

// wordsOf returns the texts of a language, Swedish unless it is en.
func wordsOf(language string) *words {
	if language == "en" {
		return &english
	}
	return &swedish
}

var swedish = words{
	subject: "nya problem: %d, avklarade: %d",
	begun: map[Topic]string{
		Runs: "Misslyckade körningar", Deliveries: "Sena leveranser", Rejects: "Avvisade rader",
	},
	ended: map[Topic]string{
		Runs: "Fungerar igen", Deliveries: "Har kommit", Rejects: "Inga avvisade rader längre",
	},
	failed:   "%s, körningen %s: %s",
	works:    "%s, körningen %s",
	late:     "%s, %s, skulle ha kommit senast %s",
	come:     "%s, %s",
	rejects:  "%s: %d rader, körningen %s",
	accepted: "%s, körningen %s",
	more:     "och %d till",
	footer:   "Mer: nyckeltal runs, nyckeltal deliveries, nyckeltal rejects.",
	test:     "Provmeddelande",
	testLine: "Meddelanden från nyckeltal kommer fram hit.",
	causes: map[Cause]string{
		CauseSource:    "källan svarar inte eller nekar",
		CauseDelivery:  "en leverans avvisades",
		CauseDeadline:  "det tog för lång tid",
		CauseBefore:    "ett jobb som det kommer efter lyckades inte",
		CauseMissed:    "körningen missades medan ingenting gick",
		CauseWarehouse: "lagret svarar inte",
		CauseProgram:   "ett fel i programmet",
		CauseOther:     "ett fel",
	},
}

var english = words{
	subject: "new problems: %d, over: %d",
	begun: map[Topic]string{
		Runs: "Failed runs", Deliveries: "Late deliveries", Rejects: "Refused rows",
	},
	ended: map[Topic]string{
		Runs: "Works again", Deliveries: "Has come", Rejects: "No refused rows any more",
	},
	failed:   "%s, run of %s: %s",
	works:    "%s, run of %s",
	late:     "%s, %s, was due by %s",
	come:     "%s, %s",
	rejects:  "%s: %d rows, run of %s",
	accepted: "%s, run of %s",
	more:     "and %d more",
	footer:   "More: nyckeltal runs, nyckeltal deliveries, nyckeltal rejects.",
	test:     "Test message",
	testLine: "Notices of nyckeltal arrive here.",
	causes: map[Cause]string{
		CauseSource:    "the source does not answer, or refuses",
		CauseDelivery:  "a delivery was refused",
		CauseDeadline:  "it took too long",
		CauseBefore:    "a job that it comes after did not succeed",
		CauseMissed:    "it was missed while nothing ran",
		CauseWarehouse: "the warehouse does not answer",
		CauseProgram:   "a fault of the program",
		CauseOther:     "a fault",
	},
}
