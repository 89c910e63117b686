-- Measures of accounts, from postings and from plans alike: ledger.<group> for every report group of the account, the
-- same with .development for projects of that kind, and 'ledger.' with the value 0 for the presence of the month.
-- Opening balances (period 00) are no result and are left out.
CREATE OR REPLACE VIEW ledger_measures AS
WITH amounts AS
(
    SELECT
        'actual' AS scenario, 'month' AS span, period, account, organisation, project, service, '' AS customer,
        toDecimal128(sum(amount), 4) AS value
    FROM ledger
    WHERE period % 100 > 0
    GROUP BY period, account, organisation, project, service
    UNION ALL
    SELECT scenario, span, period, account, organisation, project, service, customer, sum(value) AS value
    FROM current_plan
    WHERE kind = 'account'
    GROUP BY scenario, span, period, account, organisation, project, service, customer
)
SELECT
    scenario,
    span,
    period,
    organisation,
    if(development, 'development', 'administration') AS branch,
    customer,
    service,
    measure,
    if(measure = 'ledger.', 0, value) AS value
FROM
(
    SELECT
        a.scenario AS scenario, a.span AS span, a.period AS period, a.organisation AS organisation,
        a.customer AS customer, a.service AS service, a.value AS value,
        p.kind = 'development' AS development,
        arrayMap(g -> concat('ledger.', g), if(intDiv(a.period, 100) <= c.last_year, c.groups, [])) AS grouped
    FROM
    (
        SELECT *, toInt32(intDiv(period, 100)) AS year FROM amounts
    ) AS a
    ASOF LEFT JOIN
    (
        SELECT account, groups, ifNull(valid_from, 0) AS first_year, ifNull(valid_to, 9999) AS last_year FROM account
    ) AS c ON a.account = c.account AND a.year >= c.first_year
    LEFT JOIN project AS p ON a.project = p.project
)
ARRAY JOIN arrayConcat(
    ['ledger.'],
    grouped,
    if(development, arrayMap(g -> concat(g, '.development'), grouped), [])) AS measure
COMMENT 'measures of accounts: amounts in kr per report group, actual and planned'
