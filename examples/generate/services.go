package main

// The services that unit costs are computed for.
const (
	payrollService     = "T210"
	payablesService    = "T110"
	receivablesService = "T120"
	ticketService      = "T610"
)

// The organisations that deliver services.
const (
	intraservice = "Intraservice"
	democracy    = "Demokrati och medborgarservice"
)

// service is something that is delivered and paid for.
type service struct{ code, name, provider, kind string }

// baseServices are the base services of Demokrati och medborgarservice.
var baseServices = []service{
	{"B101", "Demokratistärkande metoder och verktyg", democracy, "Bastjänst"},
	{"B102", "Extern service och kommunikation", democracy, "Bastjänst"},
	{"B103", "Göteborgs Stads kontaktcenter", democracy, "Bastjänst"},
	{"B104", "Öppna data", democracy, "Bastjänst"},
}

// ownServices are the services of Intraservice.
var ownServices = []service{
	{payablesService, "Leverantörsfakturor", intraservice, "Bastjänst"},
	{receivablesService, "Kundfakturor", intraservice, "Bastjänst"},
	{"T130", "Operativt inköp", intraservice, "Tilläggstjänst"},
	{payrollService, "Lön", intraservice, "Bastjänst"},
	{"T220", "Rekrytering", intraservice, "Tilläggstjänst"},
	{"T410", "Arbetsplats", intraservice, "Bastjänst"},
	{"T420", "Lagring", intraservice, "Bastjänst"},
	{"T430", "Telefoni", intraservice, "Bastjänst"},
	{"T440", "Nät och infrastruktur", intraservice, "Bastjänst"},
	{"T450", "Utveckling av integrationer", intraservice, "Specialisttjänst"},
	{ticketService, "Servicecenter", intraservice, "Bastjänst"},
}
