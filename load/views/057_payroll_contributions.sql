-- What the measures of hours are made of, as far as that is no secret: sums per area, delivery and sheet, and how many
-- records they are of. No person or row is told. What payroll_measures does not tell apart is not told apart here, and neither are the
-- sheets of a month in which some sheet's part of a group is small: load_id, origin and sheet are empty then.
CREATE OR REPLACE VIEW payroll_contributions AS
WITH
    by_area AS
    (
        SELECT g.* REPLACE (t.told_area AS area), t.small AS small
        FROM payroll_groups AS g
        INNER JOIN payroll_areas AS t ON g.period = t.period AND g.kind = t.kind AND g.area = t.area
    ),
    by_sheet AS
    (
        SELECT * REPLACE (if(places = 1 OR smallest > small, place, (0, 0, '')) AS place)
        FROM
        (
            SELECT *, minIf(in_part, in_part > 0) OVER (PARTITION BY period, kind) AS smallest
            FROM
            (
                SELECT
                    *,
                    uniqExactIfMerge(people) OVER (PARTITION BY period, kind, area, place) AS in_part,
                    uniqExact(place) OVER (PARTITION BY period, kind) AS places
                FROM by_area
            )
        )
    )
SELECT
    measure, 'actual' AS scenario, 'month' AS span, period, '' AS organisation, area, '' AS branch, '' AS customer,
    '' AS service, '' AS version, sum(amount) AS value, sum(records) AS records, 'payroll' AS dataset, place.1 AS load_id, place.2 AS origin,
    place.3 AS sheet, toUInt32(0) AS row, '' AS cell, '' AS key
FROM by_sheet
ARRAY JOIN names AS measure, amounts AS amount
GROUP BY measure, period, area, place
COMMENT 'what sheets add to the measures of hours; persons are never told'
