-- What the measures are made of: fact_measures, but a row per record, with the place that it came from. The sums per
-- dimension are those of fact_measures; the measure 'ledger.' and tickets that do not count, which add nothing, are left
-- out. A plan for an indicator is the measure 'stated.<indicator>'.
-- Hours are private: they are summed per area, delivery and sheet, and no person or row is told. A month in which some
-- area, or some sheet's part of one, has at most 10 persons is not told apart by it, as in payroll_measures: area, or
-- load_id and sheet, are empty then.
CREATE OR REPLACE VIEW contributions AS
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
    ),
    grouped AS
    (
        SELECT
            a.scenario AS scenario, a.span AS span, a.period AS period, a.organisation AS organisation,
            a.customer AS customer, a.service AS service, a.value AS value, a.version AS version, a.dataset AS dataset,
            a.load_id AS load_id, a.origin AS origin, a.sheet AS sheet, a.row AS row, a.cell AS cell, a.key AS key,
            if(p.kind = 'development', 'development', 'administration') AS branch,
            arrayMap(g -> concat('ledger.', g), if(a.year <= c.last_year, c.groups, [])) AS measures
        FROM amounts AS a
        ASOF LEFT JOIN
        (
            SELECT account, groups, ifNull(valid_from, 0) AS first_year, ifNull(valid_to, 9999) AS last_year FROM account
        ) AS c ON a.account = c.account AND a.year >= c.first_year
        LEFT JOIN project AS p ON a.project = p.project
    ),
    hours AS
    (
        SELECT
            p.period AS period,
            o.area AS area,
            p.load_id AS load_id,
            p.origin AS origin,
            p.sheet AS sheet,
            count() AS records,
            uniqExactState(p.person) AS people,
            sumIf(p.scheduled_hours, p.employment = 'monthly') AS scheduled,
            sumIf(p.sick_hours, p.employment = 'monthly' AND p.scheduled_hours IS NOT NULL) AS sick,
            sumIf(p.long_sick_hours, p.employment = 'monthly' AND p.scheduled_hours IS NOT NULL) AS long_sick,
            sum(p.worked_hours) AS worked
        FROM payroll AS p
        LEFT JOIN organisation AS o ON p.organisation = o.organisation
        GROUP BY period, area, load_id, origin, sheet
    ),
    by_area AS
    (
        SELECT * REPLACE(if(min(in_area) OVER (PARTITION BY period) > 10, area, '') AS area)
        FROM (SELECT *, uniqExactMerge(people) OVER (PARTITION BY period, area) AS in_area FROM hours)
    ),
    by_sheet AS
    (
        SELECT *, places = 1 OR min(in_part) OVER (PARTITION BY period) > 10 AS told
        FROM
        (
            SELECT
                *,
                uniqExactMerge(people) OVER (PARTITION BY period, area, load_id, origin, sheet) AS in_part,
                uniqExact((load_id, origin, sheet)) OVER (PARTITION BY period) AS places
            FROM by_area
        )
    )
SELECT
    f.measure AS measure, f.scenario AS scenario, f.span AS span, f.period AS period, f.organisation AS organisation,
    if(f.known_area != '', f.known_area, o.area) AS area,
    f.branch AS branch, f.customer AS customer, f.service AS service, f.version AS version, f.value AS value,
    f.records AS records, f.dataset AS dataset, f.load_id AS load_id, f.origin AS origin, f.sheet AS sheet, f.row AS row,
    f.cell AS cell, f.key AS key
FROM
(
    SELECT
        measure, scenario, span, period, organisation, '' AS known_area, branch, customer, service, version, value,
        toUInt64(1) AS records, dataset, load_id, origin, sheet, row, cell, key
    FROM grouped
    ARRAY JOIN arrayConcat(
        measures,
        if(branch = 'development', arrayMap(m -> concat(m, '.development'), measures), [])) AS measure
    UNION ALL
    SELECT
        part.1, 'actual', 'month', period, '', area, '', '', '', '', part.2,
        records, 'payroll', load_id, origin, sheet, 0, '', ''
    FROM
    (
        SELECT
            period, area, shown.1 AS load_id, shown.2 AS origin, shown.3 AS sheet, sum(records) AS records,
            sum(ifNull(scheduled, 0)) AS scheduled, sum(ifNull(sick, 0)) AS sick, sum(ifNull(long_sick, 0)) AS long_sick,
            sum(worked) AS worked
        FROM (SELECT * EXCEPT (load_id, origin, sheet), if(told, (load_id, origin, sheet), (0, 0, '')) AS shown FROM by_sheet)
        GROUP BY period, area, shown
    )
    ARRAY JOIN [
        ('payroll.scheduled_hours', toDecimal128(scheduled, 4)),
        ('payroll.sick_hours', toDecimal128(sick, 4)),
        ('payroll.long_sick_hours', toDecimal128(long_sick, 4)),
        ('payroll.worked_hours', toDecimal128(worked, 4))] AS part
    UNION ALL
    SELECT
        concat('volume.', item), 'actual', 'month', period, '', '', '', customer, service, '', toDecimal128(quantity, 4),
        1, 'volume', load_id, origin, sheet, row, cell, item
    FROM volume
    UNION ALL
    SELECT
        measure, 'actual', 'month', period, '', '', '', customer, service, '', toDecimal128(1, 4),
        1, 'ticket', load_id, origin, sheet, row, cell, ticket
    FROM ticket
    ARRAY JOIN arrayConcat(
        if(due_at IS NOT NULL AND (resolved_at IS NOT NULL OR toYYYYMM(assumeNotNull(due_at)) <= period), ['ticket.measured'], []),
        if(ifNull(resolved_at <= due_at, 0), ['ticket.met'], [])) AS measure
    UNION ALL
    SELECT
        if(kind = 'service', 'service.cost', concat('stated.', indicator)), scenario, span, period, organisation, '', '',
        customer, service, version, toDecimal128(value, 4),
        1, 'plan', load_id, origin, sheet, row, cell, if(kind = 'service', service, indicator)
    FROM current_plan
    WHERE kind != 'account'
) AS f
LEFT JOIN organisation AS o ON f.organisation = o.organisation
COMMENT 'every record behind the measures, with file, sheet and cell'
