-- What the measures of accounts are made of: ledger_measures, but a row per posting and planned amount, with the place that
-- it came from. The measure 'ledger.', which adds nothing, is left out.
CREATE OR REPLACE VIEW ledger_contributions AS
WITH
    amounts AS
    (
        SELECT
            'actual' AS scenario, 'month' AS span, period, account, organisation, project, '' AS customer, service,
            toDecimal128(amount, 4) AS value, '' AS version, 'ledger' AS dataset, load_id, origin, sheet, row, cell,
            concat(account, '/', voucher) AS key, toInt32(intDiv(period, 100)) AS year
        FROM ledger
        WHERE period % 100 > 0
        UNION ALL
        SELECT
            scenario, span, period, account, organisation, project, customer, service,
            toDecimal128(value, 4), version, 'plan', load_id, origin, sheet, row, cell,
            account, toInt32(intDiv(period, 100))
        FROM current_plan
        WHERE kind = 'account'
    )
SELECT
    measure, scenario, span, period, organisation, area, branch, customer, service, version, value, toUInt64(1) AS records,
    dataset, load_id, origin, sheet, row, cell, key
FROM
(
    SELECT
        a.scenario AS scenario, a.span AS span, a.period AS period, a.organisation AS organisation, o.area AS area,
        a.customer AS customer, a.service AS service, a.version AS version, a.value AS value, a.dataset AS dataset,
        a.load_id AS load_id, a.origin AS origin, a.sheet AS sheet, a.row AS row, a.cell AS cell, a.key AS key,
        if(p.kind = 'development', 'development', 'administration') AS branch,
        arrayMap(g -> concat('ledger.', g), if(a.year <= c.last_year, c.groups, [])) AS grouped
    FROM amounts AS a
    ASOF LEFT JOIN
    (
        SELECT account, groups, ifNull(valid_from, 0) AS first_year, ifNull(valid_to, 9999) AS last_year FROM account
    ) AS c ON a.account = c.account AND a.year >= c.first_year
    LEFT JOIN project AS p ON a.project = p.project
    LEFT JOIN organisation AS o ON a.organisation = o.organisation
)
ARRAY JOIN arrayConcat(
    grouped,
    if(branch = 'development', arrayMap(g -> concat(g, '.development'), grouped), [])) AS measure
COMMENT 'every posting and planned amount behind the measures of accounts, with sheet and cell'
