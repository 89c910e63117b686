package handbook

import "strings"

// hours are the measures of payroll.
var hours = map[string]string{
	"payroll.scheduled_hours": "ordinary hours of staff paid by the month",
	"payroll.sick_hours":      "hours of sickness of staff paid by the month that has a schedule",
	"payroll.long_sick_hours": "of these, hours in absences of 60 days or more",
	"payroll.worked_hours":    "hours worked, all staff",
}

// tickets are the measures of tickets.
var tickets = map[string]string{
	"ticket.measured": "tickets with an agreed time that are resolved, or were due before the end of the month they were opened in",
	"ticket.met":      "tickets that were resolved in time",
}

// explain says what a measure counts, and in the records of which dataset.
func explain(measure string) (meaning, dataset string) {
	kind, name, _ := strings.Cut(measure, ".")
	switch kind {
	case "ledger":
		group, development := strings.CutSuffix(name, ".development")
		meaning = "kr on the accounts of the report group " + group + ", revenue negative and cost positive"
		if development {
			meaning += ", on projects of kind development"
		}
		return meaning, "ledger"
	case "volume":
		return "the count or stock of " + name, "volume"
	case "payroll":
		return hours[measure], "payroll"
	case "ticket":
		return tickets[measure], "ticket"
	}
	return "stated costs of services", "plan"
}

// additivities, frequencies and directions say what the words of the catalogue mean.
var (
	additivities = map[string]string{
		"sum":   "are summed",
		"ratio": "make the sum of numerators over the sum of denominators, never an average",
		"last":  "make the last month's figure",
	}
	frequencies = map[string]string{"month": "every month", "tertial": "every tertial", "year": "every year"}
	directions  = map[string]string{
		"higher":  "higher is better",
		"lower":   "lower is better",
		"neutral": "no direction is better, so it has no colour",
	}
)
