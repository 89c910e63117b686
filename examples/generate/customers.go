package main

// customer is a board or company of the city, or somebody outside it.
type customer struct {
	code, name, kind string
	size             int64 // roughly its employees, in tens
}

// The kinds of customers.
const (
	board    = "Nämnd"
	company  = "Bolag"
	external = "Extern"
)

// The counterparts that are no customers. Codes are text: the zeros in front count.
const (
	suppliers = "0900"
	employees = "0910"
	treasury  = "0920"
)

// customers are the boards and companies that buy services.
var customers = []customer{
	{"0110", "Kommunstyrelsen", board, 42},
	{"0115", "Nämnden för demokrati och medborgarservice", board, 24},
	{"0120", "Arkivnämnden", board, 6},
	{"0125", "Nämnden för inköp och upphandling", board, 16},
	{"0130", "Exploateringsnämnden", board, 38},
	{"0135", "Stadsbyggnadsnämnden", board, 55},
	{"0140", "Stadsmiljönämnden", board, 48},
	{"0145", "Stadsfastighetsnämnden", board, 110},
	{"0150", "Miljö- och klimatnämnden", board, 30},
	{"0155", "Kretslopp och vattennämnden", board, 62},
	{"0160", "Grundskolenämnden", board, 1120},
	{"0165", "Förskolenämnden", board, 840},
	{"0170", "Utbildningsnämnden", board, 330},
	{"0175", "Nämnden för arbetsmarknad och vuxenutbildning", board, 68},
	{"0180", "Socialnämnd Centrum", board, 92},
	{"0185", "Socialnämnd Hisingen", board, 98},
	{"0190", "Socialnämnd Nordost", board, 104},
	{"0195", "Socialnämnd Sydväst", board, 84},
	{"0200", "Äldre samt vård- och omsorgsnämnden", board, 1050},
	{"0205", "Nämnden för funktionsstöd", board, 620},
	{"0210", "Idrotts- och föreningsnämnden", board, 74},
	{"0215", "Kulturnämnden", board, 80},
	{"0220", "Överförmyndarnämnden", board, 8},
	{"0225", "Valnämnden", board, 2},
	{"0230", "Revisorskollegiet", board, 3},
	{"0410", "Göteborgs Stadshus AB", company, 3},
	{"0415", "Göteborg Energi AB", company, 108},
	{"0420", "Förvaltnings AB Framtiden", company, 96},
	{"0425", "Göteborgs Hamn AB", company, 15},
	{"0430", "Liseberg AB", company, 70},
	{"0435", "Got Event AB", company, 14},
	{"0440", "Higab AB", company, 12},
	{"0445", "Göteborgs Stads Parkering AB", company, 13},
	{"0450", "Göteborgs Spårvägar AB", company, 124},
	{"0455", "Business Region Göteborg AB", company, 9},
	{"0460", "Boplats Göteborg AB", company, 5},
	{"0465", "Göteborg & Co AB", company, 11},
	{"0470", "Renova AB", company, 79},
	{"0475", "Gryaab AB", company, 12},
	{"0480", "Göteborgs Stadsteater AB", company, 23},
	{"0485", "Älvstranden Utveckling AB", company, 9},
	{"0490", "Försäkrings AB Göta Lejon", company, 2},
}

// outsiders are the counterparts outside the city.
var outsiders = []customer{
	{suppliers, "Leverantörer utanför staden", external, 0},
	{employees, "Anställda", external, 0},
	{treasury, "Staten", external, 0},
}

// sizes returns the weights of the customers.
func sizes(list []customer) []int64 {
	weights := make([]int64, len(list))
	for i, c := range list {
		weights[i] = c.size
	}
	return weights
}

// boards returns the customers that are boards.
func boards() []customer {
	var list []customer
	for _, c := range customers {
		if c.kind == board {
			list = append(list, c)
		}
	}
	return list
}
