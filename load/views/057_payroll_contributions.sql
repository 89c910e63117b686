-- What the measures of hours are made of, as far as that is no secret: sums per area, delivery and sheet, and how many
-- records they are of. No person or row is told. A month in which some area, or some sheet's part of one, has at most 10
-- persons is not told apart by it, as in payroll_measures: area, or load_id, origin and sheet, are empty then.
CREATE OR REPLACE VIEW payroll_contributions AS
WITH
    hours AS
    (
        SELECT
            p.period AS period,
            o.area AS area,
            (p.load_id, p.origin, toString(p.sheet)) AS place,
            count() AS records,
            uniqExactState(p.person) AS people,
            sumIf(p.scheduled_hours, p.employment = 'monthly') AS scheduled,
            sumIf(p.sick_hours, p.employment = 'monthly' AND p.scheduled_hours IS NOT NULL) AS sick,
            sumIf(p.long_sick_hours, p.employment = 'monthly' AND p.scheduled_hours IS NOT NULL) AS long_sick,
            sum(p.worked_hours) AS worked
        FROM payroll AS p
        LEFT JOIN organisation AS o ON p.organisation = o.organisation
        GROUP BY period, area, place
    ),
    by_area AS
    (
        SELECT * REPLACE (if(min(in_area) OVER (PARTITION BY period) > 10, area, '') AS area)
        FROM (SELECT *, uniqExactMerge(people) OVER (PARTITION BY period, area) AS in_area FROM hours)
    ),
    by_sheet AS
    (
        SELECT * REPLACE (if(places = 1 OR min(in_part) OVER (PARTITION BY period) > 10, place, (0, 0, '')) AS place)
        FROM
        (
            SELECT
                *,
                uniqExactMerge(people) OVER (PARTITION BY period, area, place) AS in_part,
                uniqExact(place) OVER (PARTITION BY period) AS places
            FROM by_area
        )
    )
SELECT
    part.1 AS measure, 'actual' AS scenario, 'month' AS span, period, '' AS organisation, area, '' AS branch, '' AS customer,
    '' AS service, '' AS version, part.2 AS value, records, 'payroll' AS dataset, place.1 AS load_id, place.2 AS origin,
    place.3 AS sheet, toUInt32(0) AS row, '' AS cell, '' AS key
FROM
(
    SELECT
        period, area, place, sum(records) AS records,
        sum(ifNull(scheduled, 0)) AS scheduled, sum(ifNull(sick, 0)) AS sick, sum(ifNull(long_sick, 0)) AS long_sick,
        sum(worked) AS worked
    FROM by_sheet
    GROUP BY period, area, place
)
ARRAY JOIN [
    ('payroll.scheduled_hours', toDecimal128(scheduled, 4)),
    ('payroll.sick_hours', toDecimal128(sick, 4)),
    ('payroll.long_sick_hours', toDecimal128(long_sick, 4)),
    ('payroll.worked_hours', toDecimal128(worked, 4))] AS part
COMMENT 'what sheets add to the measures of hours; persons are never told'
