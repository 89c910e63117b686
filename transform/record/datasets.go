package record

// Datasets lists every dataset of the warehouse: the facts first, then the dimensions. The tables in
// load/migrations have these columns, in this order, after the lineage.
func Datasets() []*Dataset { return datasets }

// Find returns the dataset with the name, or nil.
func Find(name string) *Dataset {
	for _, d := range datasets {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// Columns that several datasets share.
var (
	periodColumn       = Column{Name: "period", Type: Period, Required: true, Comment: "the month as YYYYMM"}
	organisationColumn = Column{Name: "organisation", Type: Code, Lookup: "organisation", Comment: "the responsible unit (Ansvar)"}
	projectColumn      = Column{Name: "project", Type: Code, Lookup: "project", Comment: "the project, if any"}
	serviceColumn      = Column{Name: "service", Type: Code, Lookup: "service", Comment: "the service that the row belongs to"}
	customerColumn     = Column{Name: "customer", Type: Code, Lookup: "customer", Comment: "the customer: a board or company of the city"}
)

func required(c Column) Column {
	c.Required = true
	return c
}

func amount(name, comment string) Column {
	return Column{Name: name, Type: Decimal, Scale: 2, Comment: comment}
}

var datasets = []*Dataset{
	{
		Name:    "ledger",
		Comment: "postings of the general ledger, in kr with the ledger's sign: revenue negative, cost positive",
		Columns: []Column{
			periodColumn,
			{Name: "account", Type: Code, Required: true, Lookup: "account", Comment: "the account (Konto)"},
			required(organisationColumn),
			projectColumn,
			{Name: "activity", Type: Code, Comment: "the activity code"},
			serviceColumn,
			{Name: "counterpart", Type: Code, Lookup: "customer", Comment: "the counterpart (Motpart), for internal elimination"},
			{Name: "voucher", Type: Code, Comment: "the voucher number"},
			{Name: "posted_on", Type: Date, Comment: "the posting date"},
			required(amount("amount", "kr, revenue negative and cost positive")),
		},
		Control: []string{"amount"},
		Figure:  "amount",
	},
	{
		Name:    "payroll",
		Comment: "hours per person and month; the person is a keyed pseudonym",
		Columns: []Column{
			periodColumn,
			{Name: "person", Type: Person, Required: true, Comment: "keyed pseudonym of the personal identity number"},
			required(organisationColumn),
			{Name: "employment", Type: Code, Required: true, Allowed: []string{"monthly", "hourly"}, Comment: "monthly or hourly paid"},
			{Name: "sex", Type: Code, Allowed: []string{"female", "male"}, Comment: "from the personal identity number"},
			{Name: "age_group", Type: Code, Allowed: []string{"-29", "30-49", "50-"}, Comment: "age at the end of the period, from the personal identity number"},
			amount("scheduled_hours", "ordinary scheduled hours; NULL for staff without a schedule"),
			required(amount("worked_hours", "hours worked")),
			amount("sick_hours", "hours of sickness absence"),
			amount("long_sick_hours", "of these, hours in absences of 60 days or more"),
		},
		Control: []string{"worked_hours", "sick_hours"},
	},
	{
		Name:    "volume",
		Comment: "counted volumes and stocks per customer and month",
		Columns: []Column{
			periodColumn,
			{Name: "item", Type: Code, Required: true, Comment: "what is counted"},
			serviceColumn,
			customerColumn,
			{Name: "quantity", Type: Decimal, Scale: 4, Required: true, Comment: "the count or the stock"},
		},
		Control: []string{"quantity"},
		Figure:  "quantity",
	},
	{
		Name:    "ticket",
		Comment: "service tickets with their agreed and real times",
		Columns: []Column{
			periodColumn,
			{Name: "ticket", Type: Code, Required: true, Comment: "the ticket's number"},
			serviceColumn,
			customerColumn,
			{Name: "priority", Type: Code, Comment: "priority as agreed"},
			{Name: "opened_at", Type: DateTime, Required: true, Comment: "when the ticket was opened"},
			{Name: "due_at", Type: DateTime, Comment: "when it is due by the service level; NULL when none is agreed"},
			{Name: "resolved_at", Type: DateTime, Comment: "when it was resolved; NULL while it is open"},
		},
	},
	{
		Name:    "plan",
		Comment: "budgets, forecasts, targets, and actuals that come as statements instead of postings",
		Columns: []Column{
			periodColumn,
			{Name: "scenario", Type: Code, Required: true, Allowed: []string{"actual", "budget", "forecast", "target"}, Comment: "actual, budget, forecast or target"},
			{Name: "version", Type: Code, Comment: "the plan's version, as its owner names it"},
			{Name: "dated", Type: Date, Comment: "the day of the version; the newest of a scenario and year counts"},
			{Name: "span", Type: Code, Required: true, Allowed: []string{"month", "tertial", "year"}, Comment: "what the value covers: the month, the tertial ending with it, or the year (period YYYY-00)"},
			{Name: "indicator", Type: Code, Lookup: "indicator", Comment: "the indicator that the value is for; empty for accounts"},
			{Name: "account", Type: Code, Lookup: "account", Comment: "the account; empty for indicators and services"},
			organisationColumn,
			projectColumn,
			serviceColumn,
			customerColumn,
			{Name: "value", Type: Decimal, Scale: 4, Required: true, Comment: "kr with the ledger's sign for accounts and services, the indicator's unit for indicators"},
		},
		Control: []string{"value"},
		Figure:  "value",
	},
	{
		Name:    "allocation",
		Comment: "allocation keys: how a service's cost is shared among its customers in a year (period YYYY-00)",
		Columns: []Column{
			periodColumn,
			required(serviceColumn),
			required(customerColumn),
			{Name: "driver", Type: Code, Comment: "what the share is based on"},
			{Name: "share", Type: Decimal, Scale: 10, Required: true, Comment: "share of the cost; the shares of a service and year sum to 1"},
		},
		Control: []string{"share"},
		Figure:  "share",
	},
	{
		Name:    "status",
		Comment: "activities, assignments and projects with their status",
		Columns: []Column{
			periodColumn,
			{Name: "kind", Type: Code, Required: true, Allowed: []string{"activity", "assignment", "project"}, Comment: "activity, assignment or project"},
			{Name: "area", Type: Code, Comment: "the heading under which it is reported"},
			{Name: "position", Type: Int, Comment: "its place within the area"},
			{Name: "item", Type: Text, Required: true, Comment: "what it is"},
			{Name: "status", Type: Code, Required: true, Allowed: []string{"green", "yellow", "red", "ongoing", "done"}, Comment: "green, yellow, red, ongoing or done"},
			{Name: "cause", Type: Text, Comment: "why it is not green"},
			{Name: "action", Type: Text, Comment: "what is done about it"},
		},
	},
	{
		Name:    "account",
		Comment: "the chart of accounts with the report groups that finance owns, per span of years",
		Key:     []string{"account", "valid_from"},
		Columns: []Column{
			{Name: "account", Type: Code, Required: true, Comment: "the account"},
			{Name: "name", Type: Text, Required: true, Comment: "its name"},
			{Name: "groups", Type: Codes, Comment: "the report groups that its postings belong to"},
			{Name: "valid_from", Type: Int, Comment: "first year; NULL for always"},
			{Name: "valid_to", Type: Int, Comment: "last year; NULL for ever"},
		},
	},
	{
		Name:    "organisation",
		Comment: "responsible units and the areas that they report under",
		Key:     []string{"organisation"},
		Columns: []Column{
			{Name: "organisation", Type: Code, Required: true, Comment: "the unit"},
			{Name: "name", Type: Text, Required: true, Comment: "its name"},
			{Name: "area", Type: Code, Required: true, Comment: "the area that it reports under"},
			{Name: "position", Type: Int, Comment: "the area's place in reports"},
		},
	},
	{
		Name:    "project",
		Comment: "projects and whether they are administration or development",
		Key:     []string{"project"},
		Columns: []Column{
			{Name: "project", Type: Code, Required: true, Comment: "the project"},
			{Name: "name", Type: Text, Required: true, Comment: "its name"},
			{Name: "kind", Type: Code, Required: true, Allowed: []string{"administration", "development"}, Comment: "administration or development"},
		},
	},
	{
		Name:    "customer",
		Comment: "customers: the city's boards and companies",
		Key:     []string{"customer"},
		Columns: []Column{
			{Name: "customer", Type: Code, Required: true, Comment: "the customer"},
			{Name: "name", Type: Text, Required: true, Comment: "its name"},
			{Name: "kind", Type: Code, Comment: "board, company or external"},
		},
	},
	{
		Name:    "service",
		Comment: "services that are delivered and paid for",
		Key:     []string{"service"},
		Columns: []Column{
			{Name: "service", Type: Code, Required: true, Comment: "the service"},
			{Name: "name", Type: Text, Required: true, Comment: "its name"},
			{Name: "provider", Type: Text, Comment: "who delivers it"},
			{Name: "kind", Type: Code, Comment: "base, extra or special service"},
		},
	},
}
