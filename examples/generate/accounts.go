package main

// group is a kind of posting that the reports tell apart.
type group int

const (
	revenue group = iota
	personnel
	consultants
	itServices
	otherCosts
	groupCount
)

// account is a row of the chart of accounts.
type account struct {
	code, name string
	reports    string // the report groups, as finance writes them
	from, to   int    // years; 0 is open
	weight     int64  // how much of its group's postings it takes
}

// valid tells whether the account belongs to its group in the year.
func (a account) valid(year int) bool {
	return (a.from == 0 || year >= a.from) && (a.to == 0 || year <= a.to)
}

// The report groups of accounts.
const (
	reportRevenue     = "intakter, resultat"
	reportPersonnel   = "kostnader, personal, resultat"
	reportConsultants = "kostnader, konsult, resultat"
	reportIT          = "kostnader, it, resultat"
	reportOther       = "kostnader, resultat"
)

// accounts is the chart of the income statement by group. Account 7475 changes its report group with the year 2023.
var accounts = [groupCount][]account{
	revenue: {
		{"3110", "Försäljning av tjänster, inom kommunen", reportRevenue, 0, 0, 62},
		{"3120", "Försäljning av tjänster, kommunala bolag", reportRevenue, 0, 0, 14},
		{"3190", "Försäljning av tjänster, externa", reportRevenue, 0, 0, 1},
		{"3410", "Hyror och leasing av datorer", reportRevenue, 0, 0, 15},
		{"3510", "Bidrag från staten", reportRevenue, 0, 0, 1},
		{"3890", "Kommunbidrag", reportRevenue, 0, 0, 7},
	},
	personnel: {
		{"5011", "Löner, månadsavlönade", reportPersonnel, 0, 0, 58},
		{"5021", "Löner, timavlönade", reportPersonnel, 0, 0, 2},
		{"5051", "Semesterlön", reportPersonnel, 0, 0, 7},
		{"5081", "Sjuklön", reportPersonnel, 0, 0, 2},
		{"5510", "Kostnadsersättningar", reportPersonnel, 0, 0, 1},
		{"5610", "Arbetsgivaravgifter", reportPersonnel, 0, 0, 22},
		{"5710", "Pensionskostnader", reportPersonnel, 0, 0, 8},
	},
	consultants: {
		{"7459", "Konsulttjänster", reportConsultants, 0, 0, 71},
		{"7499", "Övriga köpta tjänster", reportConsultants, 0, 0, 29},
	},
	itServices: {
		{"6451", "IT-tjänster, drift", reportIT, 0, 0, 38},
		{"6452", "IT-tjänster, datakommunikation", reportIT, 0, 0, 12},
		{"6461", "IT-program och licenser", reportIT, 0, 0, 34},
		{"6462", "Molntjänster, prenumeration", reportIT, 0, 0, 11},
		{"7475", "Serviceavtal för system", reportIT, 2023, 0, 5},
	},
	otherCosts: {
		{"4110", "Inköp av varor för vidareförsäljning", reportOther, 0, 0, 6},
		{"6010", "Lokalhyror", reportOther, 0, 0, 18},
		{"6210", "Leasing av datorer", reportOther, 0, 0, 29},
		{"6410", "Förbrukningsinventarier", reportOther, 0, 0, 8},
		{"6810", "Telefoni", reportOther, 0, 0, 9},
		{"6850", "Porto och distribution", reportOther, 0, 0, 4},
		{"7010", "Resor och logi", reportOther, 0, 0, 2},
		{"7320", "Kurser och konferenser", reportOther, 0, 0, 3},
		{"7475", "Serviceavtal för system", reportOther, 0, 2022, 5},
		{"7910", "Avskrivningar", reportOther, 0, 0, 18},
		{"8510", "Räntekostnader", reportOther, 0, 0, 1},
	},
}

// The balance accounts that vouchers are settled on.
const (
	equipment   = "1210"
	receivables = "1510"
	bank        = "1910"
	equity      = "2010"
	payables    = "2440"
	vat         = "2650"
	payrollTax  = "2710"
	accruals    = "2990"
)

// balanceAccounts have no report group: their postings are no result.
var balanceAccounts = []account{
	{code: equipment, name: "Maskiner och inventarier"},
	{code: receivables, name: "Kundfordringar"},
	{code: bank, name: "Koncernkonto"},
	{code: equity, name: "Eget kapital"},
	{code: payables, name: "Leverantörsskulder"},
	{code: vat, name: "Mervärdesskatt"},
	{code: payrollTax, name: "Personalens skatter och avgifter"},
	{code: accruals, name: "Upplupna kostnader och förutbetalda intäkter"},
}

// groupAccounts returns the accounts of a group in a year, with their weights.
func groupAccounts(g group, year int) (list []account, weights []int64) {
	for _, a := range accounts[g] {
		if a.valid(year) {
			list = append(list, a)
			weights = append(weights, a.weight)
		}
	}
	return list, weights
}
