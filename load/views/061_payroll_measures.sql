-- Measures of hours. Staff without a schedule does not count in sickness absence. Only areas are told apart, never
-- single units, and in a month where some area has at most 10 persons no area is told apart: a total minus the rest
-- would reveal it.
CREATE OR REPLACE VIEW payroll_measures AS
WITH area_hours AS
(
    SELECT
        p.period AS period,
        o.area AS area,
        uniqExact(p.person) AS persons,
        sumIf(p.scheduled_hours, p.employment = 'monthly') AS scheduled,
        sumIf(p.sick_hours, p.employment = 'monthly' AND p.scheduled_hours IS NOT NULL) AS sick,
        sumIf(p.long_sick_hours, p.employment = 'monthly' AND p.scheduled_hours IS NOT NULL) AS long_sick,
        sum(p.worked_hours) AS worked
    FROM payroll AS p
    LEFT JOIN organisation AS o ON p.organisation = o.organisation
    GROUP BY period, area
)
SELECT
    period,
    if(min(persons) OVER (PARTITION BY period) > 10, area, '') AS area,
    hours.1 AS measure,
    toDecimal128(ifNull(hours.2, 0), 4) AS value
FROM area_hours
ARRAY JOIN [
    ('payroll.scheduled_hours', scheduled),
    ('payroll.sick_hours', sick),
    ('payroll.long_sick_hours', long_sick),
    ('payroll.worked_hours', toNullable(worked))] AS hours
COMMENT 'measures of hours per area; small groups are hidden'
