package site

import (
	"net/url"
	"strconv"

	"nyckeltal/report/contribution"
	"nyckeltal/report/model"
)

// addressOf returns where a figure of a report is explained, as it is in the report that was asked for; empty when it is nowhere.
func (a asked) addressOf(s model.Source) string {
	v := a.query()
	v.Del("period")
	v.Set("of", a.period)
	v.Set("indicator", s.Indicator)
	v.Set("scenario", s.Scenario)
	if s.Window == "" { // a cost of a year
		v.Set("year", strconv.Itoa(s.Period.Year()))
		if s.Version != "" {
			v.Set("version", s.Version)
		}
	} else {
		v.Set("month", s.Period.String())
		v.Set("window", s.Window)
	}
	if s.Slice.Kind != "" && s.Slice.Kind != "total" {
		v.Set("kind", s.Slice.Kind)
		v.Set("slice", s.Slice.Name)
	}
	return "/figure?" + v.Encode()
}

// wayBack is the address of the report that the reader of a figure comes from; empty when there is none.
func (p *page) wayBack() string {
	r := p.request
	if r.FormValue("report") == "" {
		return ""
	}
	v := url.Values{"report": {r.FormValue("report")}, "period": {r.FormValue("of")}}
	for _, name := range []string{"for", "at", "current"} {
		if r.FormValue(name) != "" {
			v.Set(name, r.FormValue(name))
		}
	}
	return "/report?" + v.Encode()
}

// costs are the views of costs that a figure can be of.
const (
	costPerService  = "cost_per_service"
	costPerCustomer = "cost_per_customer"
)

// isCost tells whether a cost of a year is asked for, and no value of an indicator.
func (p *page) isCost() bool {
	name := p.request.FormValue("indicator")
	return p.request.FormValue("year") != "" && (name == costPerService || name == costPerCustomer)
}

// readCostKey reads the cost that is asked for.
func (p *page) readCostKey() (contribution.CostKey, error) {
	r := p.request
	year, err := strconv.Atoi(r.FormValue("year"))
	k := contribution.CostKey{
		Year: year, Service: r.FormValue("slice"), Customer: r.FormValue("customer"), Scenario: r.FormValue("scenario"), Version: r.FormValue("version"),
	}
	if err != nil || r.FormValue("kind") != "service" || (k.Customer != "") != (r.FormValue("indicator") == costPerCustomer) {
		return k, errNotFound
	}
	return k, nil
}
