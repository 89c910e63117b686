-- Measures of hours. Staff without a schedule does not count in sickness absence. Only areas are told apart, never
-- single units, and only where no group is small, see payroll_areas.
CREATE OR REPLACE VIEW payroll_measures AS
SELECT period, area, measure, sum(amount) AS value
FROM
(
    SELECT g.period AS period, t.told_area AS area, g.names AS names, g.amounts AS amounts
    FROM payroll_groups AS g
    INNER JOIN payroll_areas AS t ON g.period = t.period AND g.kind = t.kind AND g.area = t.area
)
ARRAY JOIN names AS measure, amounts AS amount
GROUP BY period, area, measure
COMMENT 'measures of hours per area; small groups are hidden'
