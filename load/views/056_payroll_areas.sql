-- By what area the hours of a month may be told: its own, or none in a month in which some area is small, since a total minus the rest
-- would reveal it. A month in which all together are few is left out.
CREATE OR REPLACE VIEW payroll_areas AS
SELECT
    period,
    kind,
    area,
    if(smallest > small, area, '') AS told_area,
    small
FROM
(
    SELECT
        period,
        kind,
        area,
        if(kind = 'sickness', limits.sickness, limits.hours) AS small,
        minIf(persons, persons > 0) OVER (PARTITION BY period, kind) AS smallest,
        uniqExactIfMerge(members) OVER (PARTITION BY period, kind) AS everybody
    FROM
    (
        SELECT period, kind, area, uniqExactIfMergeState(people) AS members, uniqExactIfMerge(people) AS persons
        FROM payroll_groups
        GROUP BY period, kind, area
    ) AS areas
    CROSS JOIN small_groups AS limits
)
WHERE everybody > small
COMMENT 'by what area the hours of a month may be told, so that no small group can be made out'
