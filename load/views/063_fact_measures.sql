-- Every measure of every dataset in one long table: what was measured, when, for whom, and how much.
CREATE OR REPLACE VIEW fact_measures AS
SELECT f.*, if(f.known_area != '', f.known_area, o.area) AS area
FROM
(
    SELECT measure, scenario, span, period, organisation, '' AS known_area, branch, customer, service, value
    FROM ledger_measures
    UNION ALL
    SELECT measure, 'actual', 'month', period, '', area, '', '', '', value
    FROM payroll_measures
    UNION ALL
    SELECT concat('volume.', item), 'actual', 'month', period, '', '', '', customer, service, toDecimal128(quantity, 4)
    FROM volume
    UNION ALL
    SELECT measure, 'actual', 'month', period, '', '', '', customer, service, value
    FROM ticket_measures
    UNION ALL
    SELECT 'service.cost', scenario, span, period, organisation, '', '', customer, service, toDecimal128(value, 4)
    FROM current_plan
    WHERE kind = 'service'
) AS f
LEFT JOIN organisation AS o ON f.organisation = o.organisation
COMMENT 'measures of all datasets, in long form'
