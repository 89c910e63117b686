package definition

func (c *checker) chart(path string, ch *Chart) {
	c.unique(path+".id", ch.ID, "block")
	c.text(path+".caption", ch.Caption, true)
	c.oneOf(path+".kind", ch.Kind, chartKinds)
	c.oneOf(path+".target", ch.Target, []string{"", "target", "budget"})
	c.oneOf(path+".window", ch.Window, append([]string{""}, windows...))
	c.decimals(path+".decimals", ch.Decimals)
	if ch.Window != "" && ch.Kind != "budget" {
		c.add(path+".window", "only charts of the kind budget have a window")
	}
	if ch.Kind == "shares" {
		c.shares(path, ch)
		return
	}
	if len(ch.Indicators) == 0 {
		c.add(path, "the chart names no indicators")
	}
	if ch.Scenario != "" || ch.Shift != 0 || ch.Version != "" {
		c.add(path, "only charts of the kind shares have scenario, shift and version")
	}
}

// shares checks a chart of the services' costs and their customers.
func (c *checker) shares(path string, ch *Chart) {
	c.oneOf(path+".scenario", ch.Scenario, scenarios)
	if ch.Unit != nil {
		c.oneOf(path+".unit", *ch.Unit, moneyUnits)
	}
	if len(ch.Indicators) > 0 || ch.Target != "" {
		c.add(path, "a chart of the kind shares is drawn from the costs of the services: it has neither indicators nor target")
	}
}
