-- What plans for services and for indicators are made of: a row per record of the newest version, with the place that it
-- came from. A plan for an indicator is the figure itself, the measure 'stated.<indicator>'.
CREATE OR REPLACE VIEW plan_contributions AS
SELECT
    if(p.kind = 'service', 'service.cost', concat('stated.', p.indicator)) AS measure, p.scenario AS scenario, p.span AS span,
    p.period AS period, p.organisation AS organisation, o.area AS area, '' AS branch, p.customer AS customer,
    p.service AS service, p.version AS version, toDecimal128(p.value, 4) AS value, toUInt64(1) AS records, 'plan' AS dataset,
    p.load_id AS load_id, p.origin AS origin, p.sheet AS sheet, p.row AS row, p.cell AS cell,
    if(p.kind = 'service', p.service, p.indicator) AS key
FROM current_plan AS p
LEFT JOIN organisation AS o ON p.organisation = o.organisation
WHERE p.kind != 'account'
COMMENT 'every stated value of services and indicators, with sheet and cell'
