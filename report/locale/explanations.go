package locale

// The fixed texts of explanations and comparisons.
const (
	Numerator Phrase = lastOfReports + 1 + iota
	Denominator
	CostSide
	ShareSide
	CostPerService
	CostPerCustomer
	ActualScenario
	BudgetScenario
	ForecastScenario
	TargetScenario
	MonthWindow
	YTDWindow
	R12Window
	TertialWindow
	WholeTertialWindow
	YearWindow
	WholeSlice
	OrganisationHeading
	AreaHeading
	BranchHeading
	BranchAreaHeading
	CustomerHeading
	ServiceHeading
	NoFigure
	LacksMonths
	DivisorIsZero
	TargetOfMonth
	SharesIncomplete
	MeasureHeading
	FactorHeading
	ValueHeading
	ContributionHeading
	ContributionsHeading
	PeriodHeading
	KeyHeading
	WindowHeading
	ScenarioHeading
	SliceHeading
	ColumnHeading
	CommandHeading
	FigureHeading
	FigureSources
	FigureSourcesNote
	TwelveMonths
	SideHeading
	DeliveryHeading
	FileHeading
	SheetHeading
	CellHeading
	RowHeading
	JobHeading
	LoadedAt
	CountHeading
	SumHeading
	RestOfDecimals
	RestOfOre
	SeveralDeliveries
	NotRegistered
	RecordCount
	OneRecord
	AndMore
	AndMoreDeliveries
	NothingContributes
	UnchangedCells
	NothingDiffers
	OldHeading
	NewHeading
	Added
	Removed
	Changed

	// Last is the last phrase.
	Last = Changed
)

// both is a phrase in both languages.
type both struct{ swedish, english string }

var explanations = map[Phrase]both{
	Numerator:            {"Täljare", "Numerator"},
	Denominator:          {"Nämnare", "Denominator"},
	CostSide:             {"Kostnad", "Cost"},
	ShareSide:            {"Andel", "Share"},
	CostPerService:       {"Tjänstens kostnad för året, så som utföraren har uppgett den.", "What the service costs in the year, as its provider has stated it."},
	CostPerCustomer:      {"Kundens del av tjänstens kostnad, efter årets fördelningsnycklar.", "The customer's part of the service's cost, by the allocation keys of the year."},
	ActualScenario:       {"Utfall", "Actual"},
	BudgetScenario:       {"Budget", "Budget"},
	ForecastScenario:     {"Prognos", "Forecast"},
	TargetScenario:       {"Mål", "Target"},
	MonthWindow:          {"månaden", "the month"},
	YTDWindow:            {"ackumulerat", "year to date"},
	R12Window:            {"rullande tolv månader", "rolling twelve months"},
	TertialWindow:        {"tertialet hittills", "tertial to date"},
	WholeTertialWindow:   {"hela tertialet", "whole tertial"},
	YearWindow:           {"helåret", "whole year"},
	WholeSlice:           {"hela organisationen", "the whole organisation"},
	OrganisationHeading:  {"Ansvar", "Unit"},
	AreaHeading:          {"Område", "Area"},
	BranchHeading:        {"Inriktning", "Branch"},
	BranchAreaHeading:    {"Inriktning/område", "Branch/area"},
	CustomerHeading:      {"Kund", "Customer"},
	ServiceHeading:       {"Tjänst", "Service"},
	NoFigure:             {"inget värde", "no value"},
	LacksMonths:          {"%d av %d månader är levererade", "%d of %d months have been delivered"},
	DivisorIsZero:        {"nämnaren är 0", "the denominator is 0"},
	TargetOfMonth:        {"månadens mål säger inget om en längre tid", "a month's target says nothing about a longer time"},
	SharesIncomplete:     {"tjänstens andelar summerar inte till 1", "the shares of the service do not sum to 1"},
	MeasureHeading:       {"Mått", "Measure"},
	FactorHeading:        {"Faktor", "Factor"},
	ValueHeading:         {"Värde", "Value"},
	ContributionHeading:  {"Bidrag", "Contribution"},
	ContributionsHeading: {"Bidrag", "Contributions"},
	PeriodHeading:        {"Period", "Period"},
	KeyHeading:           {"Nyckel", "Key"},
	WindowHeading:        {"Tid", "Window"},
	ScenarioHeading:      {"Scenario", "Scenario"},
	SliceHeading:         {"Del av organisationen", "Part of the organisation"},
	ColumnHeading:        {"Kolumn", "Column"},
	CommandHeading:       {"Kommando", "Command"},
	FigureHeading:        {"Siffra", "Figure"},
	FigureSources:        {"Härledning", "Sources"},
	FigureSourcesNote:    {"Rapportens siffror leder hit. Kommandot visar de levererade cellerna bakom siffran.", "The report's figures lead here. The command shows the delivered cells behind the figure."},
	TwelveMonths:         {"Tolv månader", "Twelve months"},
	SideHeading:          {"Del", "Part"},
	DeliveryHeading:      {"Leverans", "Delivery"},
	FileHeading:          {"Fil", "File"},
	SheetHeading:         {"Blad", "Sheet"},
	CellHeading:          {"Cell", "Cell"},
	RowHeading:           {"Rad", "Row"},
	JobHeading:           {"Jobb", "Job"},
	LoadedAt:             {"Inläst", "Loaded"},
	CountHeading:         {"Antal", "Count"},
	SumHeading:           {"Summa", "Sum"},
	RestOfDecimals:       {"Avrundning till tio decimaler", "Rounding to ten decimals"},
	RestOfOre:            {"Öresutjämning (största rest)", "Rounding to öre (largest remainder)"},
	SeveralDeliveries:    {"Flera leveranser, som inte särskils (små grupper)", "Several deliveries, not told apart (small groups)"},
	NotRegistered:        {"leverans som inte finns kvar i registret", "delivery that the registry no longer has"},
	RecordCount:          {"%s poster", "%s records"},
	OneRecord:            {"1 post", "1 record"},
	AndMore:              {"… och %s till: --all", "… and %s more: --all"},
	AndMoreDeliveries:    {"… och %s leveranser till: --all", "… and %s more deliveries: --all"},
	NothingContributes:   {"Inget bidrar.", "Nothing contributes."},
	UnchangedCells:       {"Inga celler skiljer; nyckeltalets definition gör det.", "No cells differ; the indicator's definition does."},
	NothingDiffers:       {"Inget skiljer.", "Nothing differs."},
	OldHeading:           {"Före", "Before"},
	NewHeading:           {"Efter", "After"},
	Added:                {"tillkommit", "added"},
	Removed:              {"bortfallit", "removed"},
	Changed:              {"ändrats", "changed"},
}
