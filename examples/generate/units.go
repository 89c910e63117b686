package main

import "fmt"

// branch tells running the services from developing them.
type branch int

const (
	administration branch = iota
	development
	branchCount
)

// branchNames are the branches as the report prints them.
var branchNames = [branchCount]string{"förvaltning", "utveckling"}

// area is a part of the organisation that the report prints a result for.
type area int

const (
	economy area = iota
	humanResources
	leadership
	infrastructure
	steering
	customerService
	assignments
	areaCount
)

// areaNames are the areas as the report prints them.
var areaNames = [areaCount]string{
	"Gemensamma tjänster - Ekonomi",
	"Gemensamma tjänster - HR",
	"Gemensamma tjänster - Kommunikation, ledning/styrning",
	"Digital infrastruktur",
	"Avdelningen styr och stöd",
	"Avdelningen Kund och service",
	"Avdelningen Uppdrag",
}

// developing tells whether the area has development projects.
func (a area) developing() bool { return a <= infrastructure }

// activity is the code of the area's activity (Verksamhet).
func (a area) activity() string { return fmt.Sprintf("%d", 9210+10*int(a)) }

// unit is a responsible unit (Ansvar).
type unit struct {
	code, name string
	service    string // the service that its costs belong to, if it is one
}

// units are the responsible units by area.
var units = [areaCount][]unit{
	economy: {
		{"610110", "Leverantörsreskontra", payablesService},
		{"610120", "Kundreskontra", receivablesService},
		{"610130", "Redovisning", ""},
		{"610140", "Operativt inköp", ""},
		{"610150", "Systemförvaltning ekonomi", ""},
	},
	humanResources: {
		{"610210", "Löneservice", payrollService},
		{"610220", "Pension och försäkring", ""},
		{"610230", "Rekrytering", ""},
		{"610240", "Systemförvaltning HR", ""},
	},
	leadership: {
		{"610310", "Digitala kanaler", ""},
		{"610320", "Ledningssystem och beslutsstöd", ""},
		{"610330", "Dokument- och ärendehantering", ""},
	},
	infrastructure: {
		{"620110", "Arbetsplats", ""},
		{"620120", "Nät och kommunikation", ""},
		{"620130", "Lagring och plattformar", ""},
		{"620140", "Informationssäkerhet", ""},
		{"620150", "Telefoni", ""},
	},
	steering: {
		{"630110", "Ekonomistyrning", ""},
		{"630120", "Personalstöd", ""},
		{"630130", "Kommunikation", ""},
		{"630140", "Arkiv och registratur", ""},
	},
	customerService: {
		{"640110", "Servicecenter", ticketService},
		{"640120", "Kundrelationer", ""},
		{"640130", "Leveranssamordning", ""},
	},
	assignments: {
		{"650110", "Uppdragsledning", ""},
		{"650120", "Portföljkontor", ""},
	},
}

// balanceUnit is the unit that balance accounts are posted on.
var balanceUnit = units[steering][0]

// project is a project that postings may stand on.
type project struct {
	code, name string
	branch     branch
}

// projects are the projects by area. Most postings of the administration stand on none.
var projects = [areaCount][]project{
	economy: {
		{"10110", "Förvaltning ekonomisystem", administration},
		{"20110", "Gemensamma tjänster inom ekonomi och operativt inköp", development},
		{"20120", "Ny e-handelslösning", development},
	},
	humanResources: {
		{"10210", "Förvaltning personalsystem", administration},
		{"20210", "Nytt rekryteringssystem", development},
		{"20220", "Självservice för chefer", development},
	},
	leadership: {
		{"10310", "Förvaltning intranät", administration},
		{"20310", "Digitala navet", development},
		{"20320", "Politisk ärendehantering", development},
	},
	infrastructure: {
		{"10410", "Förvaltning nät och plattformar", administration},
		{"20410", "Upphandla och införa helhetslösning telefoni", development},
		{"20420", "Införande av city information platform/IoT", development},
	},
	steering:        {{"10510", "Förvaltning ledningssystem", administration}},
	customerService: {{"10610", "Förvaltning ärendesystem", administration}},
	assignments:     {{"10710", "Förvaltning portföljverktyg", administration}},
}

// ofBranch returns the area's projects of one branch.
func (a area) ofBranch(b branch) []project {
	var list []project
	for _, p := range projects[a] {
		if p.branch == b {
			list = append(list, p)
		}
	}
	return list
}
