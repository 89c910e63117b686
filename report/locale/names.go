package locale

var scenarios = map[string]Phrase{
	"actual": ActualScenario, "budget": BudgetScenario, "forecast": ForecastScenario, "target": TargetScenario,
}

var windows = map[string]Phrase{
	"month": MonthWindow, "ytd": YTDWindow, "r12": R12Window, "tertial": TertialWindow,
	"tertial_full": WholeTertialWindow, "year": YearWindow,
}

var sliceKinds = map[string]Phrase{
	"total": WholeSlice, "organisation": OrganisationHeading, "area": AreaHeading, "branch": BranchHeading,
	"branch_area": BranchAreaHeading, "customer": CustomerHeading, "service": ServiceHeading,
}

// Scenario returns what people call a scenario of the warehouse. One that is not known is returned as it is.
func (l *Locale) Scenario(name string) string { return l.named(scenarios, name) }

// Window returns what people call a window of the warehouse. One that is not known is returned as it is.
func (l *Locale) Window(name string) string { return l.named(windows, name) }

// SliceKind returns what people call a kind of slice. One that is not known is returned as it is.
func (l *Locale) SliceKind(name string) string { return l.named(sliceKinds, name) }

func (l *Locale) named(phrases map[string]Phrase, name string) string {
	if phrase, ok := phrases[name]; ok {
		return l.Text(phrase)
	}
	return name
}
