-- The measures as the published records give them now: numerators and denominators per indicator, month, scenario and
-- dimension. A plan for an indicator is stated in the indicator's own unit (stated = 1) and has no denominator. This is
-- computed from the records each time; at the end of every run its rows are published as the view measures.
CREATE OR REPLACE VIEW current_measures AS
SELECT
    t.indicator AS indicator,
    f.period AS period,
    f.scenario AS scenario,
    f.span AS span,
    f.organisation AS organisation,
    f.area AS area,
    f.branch AS branch,
    f.customer AS customer,
    f.service AS service,
    toDecimal128(sumIf(f.value * t.factor, t.side = 'numerator'), 10) AS numerator,
    toDecimal128(sumIf(f.value * t.factor, t.side = 'denominator'), 10) AS denominator,
    toUInt8(0) AS stated
FROM fact_measures AS f
INNER JOIN indicator_terms AS t ON f.measure = t.measure
WHERE (t.area = '' OR t.area = f.area) AND (t.service = '' OR t.service = f.service)
GROUP BY indicator, period, scenario, span, organisation, area, branch, customer, service
UNION ALL
SELECT
    p.indicator, p.period, p.scenario, p.span, p.organisation, o.area, '', p.customer, p.service,
    toDecimal128(p.value, 10), toDecimal128(0, 10), 1
FROM current_plan AS p
LEFT JOIN organisation AS o ON p.organisation = o.organisation
WHERE p.kind = 'indicator' AND p.indicator IN (SELECT indicator FROM indicators)
COMMENT 'the measures, computed from the records'
