-- The hours of every area, delivery and sheet, and whose they are: those of sickness of staff with a schedule, and those that all
-- worked. amounts are sums of the measures in names. What is small is not hidden yet, so this is for other views only.
CREATE OR REPLACE VIEW payroll_groups AS
SELECT
    period,
    area,
    place,
    records,
    part.1 AS kind,
    part.2 AS people,
    part.3 AS names,
    part.4 AS amounts
FROM
(
    SELECT
        p.period AS period,
        o.area AS area,
        (p.load_id, p.origin, toString(p.sheet)) AS place,
        count() AS records,
        [
            ('sickness', uniqExactIfState(p.person, p.scheduled),
                ['payroll.scheduled_hours', 'payroll.sick_hours', 'payroll.long_sick_hours'],
                [sumIf(p.due, p.scheduled), sumIf(p.sick, p.scheduled), sumIf(p.long_sick, p.scheduled)]),
            ('hours', uniqExactIfState(p.person, toUInt8(1)), ['payroll.worked_hours'], [sum(p.worked)])
        ] AS parts
    FROM
    (
        SELECT
            period, organisation, load_id, origin, sheet, person,
            employment = 'monthly' AND scheduled_hours IS NOT NULL AS scheduled,
            toDecimal128(ifNull(scheduled_hours, 0), 4) AS due,
            toDecimal128(ifNull(sick_hours, 0), 4) AS sick,
            toDecimal128(ifNull(long_sick_hours, 0), 4) AS long_sick,
            toDecimal128(ifNull(worked_hours, 0), 4) AS worked
        FROM payroll
    ) AS p
    LEFT JOIN organisation AS o ON p.organisation = o.organisation
    GROUP BY period, area, place
)
ARRAY JOIN parts AS part
COMMENT 'hours per area, delivery and sheet with the persons that they are of; for other views'
